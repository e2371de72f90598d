//===- Text.cpp - Text of others, as people are shown it ------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One walk over the characters. Bytes that are no UTF-8 are left as they are,
// but for those that some terminals take for control characters.
//
//===----------------------------------------------------------------------===//

#include "hier/Support/Text.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/ConvertUTF.h"

#include <fmt/format.h>

using namespace llvm;

namespace hier {

/// The page of --emit-html has the same list, in dom.js.
static bool isUnprintable(uint32_t character) {
  struct Range {
    uint32_t first, last;
  };
  static constexpr Range ranges[] = {
      {0x00, 0x1f},     {0x7f, 0x9f},     {0xad, 0xad},
      {0x61c, 0x61c},   {0x200b, 0x200f}, {0x2028, 0x202e},
      {0x2060, 0x206f}, {0xfeff, 0xfeff}, {0xfff9, 0xfffb}};
  return any_of(ranges, [&](const Range &range) {
    return range.first <= character && character <= range.last;
  });
}

static bool isAscii(char byte) {
  return static_cast<unsigned char>(byte) < 0x80;
}

/// Takes a character off `text`: of no UTF-8, its first byte.
static uint32_t takeCharacter(StringRef &text) {
  const auto *begin = reinterpret_cast<const UTF8 *>(text.begin());
  const UTF8 *at = begin;
  UTF32 character = *begin;
  bool isWhole =
      !isAscii(text.front()) &&
      convertUTF8Sequence(&at, reinterpret_cast<const UTF8 *>(text.end()),
                          &character, strictConversion) == conversionOK;
  text = text.drop_front(isWhole ? at - begin : 1);
  return isWhole ? character : *begin;
}

static std::string replaced(StringRef text,
                            function_ref<std::string(uint32_t)> replacement) {
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    StringRef rest = text;
    uint32_t character = takeCharacter(rest);
    if (isUnprintable(character))
      shown += replacement(character);
    else
      shown += text.drop_back(rest.size());
    text = rest;
  }
  return shown;
}

std::string printable(StringRef text) {
  return replaced(text, [](uint32_t) { return std::string(" "); });
}

std::string spelledOut(StringRef text) {
  return replaced(text, [](uint32_t character) -> std::string {
    if (character == '\n')
      return "\\n";
    return character < 0x100 ? fmt::format("\\x{:02x}", character)
                             : fmt::format("\\u{{{:x}}}", character);
  });
}

bool continuesCharacter(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

std::string shortened(StringRef text, size_t most) {
  if (text.size() <= most)
    return text.str();
  while (most > 0 && continuesCharacter(text[most]))
    --most;
  return text.take_front(most).str() + "…";
}

size_t charactersOf(StringRef text) {
  return text.size() - count_if(text, continuesCharacter);
}

} // namespace hier
