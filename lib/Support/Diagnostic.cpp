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

/// A line is shown as it is, but for bytes that would upset a terminal.
std::string printable(StringRef text) {
  std::string shown = text.str();
  for (char &byte : shown)
    if (static_cast<unsigned char>(byte) < 0x20 || byte == 0x7f)
      byte = ' ';
  return shown;
}

} // namespace

DiagnosticError::DiagnosticError(std::string file, size_t line, size_t column,
                                 std::string message, std::string sourceLine)
    : file(std::move(file)), lineNumber(line), columnNumber(column),
      messageText(std::move(message)), sourceLine(std::move(sourceLine)) {}

void DiagnosticError::log(raw_ostream &os) const {
  os << file << ':';
  if (lineNumber == 0) {
    os << " error: " << printable(messageText);
    return;
  }
  os << lineNumber << ':' << columnNumber
     << ": error: " << printable(messageText) << '\n';
  size_t caret = columnNumber - 1;
  size_t first = caret > contextBefore ? caret - contextBefore : 0;
  StringRef window = StringRef(sourceLine).substr(first);
  window = window.take_front(contextBefore + contextAfter);
  os << printable(window) << '\n';
  os.indent(static_cast<unsigned>(caret - first)) << '^';
}

std::error_code DiagnosticError::convertToErrorCode() const {
  return std::make_error_code(std::errc::invalid_argument);
}

Error errorAt(MemoryBufferRef text, const char *where, const Twine &message) {
  const char *begin = text.getBufferStart();
  const char *end = text.getBufferEnd();
  StringRef before(begin, where - begin);
  size_t line = before.count('\n') + 1;
  size_t lineStart = before.rfind('\n') + 1; // npos + 1 is the text's start
  const char *lineEnd = std::find(where, end, '\n');
  StringRef sourceLine(begin + lineStart, lineEnd - (begin + lineStart));
  return make_error<DiagnosticError>(text.getBufferIdentifier().str(), line,
                                     before.size() - lineStart + 1,
                                     message.str(), sourceLine.str());
}

Error errorIn(const Twine &subject, const Twine &message) {
  return make_error<DiagnosticError>(subject.str(), 0, 0, message.str(), "");
}

} // namespace hier
