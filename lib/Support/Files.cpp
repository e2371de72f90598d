//===- Files.cpp - Where text comes from and goes to ----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Nothing is ever half-written.
//
//===----------------------------------------------------------------------===//

#include "hier/Support/Files.h"

#include "hier/Support/Diagnostic.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Path.h"

using namespace llvm;

namespace hier {

Expected<std::unique_ptr<MemoryBuffer>> readInput(StringRef file) {
  auto buffer = MemoryBuffer::getFileOrSTDIN(file);
  if (!buffer)
    return errorIn(file, buffer.getError().message());
  return std::move(*buffer);
}

bool isSpecialFile(StringRef file) {
  sys::fs::file_status status;
  bool exists = !sys::fs::status(file, status, /*follow=*/false);
  return exists && !sys::fs::is_regular_file(status);
}

static Error failureOf(StringRef file, std::error_code failure) {
  if (failure)
    return errorIn(file == "-" ? "<stdout>" : file, failure.message());
  return Error::success();
}

Expected<std::unique_ptr<OutputFile>> OutputFile::open(StringRef file) {
  std::unique_ptr<OutputFile> output(new OutputFile(file));
  if (Error error = failureOf(file, output->openStream()))
    return error;
  return output;
}

std::error_code OutputFile::openStream() {
  std::error_code failure;
  if (file == "-") {
    stream = &outs();
    return failure;
  }
  if (isSpecialFile(file)) {
    own = std::make_unique<raw_fd_ostream>(file, failure);
  } else {
    // Beside the file, so that it can be put in its place.
    Expected<sys::fs::TempFile> created =
        sys::fs::TempFile::create(file + ".tmp%%%%%%");
    if (!created)
      return errorToErrorCode(created.takeError());
    temporary = std::move(*created);
    own = std::make_unique<raw_fd_ostream>(temporary->FD,
                                           /*shouldClose=*/false);
  }
  stream = own.get();
  return failure;
}

/// The failure is taken from the stream, which would end the process were it
/// left there.
std::error_code OutputFile::flush() {
  stream->flush();
  std::error_code failure = stream->error();
  stream->clear_error();
  return failure;
}

Error OutputFile::commit() {
  std::error_code failure = flush();
  if (temporary && !failure) {
    own.reset();
    failure = errorToErrorCode(temporary->keep(file));
    temporary.reset();
  }
  return failureOf(file, failure);
}

OutputFile::~OutputFile() {
  if (own)
    flush();
  own.reset();
  if (temporary)
    consumeError(temporary->discard());
}

Error writeOutput(StringRef file, StringRef text) {
  Expected<std::unique_ptr<OutputFile>> output = OutputFile::open(file);
  if (!output)
    return output.takeError();
  (*output)->os() << text;
  return (*output)->commit();
}

Error flushStdout() {
  Expected<std::unique_ptr<OutputFile>> output = OutputFile::open("-");
  return output ? (*output)->commit() : output.takeError();
}

Error writeBelow(StringRef folder, const Twine &name, StringRef text) {
  SmallString<128> file(folder);
  sys::path::append(file, name);
  StringRef parent = sys::path::parent_path(file);
  if (std::error_code failure = sys::fs::create_directories(parent))
    return errorIn(parent, failure.message());
  return writeOutput(file, text);
}

} // namespace hier
