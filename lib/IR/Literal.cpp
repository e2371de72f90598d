//===- Literal.cpp - Floats and quoted strings ----------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The spellings that c10::IValue::repr gives to numbers and strings.
//
//===----------------------------------------------------------------------===//

#include "AttributeText.h"
#include "ByteSet.h"

#include <cmath>
#include <cstdio>

namespace hier {

/// Below this, libtorch prints a whole number as an integer and a dot.
static constexpr double wholeNumberLimit = 1e10;

void appendFloat(TextBuffer &out, double value) {
  bool small = std::isfinite(value) && std::abs(value) < wholeNumberLimit;
  if (small && value == std::trunc(value)) {
    if (value == 0 && std::signbit(value))
      out += '-';
    out.appendNumber(static_cast<int64_t>(value));
    out += '.';
    return;
  }
  char digits[40];
  int length = std::snprintf(digits, sizeof digits, "%.17g", value);
  out.append(digits, length);
}

static char escapeLetter(char byte) {
  switch (byte) {
  case '\\':
  case '\'':
  case '"':
    return byte;
  case '\a':
    return 'a';
  case '\b':
    return 'b';
  case '\f':
    return 'f';
  case '\n':
    return 'n';
  case '\r':
    return 'r';
  case '\t':
    return 't';
  case '\v':
    return 'v';
  default:
    return 0;
  }
}

/// Three octal digits. libtorch takes them from a signed char, so that a byte
/// above 127 gets "digits" below '0': the letter é is `\0)+\0,I`.
static void appendOctal(TextBuffer &out, signed char byte) {
  out += '\\';
  out += static_cast<char>('0' + byte / 64);
  out += static_cast<char>('0' + byte / 8 % 8);
  out += static_cast<char>('0' + byte % 8);
}

/// What prints as it is.
static constexpr ByteSet plainBytes([](char byte) {
  return byte >= 0x20 && byte < 0x7f && byte != '\\' && byte != '\'' &&
         byte != '"';
});

static void appendEscaped(TextBuffer &out, char byte) {
  char letter = escapeLetter(byte);
  if (!letter)
    return appendOctal(out, static_cast<signed char>(byte));
  out += '\\';
  out += letter;
}

void appendQuoted(TextBuffer &out, llvm::StringRef value) {
  out += '"';
  while (!value.empty()) {
    size_t plain = plainBytes.lengthIn(value);
    out.append(value.data(), plain);
    value = value.drop_front(plain);
    if (value.empty())
      break;
    appendEscaped(out, value.front());
    value = value.drop_front();
  }
  out += '"';
}

static std::optional<char> unescapeLetter(char letter) {
  for (char byte : llvm::StringRef("\\'\"\a\b\f\n\r\t\v"))
    if (escapeLetter(byte) == letter)
      return byte;
  return std::nullopt;
}

std::optional<std::string> unquote(llvm::StringRef text) {
  if (plainBytes.lengthIn(text) == text.size())
    return text.str();
  std::string value;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\\') {
      value += text[at];
      continue;
    }
    if (++at == text.size())
      return std::nullopt;
    if (std::optional<char> byte = unescapeLetter(text[at])) {
      value += *byte;
      continue;
    }
    if (at + 2 >= text.size())
      return std::nullopt;
    int byte =
        (text[at] - '0') * 64 + (text[at + 1] - '0') * 8 + (text[at + 2] - '0');
    value += static_cast<char>(byte);
    at += 2;
  }
  std::string spelt;
  TextBuffer buffer(spelt);
  appendQuoted(buffer, value);
  if (buffer.text().drop_front().drop_back() != text)
    return std::nullopt;
  return value;
}

} // namespace hier
