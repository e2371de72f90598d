//===- TextBuffer.h - The end of a string that grows -------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_IR_TEXTBUFFER_H
#define HIER_LIB_IR_TEXTBUFFER_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <string>

namespace hier {

/// Appends to a string, which has what was appended when this is gone. What is
/// appended is mostly short, so that asking the string to grow each time would
/// cost more than the copying.
class TextBuffer {
public:
  /// With a `stream` the string has the end alone, and the stream what comes
  /// before it.
  explicit TextBuffer(std::string &out, llvm::raw_ostream *stream = nullptr)
      : out(out), stream(stream), at(out.data() + out.size()), end(at) {}
  TextBuffer(const TextBuffer &) = delete;
  TextBuffer &operator=(const TextBuffer &) = delete;
  ~TextBuffer() { out.resize(at - out.data()); }

  TextBuffer &operator+=(llvm::StringRef text) {
    append(text.data(), text.size());
    return *this;
  }
  TextBuffer &operator+=(char byte) {
    *room(1) = byte;
    ++at;
    return *this;
  }
  TextBuffer &append(const char *text, size_t length) {
    if (length != 0) // Of no bytes `text` may be null.
      std::memcpy(room(length), text, length);
    at += length;
    return *this;
  }
  TextBuffer &append(size_t count, char byte) {
    std::memset(room(count), byte, count);
    at += count;
    return *this;
  }
  template <typename Integer> void appendNumber(Integer number) {
    static constexpr size_t mostDigits = 24;
    char *digits = room(mostDigits);
    at = std::to_chars(digits, digits + mostDigits, number).ptr;
  }

  void removeLast() { --at; }
  /// Of one without a stream.
  void clear() { at = out.data(); }
  /// So that the string need not move as it grows by so many bytes. What is not
  /// used of them is never touched.
  void reserve(size_t length) {
    size_t size = at - out.data();
    out.reserve(size + length);
    moveTo(size);
  }

  /// What the string has by now.
  llvm::StringRef text() const {
    return {out.data(), static_cast<size_t>(at - out.data())};
  }

private:
  /// Where `length` bytes fit.
  char *room(size_t length) {
    if (static_cast<size_t>(end - at) < length)
      grow(length);
    return at;
  }

  /// By a piece that is still in the cache when it is written, for a string
  /// fills with zeros what it grows by.
  void grow(size_t length) {
    static constexpr size_t smallest = 256, largest = size_t(64) << 10;
    size_t size = at - out.data();
    if (stream && size >= largest) {
      stream->write(out.data(), size);
      size = 0;
      if (length <= out.size())
        return moveTo(size);
    }
    out.resize(size + length + std::clamp(size, smallest, largest));
    moveTo(size);
  }

  /// The string may be in another place now.
  void moveTo(size_t size) {
    at = out.data() + size;
    end = out.data() + out.size();
  }

  std::string &out;
  llvm::raw_ostream *stream;
  char *at;
  char *end;
};

} // namespace hier

#endif // HIER_LIB_IR_TEXTBUFFER_H
