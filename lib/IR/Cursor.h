//===- Cursor.h - A place in a text that is being read --------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the readers share: the text, how far it is read, and the first error.
// As in LLVM's parsers a function that fails returns false after `fail`.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_IR_CURSOR_H
#define HIER_LIB_IR_CURSOR_H

#include "hier/Support/Diagnostic.h"

#include <cstring>

namespace hier {

class Cursor {
public:
  /// Reads `part` of `text`; errors have their places in all of it.
  Cursor(llvm::MemoryBufferRef text, llvm::StringRef part)
      : text(text), at(part.begin()), end(part.end()) {}

  const char *position() const { return at; }
  void setPosition(const char *position) { at = position; }
  bool atEnd() const { return at == end; }
  bool atLineEnd() const { return at == end || *at == '\n'; }
  char peek() const { return at == end ? '\0' : *at; }
  llvm::StringRef rest() const { return {at, static_cast<size_t>(end - at)}; }
  /// Up to the line's end.
  llvm::StringRef restOfLine() const { return {at, lineLength()}; }

  bool startsWith(llvm::StringRef prefix) const {
    return static_cast<size_t>(end - at) >= prefix.size() &&
           std::memcmp(at, prefix.data(), prefix.size()) == 0;
  }
  bool consume(llvm::StringRef prefix) {
    if (!startsWith(prefix))
      return false;
    at += prefix.size();
    return true;
  }
  bool consume(char byte) {
    if (at == end || *at != byte)
      return false;
    ++at;
    return true;
  }
  llvm::StringRef take(size_t length) {
    at += length;
    return {at - length, length};
  }
  void skipSpaces() {
    while (at != end && *at == ' ')
      ++at;
  }
  /// To the start of the next line.
  void skipLine() {
    at += lineLength();
    at += at != end;
  }
  /// Past lines that hold only spaces, and past comments: lines whose first
  /// byte is `#`. The cursor must be at the start of a line.
  void skipCommentsAndBlankLines() {
    while (at != end) {
      if (*at != '#') {
        size_t blank = llvm::StringRef(at, lineLength()).find_first_not_of(' ');
        if (blank != llvm::StringRef::npos)
          return;
      }
      skipLine();
    }
  }

  /// Records the first error, at `where` or here, and returns false.
  bool fail(const char *where, const llvm::Twine &message) {
    if (!error)
      error = errorAt(text, where, message);
    return false;
  }
  bool fail(const llvm::Twine &message) { return fail(at, message); }
  /// Adds a note about `where` to the error that fail has recorded.
  bool note(const char *where, const llvm::Twine &message) {
    error = withNote(takeError(), text, where, message);
    return false;
  }
  bool failed() const { return static_cast<bool>(error); }
  llvm::Error takeError() { return std::move(*error); }

private:
  size_t lineLength() const {
    const void *found = std::memchr(at, '\n', end - at);
    return (found ? static_cast<const char *>(found) : end) - at;
  }

  llvm::MemoryBufferRef text;
  const char *at;
  const char *end;
  std::optional<llvm::Error> error;
};

} // namespace hier

#endif // HIER_LIB_IR_CURSOR_H
