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
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace hier {

Expected<std::unique_ptr<MemoryBuffer>> readInput(StringRef file) {
  auto buffer = MemoryBuffer::getFileOrSTDIN(file);
  if (!buffer)
    return errorIn(file, buffer.getError().message());
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

Error writeOutput(StringRef file, StringRef text) {
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

} // namespace hier
