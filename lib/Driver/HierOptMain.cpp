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
#include "llvm/Support/BuryPointer.h"
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

/// Writes `text` to `os` and says whether that failed; the failure is taken
/// from the stream, which would end the process were it left there.
static std::error_code writeTo(raw_fd_ostream &os, StringRef text) {
  os << text;
  os.flush();
  std::error_code failure = os.error();
  os.clear_error();
  return failure;
}

/// Through a temporary file beside it, so that `file` is never half-written.
static std::error_code replaceFile(StringRef file, StringRef text) {
  Expected<sys::fs::TempFile> temporary =
      sys::fs::TempFile::create(file + ".tmp%%%%%%");
  if (!temporary)
    return errorToErrorCode(temporary.takeError());
  std::error_code failure;
  {
    raw_fd_ostream os(temporary->FD, /*shouldClose=*/false);
    failure = writeTo(os, text);
  }
  if (failure)
    consumeError(temporary->discard());
  else
    failure = errorToErrorCode(temporary->keep(file));
  return failure;
}

/// What is no regular file, such as a pipe or a device, is written through, and
/// so is a link, which a file put in its place would replace.
static std::error_code writeThrough(StringRef file, StringRef text) {
  std::error_code failure;
  raw_fd_ostream os(file, failure);
  return failure ? failure : writeTo(os, text);
}

/// A file appears whole or not at all.
static Error writeOutput(StringRef file, StringRef text) {
  sys::fs::file_status status;
  bool exists = !sys::fs::status(file, status, /*follow=*/false);
  bool isSpecial = exists && !sys::fs::is_regular_file(status);
  std::error_code failure = file == "-" ? writeTo(outs(), text)
                            : isSpecial ? writeThrough(file, text)
                                        : replaceFile(file, text);
  if (failure)
    return errorIn(file == "-" ? "<stdout>" : file, failure.message());
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
  // Freeing a large program takes as long as making it.
  BuryPointer(std::make_unique<Program>(std::move(*program)));
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
