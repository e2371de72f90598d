//===- ByteSet.h - Sets of bytes, and how far they reach ---------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_IR_BYTESET_H
#define HIER_LIB_IR_BYTESET_H

#include "llvm/ADT/StringRef.h"

#include <array>
#include <concepts>
#include <string_view>

namespace hier {

/// Looks a byte up instead of asking about it: text is scanned byte by byte.
class ByteSet {
public:
  template <std::predicate<char> Contains>
  explicit constexpr ByteSet(Contains contains) {
    for (size_t byte = 0; byte < has.size(); ++byte)
      has[byte] = contains(static_cast<char>(byte));
  }

  /// The set of the bytes of `bytes`.
  explicit constexpr ByteSet(std::string_view bytes)
      : ByteSet([bytes](char byte) {
          return bytes.find(byte) != std::string_view::npos;
        }) {}

  constexpr bool operator[](char byte) const {
    return has[static_cast<unsigned char>(byte)];
  }

  /// How many bytes of the set `text` begins with.
  size_t lengthIn(llvm::StringRef text) const {
    size_t length = 0;
    while (length < text.size() && (*this)[text[length]])
      ++length;
    return length;
  }
  /// Where in `text`, from `from` on, the first byte of the set is; npos if
  /// none is.
  size_t findIn(llvm::StringRef text, size_t from = 0) const {
    for (size_t at = from; at < text.size(); ++at)
      if ((*this)[text[at]])
        return at;
    return llvm::StringRef::npos;
  }
  /// `text` without them.
  llvm::StringRef skip(llvm::StringRef text) const {
    return text.drop_front(lengthIn(text));
  }

private:
  std::array<bool, 256> has = {};
};

/// What the names of values and attributes are made of, as torch prints them.
inline constexpr ByteSet nameBytes([](char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
         (byte >= '0' && byte <= '9') || byte == '_' || byte == '.';
});

} // namespace hier

#endif // HIER_LIB_IR_BYTESET_H
