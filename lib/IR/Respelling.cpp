//===- Respelling.cpp - A statement as torch prints it --------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Token by token, in one pass. What stands between the brackets of attributes
// keeps its spaces, for the text of a tensor may hold any.
//
//===----------------------------------------------------------------------===//

#include "Respelling.h"

#include "AttributeText.h"
#include "Cursor.h"
#include "LiteralReader.h"
#include "hier/IR/Attributes.h"
#include "llvm/ADT/StringExtras.h"

#include <functional>

using namespace llvm;

namespace hier {

static bool isWordByte(char byte) {
  return isAlnum(byte) || byte == '_' || byte == '.';
}

/// gap ::= (blank | '\' newline | comment | newline within brackets)*
static StringRef dropGap(StringRef text, bool isWithinBrackets) {
  while (!text.empty())
    if (isBlank(text[0]) || (text[0] == '\n' && isWithinBrackets))
      text = text.drop_front();
    else if (text.starts_with("\\\n"))
      text = text.drop_front(2);
    else if (text[0] == '#')
      text = text.drop_front(std::min(text.size(), text.find('\n')));
    else
      break;
  return text;
}

class Respeller {
public:
  Respeller(StringRef rest, Interner &interner)
      : text(rest), interner(interner) {}

  bool run();
  bool isClosed() const { return depth == 0; }
  Respelling take();

private:
  char peek() const { return at < text.size() ? text[at] : '\0'; }
  StringRef left() const { return text.drop_front(at); }
  bool startsAttribute() const;
  bool startsStatement() const;
  bool isFieldColon() const;

  void skipGap();
  void keepLocation();
  bool copyToken();
  bool copyValueName();
  bool copyString();
  bool copySeparator(bool mayBeType);
  bool copyAttributeSeparator();
  bool copyScope();
  bool copyBracket();
  void copy(size_t length);
  void copyTight(size_t length);
  void put(StringRef between);

  StringRef text;
  size_t at = 0;
  Interner &interner;
  std::string out;
  std::vector<Respelling::Token> tokens;

