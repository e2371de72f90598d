//===- CommandLine.h - What the user has asked for ------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The options of hier-opt, read into one object.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_DRIVER_COMMANDLINE_H
#define HIER_LIB_DRIVER_COMMANDLINE_H

#include "Reports.h"
#include "hier/Driver/HierOptMain.h"
#include "hier/Passes/Pipeline.h"

#include <string>

namespace hier {

struct CommandLine {
  std::string input = "-";
  std::string output = "-";
  bool isOutputGiven = false;
  ReportFormat reportFormat = ReportFormat::Text;
  std::string method; // empty unless it was given
  bool listPasses = false;
  bool splitInputFile = false;
  bool verifyDiagnostics = false;
  bool verifyEach = true;
  Pipeline pipeline;
};

/// Reads the arguments, having added the passes of plugins to `registry`, which
/// must outlive what is returned. --help, --version and options that LLVM
/// cannot read end the process, as they do in LLVM's tools.
llvm::Expected<CommandLine> parseCommandLine(int argc, char **argv,
                                             const HierOptConfig &config,
                                             PassRegistry &registry);

/// `hier-opt version ...` with those of LLVM and torch, and the plugins.
void printVersion(llvm::raw_ostream &os, llvm::StringRef toolName,
                  llvm::ArrayRef<llvm::StringRef> plugins);

} // namespace hier

#endif // HIER_LIB_DRIVER_COMMANDLINE_H
