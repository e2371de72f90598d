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

#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBufferRef.h"

#include <string>

namespace hier {

/// What was seen, and where. Lines and columns count from 1, columns in bytes.
class DiagnosticError : public llvm::ErrorInfo<DiagnosticError> {
public:
  static char ID;

  DiagnosticError(std::string file, size_t line, size_t column,
                  std::string message, std::string sourceLine);

  size_t line() const { return lineNumber; }
  size_t column() const { return columnNumber; }
  llvm::StringRef text() const { return messageText; }

  /// `file:line:col: error: message`, the source line, and a caret below it. A
  /// long line is cut to a window around the caret. No newline at the end.
  void log(llvm::raw_ostream &os) const override;
  std::error_code convertToErrorCode() const override;

private:
  std::string file;
  size_t lineNumber;
  size_t columnNumber;
  std::string messageText;
  std::string sourceLine;
};

/// An error about the byte at `where`, which must lie in `text` or at its end.
llvm::Error errorAt(llvm::MemoryBufferRef text, const char *where,
                    const llvm::Twine &message);

/// An error that no place in a text belongs to: `subject: error: message`, as
/// with a file that cannot be opened.
llvm::Error errorIn(const llvm::Twine &subject, const llvm::Twine &message);

} // namespace hier

#endif // HIER_SUPPORT_DIAGNOSTIC_H
