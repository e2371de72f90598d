//===- HierReduceMain.cpp - The reducer as a program ----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads, makes sure that there is something to look for, and lets the search
// go. The output is whole whenever it is there.
//
//===----------------------------------------------------------------------===//

#include "hier/Reduce/HierReduceMain.h"

#include "CommandLine.h"
#include "hier/IR/Reader.h"
#include "hier/IR/Verifier.h"
#include "hier/IR/Writer.h"
#include "hier/Reduce/CommandTester.h"
#include "hier/Support/Diagnostic.h"
#include "hier/Support/Files.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/Signals.h"
#include "llvm/Support/raw_ostream.h"

#include <atomic>
#include <cstdlib>

using namespace llvm;

namespace hier {

/// Set by the first Ctrl-C, which tests do not see, for they are in groups of
/// their own; the second ends the program as usual.
static std::atomic<bool> interrupted = false;

/// As a shell gives it of a program that Ctrl-C has ended.
static constexpr int exitInterrupted = 130;

/// The dump as it will be printed all the time, without comments.
static Expected<std::string> normalized(MemoryBufferRef text) {
  if (isArchive(text.getBuffer()))
    return errorIn(text.getBufferIdentifier(),
                   "this is an archive, which only torch can write; 'hier-opt "
                   "ARCHIVE -o DUMP' makes a dump of it");
  Expected<Program> program = readProgram(text);
  if (!program)
    return program.takeError();
  if (Error error = verifyProgram(*program, text.getBufferIdentifier()))
    return error;
  std::string printed;
  writeProgram(printed, *program);
  return printed;
}

/// The text as it was given, and as it is printed.
static Error checkInteresting(CommandTester &tester, MemoryBufferRef text,
                              StringRef printed) {
  StringRef name = text.getBufferIdentifier();
  if (Error error = tester.check(text.getBuffer(), name))
    return error;
  if (printed == text.getBuffer())
    return Error::success();
  return tester.check(printed,
                      (name + ", read and printed without its comments").str());
}

//===----------------------------------------------------------------------===//
// What is said
//===----------------------------------------------------------------------===//

static std::string sizeOf(StringRef text) {
  return (Twine(text.count('\n')) + " lines, " + Twine(text.size()) + " bytes")
      .str();
}

/// One line that is written over, for those who watch.
static void showProgress(const Reduction &reduction) {
  errs() << "\r\x1b[K" << sizeOf(reduction.text) << " after " << reduction.tests
         << " tests; " << reduction.strategy;
}

static void summarize(const Reduction &reduction, StringRef from) {
  errs() << "hier-reduce: from " << sizeOf(from) << " to "
         << sizeOf(reduction.text) << ", in " << reduction.tests << " tests";
  if (reduction.state == Reduction::TestsUsedUp)
    errs() << ", all that --max-tests allows";
  if (reduction.state == Reduction::Interrupted)
    errs() << ", interrupted";
  errs() << '\n';
  if (reduction.text == "graph():\n  return ()\n")
    errs() << "hier-reduce: the test finds even an empty graph interesting; is "
              "its exit status the wrong way round?\n";
}

//===----------------------------------------------------------------------===//
// The run
//===----------------------------------------------------------------------===//

static TestCommand testCommand(const ReduceCommandLine &line) {
  TestCommand command;
  command.words = line.test;
  if (line.input != "-")
    command.fileName = sys::path::filename(line.input).str();
  command.timeout = std::chrono::seconds(line.timeout);
  command.width = line.jobs;
  command.isInterrupted = [] { return interrupted.load(); };
  return command;
}

static Expected<Reduction> reduce(const ReduceCommandLine &line,
                                  StringRef printed, CommandTester &tester) {
  bool isWatched = sys::Process::StandardErrIsDisplayed();
  ReductionOptions options;
  options.maxTests = line.maxTests;
  if (isWatched)
    options.onTest = showProgress;
  if (line.keepBest && line.output != "-")
    options.onSmaller = [&](const Reduction &reduction) -> Error {
      Error error = writeOutput(line.output, reduction.text);
      if (!interrupted)
        return error;
      // LLVM may have taken the temporary file away; it is written at the end.
      consumeError(std::move(error));
      return Error::success();
    };
  Expected<Reduction> reduction = reduceText(printed, tester, options);
  if (isWatched)
    errs() << "\r\x1b[K";
  return reduction;
}

static Expected<int> run(const ReduceCommandLine &line) {
  Expected<std::unique_ptr<MemoryBuffer>> buffer = readInput(line.input);
  if (!buffer)
    return buffer.takeError();
  MemoryBufferRef text((*buffer)->getBuffer(),
                       line.input == "-" ? "<stdin>" : StringRef(line.input));
  Expected<std::string> printed = normalized(text);
  if (!printed)
    return printed.takeError();
  auto tester = CommandTester::create(testCommand(line));
  if (!tester)
    return tester.takeError();
  if (Error error = checkInteresting(**tester, text, *printed))
    return error;
  Expected<Reduction> reduction = reduce(line, *printed, **tester);
  if (!reduction)
    return reduction.takeError();
  if (Error error = writeOutput(line.output, reduction->text))
    return error;
  summarize(*reduction, *printed);
  return reduction->state == Reduction::Interrupted ? exitInterrupted
                                                    : EXIT_SUCCESS;
}

int hierReduceMain(int argc, char **argv) {
  sys::SetInterruptFunction([] { interrupted = true; });
  Expected<ReduceCommandLine> line = parseReduceCommandLine(argc, argv);
  Expected<int> status = line ? run(*line) : line.takeError();
  if (status)
    return *status;
  logAllUnhandledErrors(status.takeError(), errs());
  return EXIT_FAILURE;
}

} // namespace hier
