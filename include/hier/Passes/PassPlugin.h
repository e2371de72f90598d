//===- PassPlugin.h - Passes from a shared library --------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a plugin says of itself to `hier-opt --load-pass-plugin=lib.so`: what it
// was built for, and its passes. A plugin is one source with
//
//   static constexpr hier::PassInfo passes[] = {{"my-pass", ...}};
//   HIER_PASS_PLUGIN("my-passes", passes)
//
// and is built on the CMake target Hier::Plugin.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_PASSES_PASSPLUGIN_H
#define HIER_PASSES_PASSPLUGIN_H

#include "hier/Passes/Pass.h"
#include "llvm/Config/llvm-config.h"

#include <torch/version.h>

#include <cstddef>
#include <cstdint>
#include <iterator>

namespace hier {

/// Goes up when what follows, PassInfo or Pass changes its layout.
inline constexpr uint32_t passPluginAbi = 1;

/// Plain data in the order that it is looked at: what comes first is there in
/// every version, and tells whether the rest can be read.
struct PassPluginInfo {
  uint32_t abiVersion;
  /// Of what the plugin was compiled with.
  const char *hierVersion;
  const char *torchVersion;
  const char *llvmVersion;
  const char *cxxLibrary;
  const char *name;
  const PassInfo *passes;
  size_t passCount;
};

} // namespace hier

/// What a plugin exports; defined by HIER_PASS_PLUGIN.
extern "C" __attribute__((visibility("default"))) const hier::PassPluginInfo *
hierGetPassPluginInfo();

/// Which std::string it is: what is compiled for one cannot take another's.
#if defined(_LIBCPP_VERSION)
#define HIER_CXX_LIBRARY "libc++"
#elif _GLIBCXX_USE_CXX11_ABI
#define HIER_CXX_LIBRARY "libstdc++"
#else
#define HIER_CXX_LIBRARY "libstdc++ with _GLIBCXX_USE_CXX11_ABI=0"
#endif

#ifndef HIER_VERSION
#error                                                                         \
    "HIER_VERSION is not defined: build the plugin on the target Hier::Plugin"
#endif

/// The members of PassPluginInfo that say what it was compiled with. A macro,
/// for an inline function of the plugin's could be taken from hier-opt instead.
#define HIER_PASS_PLUGIN_VERSIONS                                              \
  hier::passPluginAbi, HIER_VERSION, TORCH_VERSION, LLVM_VERSION_STRING,       \
      HIER_CXX_LIBRARY

/// Makes the library a plugin of that name with the array `PASSES`.
#define HIER_PASS_PLUGIN(NAME, PASSES)                                         \
  const hier::PassPluginInfo *hierGetPassPluginInfo() {                        \
    static constexpr hier::PassPluginInfo info = {HIER_PASS_PLUGIN_VERSIONS,   \
                                                  (NAME), std::data(PASSES),   \
                                                  std::size(PASSES)};          \
    return &info;                                                              \
  }

#endif // HIER_PASSES_PASSPLUGIN_H
