//===- CommandLine.h - What the user of hier-reduce has asked for ---------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The options of hier-reduce, read into one object.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_REDUCE_COMMANDLINE_H
#define HIER_LIB_REDUCE_COMMANDLINE_H

#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace hier {

struct ReduceCommandLine {
  std::string input;
  std::string output;
  std::vector<std::string> test; // the program and its arguments
  unsigned jobs = 1;
  unsigned maxTests = 0;
  unsigned timeout = 60;
  bool keepBest = true;
};

/// Reads the arguments. --help, --version and options that LLVM cannot read end
/// the process, as they do in LLVM's tools.
llvm::Expected<ReduceCommandLine> parseReduceCommandLine(int argc, char **argv);

} // namespace hier

#endif // HIER_LIB_REDUCE_COMMANDLINE_H
