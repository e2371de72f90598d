//===- LiteralReader.cpp - Numbers, strings and lists from text -----------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How torch prints a literal is tried first, for what is printed decides.
//
//===----------------------------------------------------------------------===//

#include "LiteralReader.h"

#include "AttributeText.h"
#include "llvm/ADT/StringExtras.h"

#include <charconv>
#include <cmath>

using namespace llvm;

namespace hier {

//===----------------------------------------------------------------------===//
// Numbers
//===----------------------------------------------------------------------===//

static std::optional<double> parseFloat(StringRef text) {
  double value;
  auto [end, error] = std::from_chars(text.begin(), text.end(), value);
  if (error != std::errc() || end != text.end())
    return std::nullopt;
  return value;
}

std::optional<double> exactFloat(StringRef text) {
  std::optional<double> value = parseFloat(text);
  std::string spelt;
  TextBuffer buffer(spelt);
  if (value)
    appendFloat(buffer, *value);
  if (value && buffer.text() != text)
    return std::nullopt;
  return value;
}

/// To parseIR a minus and the number are two tokens.
static std::string withoutSpaceAfterMinus(StringRef text) {
  text = text.trim();
  if (text.consume_front("-"))
    return "-" + text.ltrim().str();
  return text.str();
}

/// integer ::= '-'? digit+
std::optional<int64_t> readInteger(StringRef text) {
  int64_t value;
  if (!text.getAsInteger(10, value) ||
      !StringRef(withoutSpaceAfterMinus(text)).getAsInteger(10, value))
    return value;
  return std::nullopt;
}

/// float ::= a number with '.' or 'e', or whatever prints so
std::optional<double> readFloat(StringRef text) {
  if (std::optional<double> value = exactFloat(text))
    return value;
  std::string number = withoutSpaceAfterMinus(text);
  bool isDecimal =
      StringRef(number).find_first_not_of("-0123456789.e+") == StringRef::npos;
  if (!isDecimal || StringRef(number).find_first_of(".e") == StringRef::npos)
    return std::nullopt;
  return parseFloat(number);
}

/// `1.+2.j`
static std::optional<c10::complex<double>> exactComplex(StringRef text) {
  size_t sign = text.find_last_of("+-");
  if (sign != StringRef::npos && sign > 0 && text[sign - 1] == 'e')
    sign = text.take_front(sign).find_last_of("+-");
  if (sign == StringRef::npos || !text.ends_with("j"))
    return std::nullopt;
  std::optional<double> real = exactFloat(text.take_front(sign));
  std::optional<double> size = exactFloat(text.substr(sign + 1).drop_back());
  if (!real || !size || std::signbit(*size))
    return std::nullopt;
  return c10::complex<double>(*real, text[sign] == '-' ? -*size : *size);
}

/// complex ::= number 'j' | number sign number 'j'
std::optional<c10::complex<double>> readComplex(StringRef text) {
  if (auto value = exactComplex(text))
    return value;
  StringRef number = text.trim();
  if (!number.consume_back("j"))
    return std::nullopt;
  if (std::optional<int64_t> integer = readInteger(number))
    return c10::complex<double>(0, static_cast<double>(*integer));
  if (std::optional<double> imaginary = readFloat(number))
    return c10::complex<double>(0, *imaginary);
  return std::nullopt;
}

//===----------------------------------------------------------------------===//
// Strings
//===----------------------------------------------------------------------===//

/// An escape as Python has it: the byte, and how much of `text` spells it.
static std::optional<std::pair<char, size_t>> readEscape(StringRef text) {
  static constexpr StringLiteral letters = "abfnrtv\\'\"\n";
  static constexpr StringLiteral bytes = "\a\b\f\n\r\t\v\\'\"\n";
  size_t letter = text.empty() ? StringRef::npos : letters.find(text[0]);
  if (letter != StringRef::npos)
    return std::pair(bytes[letter], size_t{1});
  unsigned octal;
  StringRef digits = text.take_front(3);
  if (digits.size() < 3 || digits.getAsInteger(8, octal) || octal > 255)
    return std::nullopt;
  return std::pair(static_cast<char>(octal), size_t{3});
}

/// How many quotes of a kind `text` begins with, that enclose a string.
static size_t quoteLength(StringRef text) {
  bool isTriple = text.size() >= 3 && text[1] == text[0] && text[2] == text[0];
  return isTriple ? 3 : 1;
}

size_t stringLength(StringRef text) {
  StringRef quote = text.take_front(quoteLength(text));
  size_t at = quote.size();
  while (at < text.size() && !text.substr(at).starts_with(quote)) {
    if (text[at] == '\n' && quote.size() == 1)
      return StringRef::npos;
    at += text[at] == '\\' ? 2 : 1;
  }
  return at < text.size() ? at + quote.size() : StringRef::npos;
}

static std::optional<std::string> unescape(StringRef text) {
  std::string value;
  while (!text.empty()) {
    char byte = text.front();
    text = text.drop_front();
    if (byte != '\\') {
      value += byte;
      continue;
    }
    auto escape = readEscape(text);
    if (!escape)
      return std::nullopt;
    value += escape->first;
    text = text.drop_front(escape->second);
  }
  return value;
}

/// string ::= quote byte* quote, one or three of `'` or `"`
std::optional<std::string> readString(StringRef text) {
  text = text.trim();
  if (text.empty() || (text[0] != '"' && text[0] != '\''))
    return std::nullopt;
  if (text.size() >= 2 && text.starts_with("\"") && text.ends_with("\""))
    if (auto exact = unquote(text.drop_front().drop_back()))
      return exact;
  if (stringLength(text) != text.size())
    return std::nullopt;
  size_t quote = quoteLength(text);
  return unescape(text.drop_front(quote).drop_back(quote));
}

//===----------------------------------------------------------------------===//
// Lists
//===----------------------------------------------------------------------===//

/// Where the element that `text` begins with ends: at a comma, or the end.
static size_t elementLength(StringRef text) {
  size_t depth = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    char byte = text[at];
    if (byte == ',' && depth == 0)
      return at;
    if (byte == '"' || byte == '\'') {
      size_t length = stringLength(text.substr(at));
      at += std::min(length, text.size() - at) - 1;
    } else if (StringRef("([{<").contains(byte)) {
      ++depth;
    } else if (StringRef(")]}>").contains(byte)) {
      depth -= depth > 0;
    }
  }
  return text.size();
}

std::optional<SmallVector<StringRef, 8>> listElements(StringRef text) {
  SmallVector<StringRef, 8> elements;
  text = text.trim();
  if (!text.consume_front("[") || !text.consume_back("]"))
    return std::nullopt;
  if (text.trim().empty())
    return elements;
  while (true) {
    size_t length = elementLength(text);
    elements.push_back(text.take_front(length).trim());
    if (length == text.size())
      return elements;
    text = text.drop_front(length + 1);
  }
}

} // namespace hier
