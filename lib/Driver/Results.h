//===- Results.h - What all inputs come to --------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Takes the results of the inputs in their order, prints each, and at the end
// what is told of all of them.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_DRIVER_RESULTS_H
#define HIER_LIB_DRIVER_RESULTS_H

#include "RunInput.h"
#include "hier/Support/Files.h"

namespace hier {

class Results {
public:
  explicit Results(const CommandLine &line);

  /// Opens what is written to.
  llvm::Error open();
  /// Prints the next result. `name` is that of its input.
  llvm::Error print(llvm::StringRef name, InputResult result);
  /// After the last one.
  llvm::Error finish();

  /// Has an input failed?
  bool hasFailed() const { return hasFailures; }

private:
  llvm::Error openOutput();
  void printIR(llvm::StringRef ir);
  llvm::Error printResult(const InputResult &result);
  llvm::Error writeSummaries() const;

  const CommandLine &line;
  bool hasFailures = false;
  std::unique_ptr<OutputFile> output;
  bool hasIR = false; // Is something in the output already?
  bool endsWithNewline = true;
  bool hasReports = false;
  ReportPrinter reports;
  StatisticsReport statistics;
  TimingReport timing;
  EmittedFiles emitted;
};

} // namespace hier

#endif // HIER_LIB_DRIVER_RESULTS_H
