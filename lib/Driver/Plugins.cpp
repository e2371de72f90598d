//===- Plugins.cpp - Passes from shared libraries -------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Finds, loads and checks plugins. A plugin that was built for something else
// is told apart before any of its passes is looked at.
//
//===----------------------------------------------------------------------===//

#include "Plugins.h"

#include "Options.h"
#include "hier/Passes/PassPlugin.h"
#include "hier/Support/Diagnostic.h"
#include "llvm/Support/FileSystem.h"

#include <dlfcn.h>

#include <tuple>

using namespace llvm;

namespace hier {

/// `--load-pass-plugin=FILE` and `--load-pass-plugin FILE`, with one hyphen
/// too, as the options will be read.
static SmallVector<StringRef> pluginsNamedIn(ArrayRef<const char *> arguments) {
  SmallVector<StringRef> files;
  while (!arguments.empty() && StringRef(arguments.front()) != "--") {
    StringRef argument = arguments.front();
    arguments = arguments.drop_front();
    if (!argument.consume_front("-"))
      continue;
    argument.consume_front("-");
    if (!argument.consume_front("load-pass-plugin"))
      continue;
    if (argument.consume_front("=")) {
      files.push_back(argument);
    } else if (argument.empty() && !arguments.empty()) {
      files.push_back(arguments.front());
      arguments = arguments.drop_front();
    }
  }
  return files;
}

/// Null when that fails. A name without a slash is that of a file as well, not
/// of a library for the system to find.
static void *openLibrary(StringRef file, int mode) {
  std::string path = (file.contains('/') ? "" : "./") + file.str();
  return dlopen(path.c_str(), mode | RTLD_LOCAL);
}

/// The reason without the file, which stands before every error already.
static std::string whyNotOpened(StringRef file) {
  auto [before, after] = StringRef(dlerror()).split((file + ": ").str());
  return (after.empty() ? before : after).str();
}

static Error mismatch(StringRef file, const Twine &what, const Twine &theirs,
                      const Twine &ours) {
  return errorIn(file, "the plugin was built for " + what + " " + theirs +
                           " and this is " + ours);
}

static Error checkVersions(StringRef file, const PassPluginInfo &plugin) {
  static constexpr PassPluginInfo own = {HIER_PASS_PLUGIN_VERSIONS, "", nullptr,
                                         0};
  if (plugin.abiVersion != own.abiVersion)
    return mismatch(file, "plugin ABI", Twine(plugin.abiVersion),
                    Twine(own.abiVersion));
  const std::tuple<StringRef, StringRef, StringRef> versions[] = {
      {"Hier", plugin.hierVersion, own.hierVersion},
      {"torch", plugin.torchVersion, own.torchVersion},
      {"LLVM", plugin.llvmVersion, own.llvmVersion},
      {"the C++ library", plugin.cxxLibrary, own.cxxLibrary}};
  for (const auto &[what, theirs, ours] : versions)
    if (theirs != ours)
      return mismatch(file, what, theirs, ours);
  return Error::success();
}

/// What a library says of itself, if it was built for this Hier.
static Expected<const PassPluginInfo *> infoOf(StringRef file, void *library) {
  using Entry = decltype(hierGetPassPluginInfo);
  auto *entry =
      reinterpret_cast<Entry *>(dlsym(library, "hierGetPassPluginInfo"));
  if (!entry)
    return errorIn(file, "it is no pass plugin: it has no function "
                         "hierGetPassPluginInfo");
  const PassPluginInfo *plugin = entry();
  if (Error error = checkVersions(file, *plugin))
    return error;
  return plugin;
}

static Expected<const PassPluginInfo *> load(StringRef file) {
  if (auto failure = sys::fs::access(file, sys::fs::AccessMode::Exist))
    return errorIn(file, failure.message());
  if (void *library = openLibrary(file, RTLD_NOW))
    return infoOf(file, library);
  std::string reason = whyNotOpened(file);
  // A function is missing mostly since the plugin was built for something else,
  // and it can say so while functions are looked for only when they are called.
  if (void *library = openLibrary(file, RTLD_LAZY))
    if (auto plugin = infoOf(file, library); !plugin)
      return plugin.takeError();
  return errorIn(file, "it cannot be loaded: " + reason);
}

static Error addPasses(StringRef file, const PassPluginInfo &plugin,
                       PassRegistry &registry) {
  for (const PassInfo &pass : ArrayRef(plugin.passes, plugin.passCount)) {
    if (Error error = registry.add(pass, file))
      return error;
    if (isOption(pass.flag))
      return errorIn(file, "there is an option '--" + pass.flag + "' already");
  }
  return Error::success();
}

Expected<std::vector<StringRef>>
loadPassPlugins(ArrayRef<const char *> arguments, PassRegistry &registry) {
  std::vector<StringRef> names;
  for (StringRef file : pluginsNamedIn(arguments)) {
    Expected<const PassPluginInfo *> plugin = load(file);
    if (!plugin)
      return plugin.takeError();
    if (Error error = addPasses(file, **plugin, registry))
      return error;
    names.emplace_back((*plugin)->name);
  }
  return names;
}

} // namespace hier
