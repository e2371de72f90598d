//===- Dot.cpp - The language of Graphviz ---------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// https://graphviz.org/doc/info/lang.html and, for what a label makes of
// backslashes and entities, https://graphviz.org/docs/attr-types/escString/.
//
//===----------------------------------------------------------------------===//

#include "Dot.h"

#include "hier/Support/Report.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace hier {

static void append(std::string &out, char byte) {
  static constexpr StringLiteral replacement = "\xEF\xBF\xBD";
  switch (byte) {
  case '"':
    out += "\\\"";
    break;
  case '\\':
    out += "\\\\";
    break;
  case '&':
    out += "&amp;";
    break;
  case '\t':
  case '\n':
    out += ' ';
    break;
  default:
    bool isControl = static_cast<unsigned char>(byte) < ' ' || byte == '\x7F';
    if (isControl)
      out += replacement;
    else
      out += byte;
  }
}

std::string dotText(ArrayRef<std::string> lines) {
  std::string text = "\"";
  ListSeparator separator("\\n");
  for (const std::string &line : lines) {
    text += StringRef(separator);
    for (char byte : jsonText(line))
      append(text, byte);
  }
  return text += '"';
}

} // namespace hier
