//===- Files.h - Where text comes from and goes to --------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The files that the command line names.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_SUPPORT_FILES_H
#define HIER_SUPPORT_FILES_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

#include <memory>
#include <optional>

namespace hier {

/// What `file` holds, or stdin when it is `-`.
llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>>
readInput(llvm::StringRef file);

/// A file that is being written. It appears whole, when it is committed, or is
/// left as it was. What is no regular file is written through at once: stdout,
/// which is `-`, a pipe, a device, and a link, which a file put in its place
/// would replace.
class OutputFile {
public:
  static llvm::Expected<std::unique_ptr<OutputFile>> open(llvm::StringRef file);
  OutputFile(const OutputFile &) = delete;
  OutputFile &operator=(const OutputFile &) = delete;
  ~OutputFile();

  llvm::raw_ostream &os() { return *stream; }
  /// Nothing may be written afterwards.
  llvm::Error commit();

private:
  explicit OutputFile(llvm::StringRef file) : file(file) {}
  std::error_code openStream();
  std::error_code flush();

  std::string file;
  std::optional<llvm::sys::fs::TempFile> temporary;
  std::unique_ptr<llvm::raw_fd_ostream> own;
  llvm::raw_fd_ostream *stream = nullptr;
};

/// Is `file` there, and no regular file?
bool isSpecialFile(llvm::StringRef file);

/// Makes `text` the whole of `file`, as OutputFile does.
llvm::Error writeOutput(llvm::StringRef file, llvm::StringRef text);

/// Sends what has been printed to stdout on its way. Otherwise a failure would
/// end the process when it exits.
llvm::Error flushStdout();

/// Makes `text` the whole of a file below folders that are made as need be.
llvm::Error writeBelow(llvm::StringRef folder, const llvm::Twine &name,
                       llvm::StringRef text);

} // namespace hier

#endif // HIER_SUPPORT_FILES_H
