//===- Diagnostic.cpp - Errors that know their place ----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How an error finds its line and column, and how it is shown.
//
//===----------------------------------------------------------------------===//

#include "hier/Support/Diagnostic.h"

#include "hier/Support/Text.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>

using namespace llvm;

namespace hier {

char DiagnosticError::ID = 0;

namespace {

/// Lines of dumps reach megabytes: a diagnostic shows this much of one, on
/// either side of the caret.
constexpr size_t contextBefore = 60;
constexpr size_t contextAfter = 100;

} // namespace

void Diagnostic::print(raw_ostream &os, StringRef severity) const {
  os << file << ':';
  if (line == 0) {
    os << ' ' << severity << ": " << printable(message);
    return;
  }
  os << line << ':' << column << ": " << severity << ": " << printable(message)
     << '\n';
  size_t caret = column - 1;
  size_t first = caret > contextBefore ? caret - contextBefore : 0;
  StringRef window = StringRef(sourceLine).substr(first);
  window = window.take_front(contextBefore + contextAfter);
  os << printable(window) << '\n';
  os.indent(static_cast<unsigned>(caret - first)) << '^';
}

void DiagnosticError::log(raw_ostream &os) const {
  main.print(os, "error");
  for (const Diagnostic &note : noteList) {
    os << '\n';
    note.print(os, "note");
  }
}

std::error_code DiagnosticError::convertToErrorCode() const {
  return std::make_error_code(std::errc::invalid_argument);
}

static Diagnostic diagnosticAt(MemoryBufferRef text, const char *where,
                               const Twine &message) {
  const char *begin = text.getBufferStart();
  StringRef before(begin, where - begin);
  size_t lineStart = before.rfind('\n') + 1; // npos + 1 is the text's start
  const char *lineEnd = std::find(where, text.getBufferEnd(), '\n');
  StringRef sourceLine(begin + lineStart, lineEnd - (begin + lineStart));
  return {text.getBufferIdentifier().str(), before.count('\n') + 1,
          before.size() - lineStart + 1, message.str(), sourceLine.str()};
}

Error errorAt(MemoryBufferRef text, const char *where, const Twine &message) {
  return make_error<DiagnosticError>(diagnosticAt(text, where, message));
}

Error withNote(Error error, MemoryBufferRef text, const char *where,
               const Twine &message) {
  return handleErrors(std::move(error),
                      [&](std::unique_ptr<DiagnosticError> diagnostic) {
                        diagnostic->addNote(diagnosticAt(text, where, message));
                        return Error(std::move(diagnostic));
                      });
}

Error errorIn(const Twine &subject, const Twine &message) {
  Diagnostic error;
  error.file = subject.str();
  error.message = message.str();
  return make_error<DiagnosticError>(std::move(error));
}

} // namespace hier
