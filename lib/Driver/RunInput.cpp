//===- RunInput.cpp - One input, from its file to its results -------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Read, run, print. Nothing of an input is written before all of it has gone
// well.
//
//===----------------------------------------------------------------------===//

#include "RunInput.h"

#include "ExpectedDiagnostics.h"
#include "SplitInput.h"
#include "hier/IR/Reader.h"
#include "hier/IR/Verifier.h"
#include "hier/IR/Writer.h"
#include "hier/Support/Diagnostic.h"
#include "hier/Support/Files.h"
#include "hier/Support/NearestName.h"
#include "hier/View/Part.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/BuryPointer.h"

using namespace llvm;

namespace hier {

namespace {

/// The run of one input.
class InputRun {
public:
  InputRun(const CommandLine &line, const InputFile &input,
           const Pipeline &pipeline, InputResult &result, raw_ostream &log)
      : line(line), input(input), pipeline(pipeline), result(result), log(log) {
    settings.method = line.method;
    settings.verifyEach = line.verifyEach;
  }

  Error run();

private:
  Error readSettings(MemoryBufferRef text, StringRef part);
  Error runOnParts(MemoryBufferRef text);
  Error runOnPart(MemoryBufferRef text, StringRef part, size_t number);
  Error runPasses(Program &program, size_t part);
  Error takeViews(Program &program);
  Error writeResults();
  InstrumentedRun instrumentedRun(size_t part) const;
  InstrumentationConfig instrumentationConfig() const;
  void takeResults(Program read);
  void takeText(const Program &program);
  TimeRecord *times() const {
    return line.instrumentation.hasTiming ? &result.records.times : nullptr;
  }