  StringRef gap;          // what stands before the token that is next
  size_t depth = 0;       // of brackets
  bool afterName = false; // of a value, where a type may follow
  bool tight = true;      // the token that is next has no space before it
  bool hasKind = false;   // of a node
  bool hasOperands = false;
  bool inAttributes = false;
};

//===----------------------------------------------------------------------===//
// Between tokens
//===----------------------------------------------------------------------===//

void Respeller::skipGap() {
  StringRef before = left();
  at = text.size() - dropGap(before, depth > 0).size();
  gap = before.drop_back(left().size());
  if (hasOperands)
    keepLocation();
  if (gap.find_first_of("\n#") != StringRef::npos)
    gap = " ";
}

/// A location is the one comment that says something.
void Respeller::keepLocation() {
  auto [blank, comment] = gap.split('#');
  StringRef spelling = comment.rtrim("\r");
  if (spelling.consume_front(" ") && interner.location(interner.keep(spelling)))
    (out += " # ") += spelling;
}

void Respeller::put(StringRef between) {
  out += between;
  tight = true;
}

/// The next `length` bytes, with the gap before them that they had.
void Respeller::copy(size_t length) {
  if (!tight)
    out += gap;
  copyTight(length);
  tight = false;
}

void Respeller::copyTight(size_t length) {
  tokens.push_back({out.size(), at, length});
  out += text.substr(at, length);
  at += length;
}

//===----------------------------------------------------------------------===//
// Tokens
//===----------------------------------------------------------------------===//

/// Does `, name =` stand here?
bool Respeller::startsAttribute() const {
  StringRef rest = dropGap(left().drop_front(), depth > 0);
  StringRef after = rest.drop_while(isWordByte);
  return after.size() < rest.size() &&
         dropGap(after, depth > 0).starts_with("=");
}

/// After a node, parseIR asks for no new line.
bool Respeller::startsStatement() const {
  StringRef rest = left();
  StringRef after = rest.drop_while(isWordByte);
  StringRef word = rest.drop_back(after.size());
  if (rest.consume_front("->"))
    return dropGap(rest, depth > 0).starts_with("(");
  if (word == "return")
    return dropGap(after, depth > 0).starts_with("(");
  return rest.starts_with("%") || (!word.empty() && after.starts_with("::"));
}

bool Respeller::run() {
  while (true) {
    skipGap();
    if (at == text.size() || peek() == '\n' ||
        (hasOperands && startsStatement()))
      return true;
    if (!copyToken())
      return false;
  }
}

bool Respeller::copyToken() {
  bool mayBeType = std::exchange(afterName, false);
  switch (char byte = peek()) {
  case '%':
    return copyValueName();
  case '"':
  case '\'':
    return copyString();
  case '(':
  case '[':
  case '{':
  case ')':
  case ']':
  case '}':
    return copyBracket();
  case ',':
  case '=':
  case ':':
    return copySeparator(mayBeType);
  default:
    if (isWordByte(byte))
      copy(left().take_while(isWordByte).size());
    else if (left().starts_with("->") && depth == 0)
      copy(2);
    else if (byte == '?')
      copyTight(1);
    else if (inAttributes || StringRef("*!<>-").contains(byte))
      copy(1);
    else
      return false;
    return true;
  }
}

/// '%' name, of bytes that need no exact spelling.
bool Respeller::copyValueName() {
  if (inAttributes)
    return copy(1), true;
  if (!tight && gap.empty())
    gap = " ";
  copy(1);
  tight = true;
  skipGap();
  StringRef name = left().take_while(isWordByte);
  StringRef after = left().drop_front(name.size());
  if (name.empty() || after.starts_with("::") ||
      (!after.empty() && !isSpace(after[0]) &&
       !StringRef(",)=:#\\").contains(after[0])))
    return false;
  copy(name.size());
  afterName = true;
  return true;
}

/// One that may hold line ends or quotes gets the quotes that torch prints.
bool Respeller::copyString() {
  size_t length = stringLength(left());
  if (length == StringRef::npos)
    return false;
  StringRef spelling = left().take_front(length);
  bool isPlain = spelling[0] == '"' && !spelling.starts_with("\"\"\"");
  std::optional<std::string> value;
  if (!isPlain)
    value = readString(spelling);
  if (!value)
    return copy(length), true;
  copy(0);
  {
    TextBuffer buffer(out);
    appendQuoted(buffer, *value);
  }
  at += length;
  return true;
}

/// separator ::= ',' | '=' | '::' | ':'
bool Respeller::copySeparator(bool mayBeType) {
  if (inAttributes)
    return copyAttributeSeparator();
  if (hasOperands && depth == 0 && left().starts_with(", scope: "))
    return copyScope();
  char byte = peek();
  bool isOfKind = left().starts_with("::") && !mayBeType;
  bool isSpaced = byte == '='                ? depth == 0
                  : byte == ':' && !isOfKind ? mayBeType || isFieldColon()
                                             : false;
  if (isSpaced && !out.empty())
    put(" ");
  copyTight(isOfKind ? 2 : 1);
  put(isSpaced || byte == ',' ? " " : "");
  tight = tight && (byte != ':' || isSpaced || isOfKind || depth > 0);
  hasKind = hasKind || (isOfKind && depth == 0);
  return true;
}

/// In `NamedTuple(a : int)`, not in `device=cuda:0`.
bool Respeller::isFieldColon() const { return depth > 0 && !gap.empty(); }

/// Within a value, commas and the rest are as they are.
bool Respeller::copyAttributeSeparator() {
  char byte = peek();
  bool isNext = depth == 1 && byte == ',' && startsAttribute();
  bool endsName = depth == 1 && byte == '=';
  if (!isNext && !endsName)
    return copy(1), true;
  copyTight(1);
  tight = false;
  if (isNext)
    put(" ");
  return true;
}

/// ', scope: ' and what follows on the line are as they are.
bool Respeller::copyScope() {
  copyTight(left().split('\n').first.size());
  return true;
}

bool Respeller::copyBracket() {
  char byte = peek();
  bool opens = StringRef("([{").contains(byte);
  if (!opens && depth == 0)
    return false;
  if (opens && depth == 0 && hasKind && byte == '[' && !hasOperands)
    inAttributes = tight = true;
  bool isOuter = depth == (opens ? 0 : 1);
  if ((inAttributes && !isOuter) || byte == '{' || byte == '}') {
    copy(1);
  } else {
    if (opens && (out == "return" || out == "->"))
      put(" ");
    copyTight(1);
    tight = opens;
  }
  depth = opens ? depth + 1 : depth - 1;
  if (depth == 0 && !inAttributes && hasKind)
    hasOperands = true;
  if (depth == 0)
    inAttributes = false;
  return true;
}

//===----------------------------------------------------------------------===//
// The whole
//===----------------------------------------------------------------------===//

Respelling Respeller::take() {
  Respelling made;
  made.rest = text;
  made.length = at;
  made.respelt = interner.keep(out);
  made.tokens = std::move(tokens);
  return made;
}

/// Where a bracket is never closed, the statement is what its line holds.
std::optional<Respelling> Respelling::of(StringRef rest, Interner &interner) {
  Respeller whole(rest, interner);
  if (!whole.run())
    return std::nullopt;
  if (whole.isClosed())
    return whole.take();
  Respeller line(rest.take_front(rest.find('\n')), interner);
  if (!line.run())
    return std::nullopt;
  return line.take();
}

/// A place between two tokens is the end of the one before.
const char *Respelling::original(const char *place) const {
  if (std::less<>()(place, respelt.begin()) ||
      std::less<>()(respelt.end(), place))
    return place;
  auto offset = static_cast<size_t>(place - respelt.begin());
  const Token *last = nullptr;
  for (const Token &token : tokens)
    if (token.respelt <= offset)
      last = &token;
  if (!last)
    return rest.begin();
  return rest.begin() + last->original +
         std::min(offset - last->respelt, last->length);
}

} // namespace hier
