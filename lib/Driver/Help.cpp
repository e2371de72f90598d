//===- Help.cpp - What --help and its kin print ---------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// All of it comes from Options.def and the registry.
//
//===----------------------------------------------------------------------===//

#include "Help.h"

#include "Options.h"
#include "hier/Support/Report.h"
#include "llvm/ADT/StringExtras.h"

#include <torch/version.h>

#include <algorithm>
#include <functional>
#include <numeric>

using namespace llvm;

namespace hier {

static constexpr size_t screenWidth = 100;

/// How wide the columns are when there are so many rows.
static std::vector<size_t> columnWidths(ArrayRef<const PassInfo *> passes,
                                        size_t rows) {
  std::vector<size_t> widths;
  for (size_t index = 0; index < passes.size(); ++index) {
    if (index % rows == 0)
      widths.push_back(0);
    widths.back() = std::max(widths.back(), passes[index]->flag.size() + 2);
  }
  return widths;
}

/// In columns that are read from top to bottom, as many as fit a screen.
static void printNames(raw_ostream &os, ArrayRef<const PassInfo *> passes) {
  size_t rows = 0;
  std::vector<size_t> widths;
  do
    widths = columnWidths(passes, ++rows);
  while (std::accumulate(widths.begin(), widths.end(), size_t{2}) >
             screenWidth &&
         rows < passes.size());
  for (size_t row = 0; row < rows; ++row) {
    std::string line = "  ";
    for (size_t index = row; index < passes.size(); index += rows)
      line += padded(passes[index]->flag, widths[index / rows]);
    os << StringRef(line).rtrim(' ') << '\n';
  }
}

/// Lines of names without their prefix.
static void printWrapped(raw_ostream &os, ArrayRef<const PassInfo *> passes) {
  std::string line = " ";
  for (const PassInfo *pass : passes) {
    StringRef name = pass->flag;
    name.consume_front("torch-");
    if (line.size() + name.size() + 1 > screenWidth) {
      os << line << '\n';
      line = " ";
    }
    (line += ' ') += name;
  }
  os << line << '\n';
}

void printHelp(raw_ostream &os, const HierOptConfig &config,
               const PassRegistry &registry) {
  os << config.toolName << ": " << config.overview
     << "\n\nUsage: " << config.toolName
     << " [OPTION | --PASS[=OPTIONS]]... [FILE | @LIST]...\n"
     << "FILE is a dump or an archive; - is stdin, and is read when there is "
        "none.\n"
        "LIST is a file that names one input on each line.\n";
  for (const OptionGroup &group : optionGroups()) {
    os << '\n' << group.title << ":\n";
    printOptions(os, group.options);
  }
  auto isTorchs = [](const PassInfo *pass) { return !pass->header.empty(); };
  std::vector<const PassInfo *> own(registry.passes());
  auto theirs =
      std::stable_partition(own.begin(), own.end(), std::not_fn(isTorchs));
  os << "\nPasses, run in the order given, as "
        "--tag-hierarchy='policy=all attributes=tag,path':\n";
  printNames(os, ArrayRef(own).take_front(theirs - own.begin()));
  os << "\nPasses of libtorch, each with torch- before its name, as "
        "--torch-cse:\n";
  printWrapped(os, ArrayRef(own).drop_front(theirs - own.begin()));
}

void printHelpOfPass(raw_ostream &os, const PassInfo &pass) {
  os << pass.flag << "\n  " << pass.summary << '\n';
  if (!pass.header.empty())
    os << "  <" << pass.header << ">\n";
  for (StringRef rest = pass.options; !rest.empty();) {
    auto [option, after] = rest.split('\n');
    os << "    " << option << '\n';
    rest = after;
  }
}

void listPasses(raw_ostream &os, const PassRegistry &registry) {
  for (const PassInfo *pass : registry.passes())
    printHelpOfPass(os, *pass);
}

void printVersion(raw_ostream &os, StringRef toolName,
                  ArrayRef<StringRef> plugins) {
  printVersion(os, toolName, HIER_VERSION);
  os << "  torch " << TORCH_VERSION << '\n';
  for (StringRef plugin : plugins)
    os << "  plugin " << plugin << '\n';
}

} // namespace hier
