//===- RunInput.h - One input, from its file to its results ---------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a worker does for each input. It shares nothing with other workers, and
// prints nothing, unless it is the only one.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_DRIVER_RUNINPUT_H
#define HIER_LIB_DRIVER_RUNINPUT_H

#include "CommandLine.h"
#include "hier/IR/Program.h"

namespace hier {

/// What has become of an input, to be printed when it is its turn.
struct InputResult {
  bool hasFailed = false;
  /// Has it failed only since tags were lost? Then the reports are printed.
  bool hasLoss = false;
  /// Is the IR to be printed? Reports take its place, unless -o asks for it.
  bool hasIR = false;
  std::string ir; // empty, too, when it has been written to a folder
  /// What has the IR instead, of an input that nothing else is read with: then
  /// the text is never there in whole. Never freed.
  const Program *program = nullptr;
  std::vector<ItemReports> reports;
  bool hasReports = false;
  std::vector<std::shared_ptr<const ModelView>>
      views;       // if something is emitted
  std::string log; // for stderr
  InstrumentationRecords records;
  unsigned worker = 0;
};

class InputRunner {
public:
  /// No other worker may have `pipeline`. What is for stderr goes to `log` at
  /// once, if there is one.
  InputRunner(const CommandLine &line, const Pipeline &pipeline,
              llvm::raw_ostream *log)
      : line(line), pipeline(pipeline), log(log) {}

  InputResult run(const InputFile &input);

private:
  const CommandLine &line;
  const Pipeline &pipeline;
  llvm::raw_ostream *log;
};

} // namespace hier

#endif // HIER_LIB_DRIVER_RUNINPUT_H
