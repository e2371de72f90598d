//===- CommandLine.h - What the user of hier-diff has asked for -----------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The options of hier-diff, read into one object.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_DIFF_COMMANDLINE_H
#define HIER_LIB_DIFF_COMMANDLINE_H

#include "DiffPrinter.h"
#include "hier/Diff/ModelDiff.h"

namespace hier {

enum class DiffAction { Compare, PrintHelp, PrintVersion };
enum class DiffFormat { Text, Json };

struct DiffCommandLine {
  DiffAction action = DiffAction::Compare;
  std::string before, after; ///< `-` is stdin.
  std::string output = "-";
  std::string method; ///< Empty unless it was given.
  DiffFormat format = DiffFormat::Text;
  DiffAspects aspects = DiffAspects::byDefault();
  DiffPrinting printing;
  std::optional<TagPolicy> policy;
};

/// Reads the arguments, without the name of the program.
llvm::Expected<DiffCommandLine>
parseDiffCommandLine(llvm::ArrayRef<const char *> arguments);

void printDiffHelp(llvm::raw_ostream &os);

} // namespace hier

#endif // HIER_LIB_DIFF_COMMANDLINE_H
