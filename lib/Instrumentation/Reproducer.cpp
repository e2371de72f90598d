//===- Reproducer.cpp - A file that shows what went wrong -----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// All is made ready before each pass, for in a signal handler nothing can be.
//
//===----------------------------------------------------------------------===//

#include "hier/Instrumentation/Reproducer.h"

#include "CrashFile.h"
#include "hier/IR/Writer.h"
#include "hier/Support/Diagnostic.h"
#include "hier/Support/Files.h"
#include "hier/Support/NearestName.h"
#include "hier/Support/ShellWords.h"

using namespace llvm;

namespace hier {

static constexpr StringLiteral opening = "# hier-opt:";

std::string reproducerLine(const ReproducedRun &run) {
  std::string line = opening.str();
  if (!run.method.empty())
    line += " --method=" + shellQuoted(run.method);
  if (!run.verifyEach)
    line += " --verify-each=0";
  return line + " --pass-pipeline=" + shellQuoted(run.pipeline) + "\n";
}

//===----------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------===//

/// flag ::= '--method=' name | '--pass-pipeline=' passes | '--verify-each=0'
static Error readFlag(MemoryBufferRef text, const char *where, StringRef word,
                      ReproducedRun &run) {
  StringRef value = word;
  if (value.consume_front("--method="))
    run.method = value;
  else if (value.consume_front("--pass-pipeline="))
    run.pipeline = value;
  else if (value.consume_front("--verify-each="))
    run.verifyEach = value != "0" && value != "false";
  else
    return errorAt(text, where,
                   "a reproducer has --pass-pipeline, --method and "
                   "--verify-each, and no '" +
                       word.split('=').first + "'");
  return Error::success();
}

/// The line that begins so, among the comments before everything else.
static StringRef findLine(StringRef text) {
  while ((text.starts_with("#") || text.starts_with("\n")) &&
         !text.starts_with(opening))
    text = text.split('\n').second;
  return text.starts_with(opening) ? text.split('\n').first : StringRef();
}

Expected<ReproducedRun> readReproducer(MemoryBufferRef text, StringRef part) {
  StringRef line = findLine(part);
  if (line.empty())
    return errorAt(text, part.begin(),
                   "no line '# hier-opt: --pass-pipeline=...' says what to "
                   "run");
  const char *where = line.data();
  auto words = shellWords(line.rtrim('\r').drop_front(opening.size()));
  if (!words)
    return errorAt(text, where, "a quote in this line is not closed");
  ReproducedRun run;
  for (StringRef word : *words)
    if (Error error = readFlag(text, where, word, run))
      return error;
  return run;
}

//===----------------------------------------------------------------------===//
// Writing
//===----------------------------------------------------------------------===//

Reproducer::Reproducer(const ReproducerConfig &config, ReproducedRun run,
                       ProgramName program, raw_ostream &log)
    : config(config), run(std::move(run)), program(std::move(program)),
      log(log), crashFile(std::make_unique<CrashFile>(config.file)) {
  this->run.pipeline.clear();
}

Reproducer::~Reproducer() = default;

/// --method is an error where there is no module whose methods it could choose.
static bool printsModule(const Program &program) {
  return llvm::any_of(program.items, [](const Item &item) {
    return !item.graph && item.module;
  });
}

void Reproducer::prepare(const PassRun &next) {
  bool isFirst = run.pipeline.empty();
  if (isFirst || config.isLocal) {
    text.clear();
    writeProgram(text, next.program);
    run.pipeline.clear();
    if (!printsModule(next.program))
      run.method.clear();
  }
  if (!run.pipeline.empty())
    run.pipeline += ',';
  run.pipeline += next.spelling;
  line = reproducerLine(run);
}

Error Reproducer::beforePass(const PassRun &next) {
  prepare(next);
  crashFile->arm(line, text);
  return Error::success();
}

Error Reproducer::afterVerification(const PassRun &) {
  crashFile->disarm();
  return Error::success();
}

void Reproducer::afterFailure(const PassRun &, StringRef) {
  crashFile->disarm();
  written = true;
  if (Error error = writeOutput(config.file, line + text)) {
    logAllUnhandledErrors(std::move(error), log);
    return;
  }
  log << program.spell() << ": note: hier-opt --run-reproducer " << config.file
      << " shows this again\n";
}

} // namespace hier
