//===- Results.cpp - What all inputs come to ------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Stdout has the IR and the reports of those that have gone well; a file that
// all of it goes to is left as it was if one has not.
//
//===----------------------------------------------------------------------===//

#include "Results.h"

#include "SplitInput.h"
#include "hier/IR/Writer.h"
#include "hier/Support/Diagnostic.h"

using namespace llvm;

namespace hier {

Results::Results(const CommandLine &line)
    : line(line), reports(outs(), line.reportFormat, line.inputs.size() > 1),
      timing(line.summary.timing), emitted(line.emitted) {}

/// A file that is put in place when all is done is opened before anything is
/// run, so that what is wrong with it is known then. What is written through is
/// not, for it may be emptied by that.
Error Results::open() {
  if (Error error = emitted.open())
    return error;
  bool isLater = line.output.path != "-" && isSpecialFile(line.output.path);
  return line.output.isFolder || isLater ? Error::success() : openOutput();
}

Error Results::openOutput() {
  if (output)
    return Error::success();
  auto opened = OutputFile::open(line.output.path);
  if (!opened)
    return opened.takeError();
  output = std::move(*opened);
  return Error::success();
}

/// What lacks a newline at its end gets one where something follows.
void Results::printIR(StringRef ir) {
  raw_ostream &os = output->os();
  if (hasIR)
    os << (endsWithNewline ? "" : "\n") << splitMarker << '\n';
  os << ir;
  hasIR = true;
  endsWithNewline = ir.ends_with("\n");
}

Error Results::printResult(const InputResult &result) {
  if (result.hasIR && !line.output.isFolder) {
    if (Error error = openOutput())
      return error;
    if (result.program)
      writeProgram(output->os(), *result.program);
    else
      printIR(result.ir);
  }
  if (result.hasReports)
    reports.print(result.reports);
  emitted.add(result.views);
  hasReports |= result.hasReports;
  return Error::success();
}

Error Results::print(StringRef name, InputResult result) {
  errs() << result.log;
  hasFailures |= result.hasFailed;
  Error error = Error::success();
  if (!result.hasFailed || result.hasLoss) {
    bool isTimed = line.instrumentation.hasTiming;
    Stopwatch watch(isTimed ? &result.records.times : nullptr, "write");
    error = printResult(result);
  }
  statistics.add(result.records.statistics);
  timing.add(result.records.times, name, result.worker);
  return error;
}

/// A summary, to its file or to stderr.
static Error writeSummary(const std::string &file,
                          function_ref<void(raw_ostream &)> print) {
  if (file.empty()) {
    print(errs());
    return Error::success();
  }
  Expected<std::unique_ptr<OutputFile>> output = OutputFile::open(file);
  if (!output)
    return output.takeError();
  print((*output)->os());
  return (*output)->commit();
}

Error Results::writeSummaries() const {
  const SummaryConfig &summary = line.summary;
  Error error = Error::success();
  if (line.instrumentation.hasStatistics)
    error = joinErrors(std::move(error),
                       writeSummary(summary.statisticsFile, [&](auto &os) {
                         statistics.print(os, summary.statistics);
                       }));
  if (line.instrumentation.hasTiming)
    error = joinErrors(
        std::move(error),
        writeSummary(summary.timingFile, [&](auto &os) { timing.print(os); }));
  return error;
}

Error Results::finish() {
  bool hasSeveral = line.inputs.size() > 1;
  if (hasReports || (hasSeveral && line.printsReports(line.pipeline)))
    reports.finish();
  bool isKept = output && (!hasFailures || line.output.path == "-");
  Error error = isKept ? output->commit() : Error::success();
  output.reset();
  if (!hasFailures)
    error = joinErrors(std::move(error), emitted.write());
  error = joinErrors(std::move(error), flushStdout());
  return joinErrors(std::move(error), writeSummaries());
}

} // namespace hier
