//===- HierOptMain.cpp - The driver as a library --------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Read, run, print. Nothing is written before all has gone well.
//
//===----------------------------------------------------------------------===//

#include "hier/Driver/HierOptMain.h"

#include "CommandLine.h"
#include "ExpectedDiagnostics.h"
#include "SplitInput.h"
#include "hier/IR/Reader.h"
#include "hier/IR/Verifier.h"
#include "hier/IR/Writer.h"
#include "hier/Support/Diagnostic.h"
#include "hier/Support/Files.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/BuryPointer.h"
#include "llvm/Support/raw_ostream.h"

#include <cstdlib>

using namespace llvm;

namespace hier {

static void listPasses(raw_ostream &os) {
  for (const PassInfo *pass : PassRegistry::builtin().passes()) {
    os << pass->flag << "\n  " << pass->summary << '\n';
    for (StringRef rest = pass->options; !rest.empty();) {
      auto [option, after] = rest.split('\n');
      os << "    " << option << '\n';
      rest = after;
    }
  }
}

/// --method holds for every module of the text.
static Error chooseMethod(Program &program, const std::string &method) {
  if (method.empty())
    return Error::success();
  bool anyModule = false;
  for (Item &item : program.items) {
    if (!item.module)
      continue;
    anyModule = true;
    item.entry = method;
    if (Expected<Method *> entry = entryMethod(item); !entry)
      return entry.takeError();
  }
  if (!anyModule)
    return errorIn("--method", "a graph has no method '" + method +
                                   "'; only the dump of a module has methods");
  return Error::success();
}

namespace {

/// What a run has to print.
struct Output {
  std::string ir;
  std::vector<ItemReports> reports;

  void append(Output part) {
    if (!ir.empty() && !part.ir.empty())
      (ir += splitMarker) += '\n';
    ir += part.ir;
    llvm::move(part.reports, std::back_inserter(reports));
  }
};

} // namespace

/// Reports take the place of the IR, unless that is asked for.
static bool printsProgram(const CommandLine &line) {
  return line.isOutputGiven || !line.pipeline.hasReports();
}

static Expected<Program> read(MemoryBufferRef text, StringRef part) {
  if (isArchive(text.getBuffer()))
    return readArchive(text);
  return readProgram(text, part);
}

/// Reads `part` of `text`, runs the passes and appends what they made of it.
static Error runOnPart(const CommandLine &line, MemoryBufferRef text,
                       StringRef part, Output &out) {
  Expected<Program> program = read(text, part);
  if (!program)
    return program.takeError();
  if (line.verifyEach)
    if (Error error = verifyProgram(*program, text.getBufferIdentifier()))
      return error;
  if (Error error = chooseMethod(*program, line.method))
    return error;
  if (Error error = line.pipeline.run(*program, line.verifyEach))
    return error;
  if (printsProgram(line))
    writeProgram(out.ir, *program);
  if (line.pipeline.hasReports())
    for (Item &item : program->items)
      out.reports.push_back(std::move(item.reports));
  // Freeing a large program takes as long as making it.
  BuryPointer(std::make_unique<Program>(std::move(*program)));
  return Error::success();
}

/// Every part is run, whatever becomes of the others.
static Error runOnParts(const CommandLine &line, MemoryBufferRef text,
                        ArrayRef<StringRef> parts, Output &out) {
  Error errors = Error::success();
  for (StringRef part : parts) {
    Output printed;
    // The text ends where the part does, and begins where lines count from.
    MemoryBufferRef upToPart(
        text.getBuffer().take_front(part.end() - text.getBufferStart()),
        text.getBufferIdentifier());
    bool isEmpty = line.splitInputFile && isOnlyComments(part);
    Error error =
        isEmpty ? Error::success() : runOnPart(line, upToPart, part, printed);
    if (line.verifyDiagnostics)
      error = checkExpectations(std::move(error), upToPart, part);
    errors = joinErrors(std::move(errors), std::move(error));
    out.append(std::move(printed));
  }
  return errors;
}

static Error runOn(const CommandLine &line) {
  Expected<std::unique_ptr<MemoryBuffer>> buffer = readInput(line.input);
  if (!buffer)
    return buffer.takeError();
  StringRef name = line.input == "-" ? "<stdin>" : StringRef(line.input);
  MemoryBufferRef text((*buffer)->getBuffer(), name);
  SmallVector<StringRef> parts = {text.getBuffer()};
  if (line.splitInputFile && !isArchive(text.getBuffer()))
    parts = splitInput(text.getBuffer());
  Output out;
  if (Error error = runOnParts(line, text, parts, out))
    return error;
  if (printsProgram(line))
    if (Error error = writeOutput(line.output, out.ir))
      return error;
  if (!line.pipeline.hasReports())
    return Error::success();
  return writeOutput("-", printReports(out.reports, line.reportFormat));
}

int hierOptMain(int argc, char **argv, const HierOptConfig &config) {
  Expected<CommandLine> line = parseCommandLine(argc, argv, config);
  Error error = line ? Error::success() : line.takeError();
  if (!error && line->listPasses)
    listPasses(outs());
  else if (!error)
    error = runOn(*line);
  if (!error)
    return EXIT_SUCCESS;
  logAllUnhandledErrors(std::move(error), errs());
  return EXIT_FAILURE;
}

} // namespace hier
