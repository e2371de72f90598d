//===- ShellWords.cpp - Words as a shell has them -------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// As much of a shell's quoting as commands in comments need.
//
//===----------------------------------------------------------------------===//

#include "hier/Support/ShellWords.h"

using namespace llvm;

namespace hier {

std::string shellQuoted(StringRef text) {
  if (text.find_first_of("'\n\r") == StringRef::npos)
    return "'" + text.str() + "'";
  std::string quoted = "$'";
  for (char byte : text) {
    if (byte == '\n' || byte == '\r') {
      quoted += byte == '\n' ? "\\n" : "\\r";
      continue;
    }
    if (byte == '\'' || byte == '\\')
      quoted += '\\';
    quoted += byte;
  }
  return quoted + "'";
}

/// Takes what stands before the quote that closes; false when there is none.
static bool takeQuoted(StringRef &rest, char quote, std::string &word) {
  size_t end = rest.find(quote);
  if (end == StringRef::npos)
    return false;
  word += rest.take_front(end);
  rest = rest.drop_front(end + 1);
  return true;
}

/// The same behind `$'`, where a backslash takes the next byte with it.
static bool takeEscaped(StringRef &rest, std::string &word) {
  while (!rest.consume_front("'")) {
    bool isEscape = rest.consume_front("\\");
    if (rest.empty())
      return false;
    char byte = rest.front();
    if (isEscape && (byte == 'n' || byte == 'r'))
      byte = byte == 'n' ? '\n' : '\r';
    word += byte;
    rest = rest.drop_front();
  }
  return true;
}

/// word ::= (quoted | byte)+
static bool takeWord(StringRef &rest, std::string &word) {
  while (!rest.empty() && !rest.starts_with(" ")) {
    bool isWhole = true;
    if (rest.consume_front("$'"))
      isWhole = takeEscaped(rest, word);
    else if (rest.consume_front("'"))
      isWhole = takeQuoted(rest, '\'', word);
    else if (rest.consume_front("\""))
      isWhole = takeQuoted(rest, '"', word);
    else
      word += rest.front(), rest = rest.drop_front();
    if (!isWhole)
      return false;
  }
  return true;
}

std::optional<SmallVector<std::string>> shellWords(StringRef line) {
  SmallVector<std::string> words;
  for (line = line.ltrim(' '); !line.empty(); line = line.ltrim(' '))
    if (!takeWord(line, words.emplace_back()))
      return std::nullopt;
  return words;
}

} // namespace hier
