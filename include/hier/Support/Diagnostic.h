//===- Diagnostic.h - Errors that know their place --------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The one way Hier reports an error: an llvm::Error whose payload holds the
// place in the text it is about. Libraries return it, the driver prints it.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_SUPPORT_DIAGNOSTIC_H
#define HIER_SUPPORT_DIAGNOSTIC_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBufferRef.h"

#include <string>
#include <vector>

namespace hier {

/// What is said of a place in a text. Lines and columns count from 1, columns
/// in bytes; both are 0 when no place belongs to it.
struct Diagnostic {
  std::string file;
  size_t line = 0;
  size_t column = 0;
  std::string message;
  std::string sourceLine;

  /// `file:line:col: severity: message`, the source line, and a caret below it.
  /// A long line is cut to a window around the caret. No newline at the end.
  void print(llvm::raw_ostream &os, llvm::StringRef severity) const;
};

/// One error, and notes that point to other places which explain it.
class DiagnosticError : public llvm::ErrorInfo<DiagnosticError> {
public:
  static char ID;

  explicit DiagnosticError(Diagnostic error) : main(std::move(error)) {}

  const Diagnostic &error() const { return main; }
  llvm::ArrayRef<Diagnostic> notes() const { return noteList; }
  void addNote(Diagnostic note) { noteList.push_back(std::move(note)); }

  /// The error and its notes, a line apart.
  void log(llvm::raw_ostream &os) const override;
  std::error_code convertToErrorCode() const override;

private:
  Diagnostic main;
  std::vector<Diagnostic> noteList;
};

/// An error about the byte at `where`, which must lie in `text` or at its end.
llvm::Error errorAt(llvm::MemoryBufferRef text, const char *where,
                    const llvm::Twine &message);

/// Adds a note about the byte at `where` to `error`, a DiagnosticError.
llvm::Error withNote(llvm::Error error, llvm::MemoryBufferRef text,
                     const char *where, const llvm::Twine &message);

/// An error that no place in a text belongs to: `subject: error: message`, as
/// with a file that cannot be opened.
llvm::Error errorIn(const llvm::Twine &subject, const llvm::Twine &message);

} // namespace hier

#endif // HIER_SUPPORT_DIAGNOSTIC_H
