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
#include "hier/IR/Reader.h"
#include "hier/IR/Writer.h"
#include "hier/Support/Diagnostic.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

#include <cstdlib>

using namespace llvm;

namespace hier {

static Expected<std::unique_ptr<MemoryBuffer>> readInput(StringRef file) {
  auto buffer = MemoryBuffer::getFileOrSTDIN(file);
  if (!buffer)
    return errorIn(file, buffer.getError().message());
  StringRef text = (*buffer)->getBuffer();
  if (text.starts_with("PK\x03\x04"))
    return errorIn(file, "this is an archive, not the text of a dump; print "
                         "the dump_to_str() of the module that it holds");
  return std::move(*buffer);
}

/// A failure of `os`, which would end the process were it left there.
static Error takeError(raw_fd_ostream &os) {
  os.flush();
  std::error_code failure = os.error();
  os.clear_error();
  return errorCodeToError(failure);
}

/// A file appears whole or not at all; what is no regular file is written
/// through.
static Error writeOutput(StringRef file, StringRef text) {
  Error error = Error::success();
  if (file == "-") {
    outs() << text;
    error = takeError(outs());
  } else {
    error = writeToOutput(file, [&](raw_ostream &os) {
      os << text;
      // Of /dev/null it makes another stream.
      auto *file = dynamic_cast<raw_fd_ostream *>(&os);
      return file ? takeError(*file) : Error::success();
    });
  }
  if (error)
    return errorIn(file == "-" ? "<stdout>" : file, toString(std::move(error)));
  return Error::success();
}

static void listPasses(raw_ostream &os) {
  for (const PassInfo &pass : allPasses()) {
    os << pass.flag << "\n  " << pass.summary << '\n';
    for (StringRef rest = pass.options; !rest.empty();) {
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
  for (Item &item : program.items) {
    if (!item.module)
      continue;
    item.entry = method;
    if (Expected<Method *> entry = entryMethod(item); !entry)
      return entry.takeError();
  }
  return Error::success();
}

static Error runOn(const CommandLine &line) {
  Expected<std::unique_ptr<MemoryBuffer>> buffer = readInput(line.input);
  if (!buffer)
    return buffer.takeError();
  StringRef name = line.input == "-" ? "<stdin>" : StringRef(line.input);
  Expected<Program> program =
      readProgram(MemoryBufferRef((*buffer)->getBuffer(), name));
  if (!program)
    return program.takeError();
  if (Error error = chooseMethod(*program, line.method))
    return error;
  if (Error error = line.pipeline.run(*program))
    return error;
  std::string text;
  writeProgram(text, *program);
  Error error = writeOutput(line.output, text);
  // Freeing a large program takes as long as making it: leave it to the end of
  // the process.
  new Program(std::move(*program));
  return error;
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
