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
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hier {

/// Between tokens of one line.
inline bool isBlank(char byte) {
  return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\v' ||
         byte == '\f';
}

class Cursor {
public:
  /// What was seen, and where, and what else explains it.
  struct Failure {
    const char *where;
    std::string message;
    std::vector<std::pair<const char *, std::string>> notes = {};
  };

  /// Reads `part` of `text`; errors have their places in all of it.
  Cursor(llvm::MemoryBufferRef text, llvm::StringRef part)
      : text(text), at(part.begin()), end(part.end()) {}

  const char *position() const { return at; }
  void setPosition(const char *position) { at = position; }
  bool atEnd() const { return at == end; }
  bool atLineEnd() const { return at == end || *at == '\n'; }
  char peek() const { return at == end ? '\0' : *at; }
  llvm::StringRef rest() const { return {at, static_cast<size_t>(end - at)}; }
  /// From a place in the text on.
  llvm::StringRef textFrom(const char *place) const {
    return {place, static_cast<size_t>(text.getBufferEnd() - place)};
  }
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
    while (at != end && isBlank(*at))
      ++at;
  }
  /// To the start of the next line.
  void skipLine() {
    at += lineLength();
    at += at != end;
  }
  /// Past lines that hold only blanks, and past comments: lines whose first
  /// byte is `#`, or the first that is not blank. The cursor must be at the
  /// start of a line.
  void skipCommentsAndBlankLines() {
    for (const char *byte = at; at != end; byte = at) {
      while (byte != end && isBlank(*byte))
        ++byte;
      if (byte != end && *byte != '\n' && *byte != '#')
        return;
      skipLine();
    }
  }

  /// Records the first error, at `where` or here, and returns false.
  bool fail(const char *where, const llvm::Twine &message) {
    if (!failure)
      failure = {where, message.str()};
    return false;
  }
  bool fail(const llvm::Twine &message) { return fail(at, message); }
  /// Puts back what takeFailure took.
  bool fail(Failure earlier) {
    failure = std::move(earlier);
    return false;
  }
  /// Adds a note about `where` to the error that fail has recorded. It is shown
  /// if that is a place in the text when the error is taken.
  bool note(const char *where, const llvm::Twine &message) {
    failure->notes.emplace_back(where, message.str());
    return false;
  }
  bool failed() const { return failure.has_value(); }
  llvm::Error takeError() {
    llvm::Error error = errorAt(text, failure->where, failure->message);
    for (const auto &[where, message] : failure->notes)
      if (where >= text.getBufferStart() && where <= text.getBufferEnd())
        error = withNote(std::move(error), text, where, message);
    return error;
  }

  /// For another attempt at what has failed: as if it had not, or had
  /// otherwise.
  Failure takeFailure() { return *std::exchange(failure, std::nullopt); }
  /// Reads `other` from here on, which is no part of the text; gives what it
  /// would have read. An error's place is the text's again when `fail` is told.
  llvm::StringRef detour(llvm::StringRef other) {
    llvm::StringRef left = rest();
    at = other.begin();
    end = other.end();
    lineFrom = lineTo = nullptr;
    return left;
  }

private:
  /// Looked for once in a line, which may be long and have many tokens.
  size_t lineLength() const {
    if (at < lineFrom || at > lineTo) {
      const void *found = std::memchr(at, '\n', end - at);
      lineFrom = at;
      lineTo = found ? static_cast<const char *>(found) : end;
    }
    return lineTo - at;
  }

  llvm::MemoryBufferRef text;
  const char *at;
  const char *end;
  // From `lineFrom` to `lineTo`, where a line ends, there is no other end.
  mutable const char *lineFrom = nullptr;
  mutable const char *lineTo = nullptr;
  std::optional<Failure> failure;
};

} // namespace hier

#endif // HIER_LIB_IR_CURSOR_H
