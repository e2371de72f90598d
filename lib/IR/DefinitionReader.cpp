//===- DefinitionReader.cpp - Names and types of values -------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The grammar of what a node, a block or a graph defines. A name may hold
// nearly any byte, so that what follows it decides where it ends.
//
//===----------------------------------------------------------------------===//

#include "GraphReader.h"

#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace hier {

/// definitions ::= definition (', ' definition)*
bool GraphReader::readDefinitions() {
  do
    if (!readDefinition())
      return false;
  while (cursor.consume(", "));
  return true;
}

/// Where the type that `text` starts with ends: at a space, comma, `=` or
/// closing parenthesis that no bracket of the type encloses.
static size_t typeLength(StringRef text) {
  size_t depth = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    switch (text[at]) {
    case '(':
    case '[':
    case '<':
      ++depth;
      break;
    case ')':
    case ']':
    case '>':
      if (depth == 0)
        return at;
      --depth;
      break;
    case ' ':
    case ',':
    case '=':
      if (depth == 0)
        return at;
      break;
    case '\n':
      return at;
    default:
      break;
    }
  }
  return text.size();
}

static bool isNameByte(char byte) {
  return isAlnum(byte) || byte == '_' || byte == '.';
}

/// What follows a value's name on its line where the type is left out.
static bool leavesOutType(StringRef afterName) {
  return afterName.starts_with(" = ") || afterName.starts_with(", %") ||
         afterName.starts_with("):") || afterName == ",";
}

/// Could this be of parseIR's `%x:Float(2)` or `%x=foo::bar(%y)`, or no name?
static bool isMisspelt(StringRef name) {
  StringRef odd = name.drop_while(isNameByte).ltrim();
  return name.empty() || name != name.trim() || name.contains('%') ||
         name.contains(" : ") || odd.starts_with("=") ||
         (odd.starts_with(":") && !odd.starts_with("::"));
}

/// The length of a name of any bytes that `line` begins with and that no type
/// follows; zero when there is none.
static size_t untypedNameLength(StringRef line) {
  size_t length = line.find_first_of(" ,)");
  while (length != StringRef::npos && !leavesOutType(line.drop_front(length)))
    length = line.find_first_of(" ,)", length + 1);
  bool isName =
      length != StringRef::npos && !isMisspelt(line.take_front(length));
  return isName ? length : 0;
}

/// Is this the name of one value, not those of two, and not a node's line?
static bool isOneName(StringRef name) {
  if (name.empty() || name.contains(" = "))
    return false;
  size_t percent = name.find('%', 1);
  return percent == StringRef::npos ||
         !name.take_front(percent).rtrim(' ').ends_with(",");
}

/// Reads a name of any bytes without a type, which only a text that leaves out
/// all types has. Not the first, for it could be a type that was forgotten.
bool GraphReader::readUntypedName() {
  bool isUntyped = !hasTypedValue && (hasUntypedValue || !definitions.empty());
  size_t length = isUntyped ? untypedNameLength(cursor.restOfLine()) : 0;
  if (length > 0)
    definitions.push_back({cursor.take(length), nullptr});
  return length > 0;
}

/// definition ::= '%' name (' : ' type)?
///
/// A name may hold any bytes but those that `isOneName` looks for.
bool GraphReader::readDefinition() {
  const char *where = cursor.position();
  if (!cursor.consume('%'))
    return cursor.fail("expected a value such as '%x'");
  StringRef line = cursor.restOfLine();
  StringRef name = line.take_while(isNameByte);
  StringRef after = line.drop_front(name.size());
  if (!name.empty() && leavesOutType(after)) {
    definitions.push_back({cursor.take(name.size()), nullptr});
    return true;
  }
  bool isAfterUntyped = !definitions.empty() && !definitions.back().type;
  if (isAfterUntyped && readUntypedName())
    return true;
  if (!after.starts_with(" : "))
    name = line.take_front(line.find(" : "));
  if (name.size() == line.size() || !isOneName(name))
    return readUntypedName() ||
           cursor.fail(where, "expected a value's name, ' : ' and its type");
  cursor.take(name.size() + StringRef(" : ").size());
  StringRef spelling = cursor.take(typeLength(cursor.rest()));
  if (spelling.empty())
    return cursor.fail("expected a type");
  definitions.push_back({name, &types.read(spelling)});
  return true;
}

} // namespace hier