  const CommandLine &line;
  const InputFile &input;
  const Pipeline &pipeline;
  InputResult &result;
  raw_ostream &log;
  /// What --run-reproducer reads, or the command line says.
  ReproducedRun settings;
  std::optional<Pipeline> reproduced;
  const Pipeline &passes() const { return reproduced ? *reproduced : pipeline; }
  bool hasReproducer = false;
  /// Is nothing else read, no other input and no other part?
  bool isAlone = false;
  std::unique_ptr<MemoryBuffer> buffer; // the text, as long as it is needed
};

} // namespace

//===----------------------------------------------------------------------===//
// Passes
//===----------------------------------------------------------------------===//

InstrumentedRun InputRun::instrumentedRun(size_t part) const {
  InstrumentedRun run;
  run.program = {input.name().str(), part};
  run.printingFolder = input.fileName().str();
  if (part != 0)
    run.printingFolder += "/" + std::to_string(part);
  run.reproduced = settings;
  return run;
}

/// Of several parts that fail the first is the one to reproduce.
InstrumentationConfig InputRun::instrumentationConfig() const {
  InstrumentationConfig config = line.instrumentation;
  ReproducerConfig &reproducer = config.reproducer;
  if (hasReproducer)
    reproducer.file.clear();
  else if (reproducer.isOn())
    reproducer.file = line.reproducer.fileFor(input);
  return config;
}

Error InputRun::runPasses(Program &program, size_t part) {
  InstrumentationConfig config = instrumentationConfig();
  Instrumentations watchers(config, instrumentedRun(part), result.records, log);
  Error error = passes().run(program, settings.verifyEach, watchers.all());
  hasReproducer |= watchers.hasReproducer();
  if (error)
    return error;
  Error loss = watchers.report(program);
  if (!line.isHierarchyStrict) {
    consumeError(std::move(loss));
  } else if (loss) {
    logAllUnhandledErrors(std::move(loss), log);
    result.hasFailed = result.hasLoss = true;
  }
  return Error::success();
}

/// Reads `part` of `text`, runs the passes and keeps what they made of it.
Error InputRun::runOnPart(MemoryBufferRef text, StringRef part, size_t number) {
  if (line.runReproducer)
    if (Error error = readSettings(text, part))
      return error;
  auto program = [&] {
    Stopwatch watch(times(), "read");
    return readDump(text, part);
  }();
  if (!program)
    return program.takeError();
  if (isAlone && !line.verifyDiagnostics)
    buffer.reset(); // Nothing in the program points into the text.
  if (settings.verifyEach) {
    Stopwatch watch(times(), "verify");
    if (Error error = verifyProgram(*program, text.getBufferIdentifier()))
      return error;
  }
  if (!settings.method.empty())
    if (Error error = chooseEntry(*program, settings.method, "--method"))
      return error;
  if (Error error = runPasses(*program, number))
    return error;
  if (!line.emitted.empty())
    if (Error error = takeViews(*program))
      return error;
  takeResults(std::move(*program));
  return Error::success();
}

/// Leaves of `view` the module at `path`.
static Error takePart(ModelView &view, StringRef path) {
  std::optional<ModelView> part = partOf(view, path);
  if (part) {
    view = std::move(*part);
    return Error::success();
  }
  SmallVector<StringRef> paths;
  for (const ModelView::Module &module : view.modules)
    paths.push_back(module.path);
  return errorIn(view.name, "there is no module '" + path +
                                "' for --emit-module" +
                                didYouMean(path, paths));
}

/// Of several items each but the first has a number.
Error InputRun::takeViews(Program &program) {
  Stopwatch watch(times(), "view");
  ViewOptions options;
  options.policy = line.emittedPolicy;
  for (Item &item : program.items) {
    std::string name = input.name().str();
    if (!result.views.empty())
      name += " (" + std::to_string(result.views.size() + 1) + ")";
    Expected<ModelView> view = viewOf(item, name, options);
    if (!view)
      return view.takeError();
    if (line.emittedModule)
      if (Error error = takePart(*view, *line.emittedModule))
        return error;
    result.views.push_back(std::make_shared<const ModelView>(std::move(*view)));
  }
  return Error::success();
}

void InputRun::takeResults(Program read) {
  auto program = std::make_unique<Program>(std::move(read));
  bool hasReports = line.printsReports(passes());
  bool hasIR = line.printsIR(passes());
  result.hasReports |= hasReports;
  result.hasIR |= hasIR;
  bool isStreamed = isAlone && !line.output.isFolder;
  if (hasIR && isStreamed)
    result.program = program.get();
  else if (hasIR)
    takeText(*program);
  if (hasReports)
    for (Item &item : program->items)
      result.reports.push_back(std::move(item.reports));
  // Freeing a large program takes as long as making it: where nothing else is
  // read, it is left to the end of the process.
  if (isAlone)
    BuryPointer(std::move(program));
}

void InputRun::takeText(const Program &program) {
  Stopwatch watch(times(), "write");
  std::string ir;
  writeProgram(ir, program);
  if (result.ir.empty())
    result.ir = std::move(ir);
  else if (!ir.empty())
    (((result.ir += splitMarker) += '\n') += ir);
}

//===----------------------------------------------------------------------===//
// Texts
//===----------------------------------------------------------------------===//

/// Each part of a reproducer names what is to be run on it.
Error InputRun::readSettings(MemoryBufferRef text, StringRef part) {
  Expected<ReproducedRun> run = readReproducer(text, part);
  if (!run)
    return run.takeError();
  settings = std::move(*run);
  reproduced.emplace(line.registry);
  std::string source = (input.name() + ": --pass-pipeline").str();
  return reproduced->append(settings.pipeline, source);
}

/// Every part is run, whatever becomes of the others.
Error InputRun::runOnParts(MemoryBufferRef text) {
  bool isSplit = line.splitInputFile && !isArchive(text.getBuffer());
  SmallVector<StringRef> parts = {text.getBuffer()};
  if (isSplit)
    parts = splitInput(text.getBuffer());
  isAlone = line.inputs.size() == 1 && parts.size() == 1;
  Error errors = Error::success();
  for (size_t index = 0; index < parts.size(); ++index) {
    StringRef part = parts[index];
    // The text ends where the part does, and begins where lines count from.
    MemoryBufferRef upToPart(
        text.getBuffer().take_front(part.end() - text.getBufferStart()),
        text.getBufferIdentifier());
    bool isEmpty = line.splitInputFile && isOnlyComments(part);
    Error error = isEmpty ? Error::success()
                          : runOnPart(upToPart, part, isSplit ? index + 1 : 0);
    if (line.verifyDiagnostics)
      error = checkExpectations(std::move(error), upToPart, part);
    errors = joinErrors(std::move(errors), std::move(error));
  }
  return errors;
}

Error InputRun::writeResults() {
  result.hasIR &= !result.hasLoss;
  if (!result.hasIR || !line.output.isFolder)
    return Error::success();
  Stopwatch watch(times(), "write");
  std::string ir = std::move(result.ir);
  result.ir.clear();
  return writeBelow(line.output.path, input.fileName(), ir);
}

Error InputRun::run() {
  auto read = [&] {
    Stopwatch watch(times(), "read");
    return readInput(input.path);
  }();
  if (!read)
    return read.takeError();
  buffer = std::move(*read);
  MemoryBufferRef text(buffer->getBuffer(), input.name());
  // Of a text without parts that hold anything, too.
  result.hasIR = !line.runReproducer && line.printsIR(pipeline);
  if (Error error = runOnParts(text))
    return error;
  return writeResults();
}

/// Errors of passes have no place: they name the input when there are several.
static Error namingInput(Error error, StringRef input) {
  return handleErrors(
      std::move(error),
      [&](std::unique_ptr<DiagnosticError> diagnostic) -> Error {
        Diagnostic main = diagnostic->error();
        if (main.line != 0 || main.file == input)
          return Error(std::move(diagnostic));
        main.file = (input + ": " + main.file).str();
        auto named = std::make_unique<DiagnosticError>(std::move(main));
        for (const Diagnostic &note : diagnostic->notes())
          named->addNote(note);
        return Error(std::move(named));
      });
}

InputResult InputRunner::run(const InputFile &input) {
  InputResult result;
  raw_string_ostream kept(result.log);
  raw_ostream &os = log ? *log : kept;
  Error error = InputRun(line, input, pipeline, result, os).run();
  if (!error)
    return result;
  if (line.inputs.size() > 1)
    error = namingInput(std::move(error), input.name());
  logAllUnhandledErrors(std::move(error), os);
  result.hasFailed = true;
  result.hasLoss = false;
  result.program = nullptr;
  result.ir.clear();
  result.reports.clear();
  result.views.clear();
  return result;
}

} // namespace hier
