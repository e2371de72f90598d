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

#include "ByteSet.h"
#include "GraphReader.h"

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
  static constexpr ByteSet marks("()[]<>-,= \n");
  size_t depth = 0;
  for (size_t at = marks.findIn(text); at < text.size();
       at = marks.findIn(text, at + 1)) {
    switch (text[at]) {
    case '(':
    case '[':
    case '<':
      ++depth;
      break;
    case '-': // An arrow, in the default of a NamedTuple's field.
      at += text.substr(at).starts_with("->");
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

/// What follows a value's name on its line where the type is left out.
static bool leavesOutType(StringRef afterName) {
  return afterName.starts_with(" = ") || afterName.starts_with(", %") ||
         afterName.starts_with("):") || afterName == ",";
}

/// Could this be of parseIR's `%x:Float(2)` or `%x=foo::bar(%y)`, or no name?
static bool isMisspelt(StringRef name) {
  StringRef odd = nameBytes.skip(name).ltrim();
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

/// Does a kind, or the call of a Python function, stand here?
static bool startsCall(StringRef text) {
  return text.starts_with("^") || nameBytes.skip(text).starts_with("::");
}

/// Is this the name of one value, not those of two, and not a node's line?
static bool isOneName(StringRef name) {
  if (!name.empty() && nameBytes.lengthIn(name) == name.size())
    return true;
  size_t equals = name.find(" = ");
  if (name.empty() ||
      (equals != StringRef::npos && startsCall(name.drop_front(equals + 3))))
    return false;
  size_t percent = name.find('%', 1);
  return percent == StringRef::npos ||
         !name.take_front(percent).rtrim(' ').ends_with(",");
}

/// What follows a definition: a node's kind, the next definition, or the end of
/// the head of a graph or a block.
static bool endsDefinition(StringRef rest) {
  if (rest.consume_front(" = "))
    return startsCall(rest);
  if (rest.consume_front("):"))
    return rest.empty() || rest.starts_with("\n");
  return rest.starts_with(", %") || rest.starts_with(",\n") || rest == ",";
}

/// Where a type ends that holds `marker`, and after it any bytes: before what
/// has to follow a type, and after one of `lastBytes` if there are any; npos
/// when this is none.
static size_t typeLengthWith(StringRef marker, StringRef lastBytes,
                             StringRef text) {
  static constexpr size_t farthestStart = 256;
  static constexpr StringLiteral ends = " ),";
  size_t end = text.take_front(farthestStart).find(marker);
  while (end != StringRef::npos) {
    end = text.find_first_of(ends, end + 1);
    if (end != StringRef::npos && endsDefinition(text.drop_front(end)) &&
        (lastBytes.empty() || lastBytes.contains(text[end - 1])))
      break;
  }
  return end;
}

/// The same for the defaults of a NamedTuple's fields, which print as they are,
/// and for classes with spaces or commas in their names.
static size_t oddTypeLength(StringRef text) {
  if (text.starts_with("__torch__."))
    return typeLengthWith("__torch__.", "", text);
  return typeLengthWith("NamedTuple(", ")]?", text);
}

/// Reads a definition whose name or type may hold any bytes: the first ` : `
/// that a type follows, and what has to follow a type.
bool GraphReader::readDefinitionByItsEnd() {
  static constexpr size_t longestName = 4096;
  const char *where = cursor.position();
  cursor.consume('%');
  StringRef text = looseText();
  StringRef start = text.take_front(longestName);
  for (size_t colon = start.find(" : "); colon != StringRef::npos;
       colon = start.find(" : ", colon + 1)) {
    StringRef rest = text.drop_front(colon + StringRef(" : ").size());
    size_t length = typeLength(rest);
    if (!spend(colon + length))
      break;
    if (length == 0 || !endsDefinition(rest.drop_front(length)))
      length = oddTypeLength(rest);
    StringRef name = text.take_front(colon);
    if (length != StringRef::npos && isOneName(name) && !name.contains(" %")) {
      definitions.push_back({name, &types.read(rest.take_front(length))});
      cursor.setPosition(rest.data() + length);
      return true;
    }
    if (!spend(rest.size()))
      break;
  }
  return cursor.fail(where, "expected a value's name, ' : ' and its type");
}

/// A prim::GetAttr defines one value, whose name may look like two.
bool GraphReader::readOnlyDefinition() {
  StringRef line = cursor.restOfLine();
  size_t end = line.find(" = ");
  if (end == StringRef::npos ||
      !line.drop_front(end).starts_with(" = prim::GetAttr["))
    return false;
  auto [name, spelling] = line.take_front(end).split(" : ");
  definitions.push_back(
      {name, spelling.empty() ? nullptr : &types.read(spelling)});
  cursor.take(end);
  return true;
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
  StringRef name = line.take_front(nameBytes.lengthIn(line));
  StringRef after = line.drop_front(name.size());
  // Text that torch has printed leaves out all types or none.
  StringRef kind = after;
  bool mayBeName = !isLoose || (kind.consume_front(" = ") ? startsCall(kind)
                                                          : !hasTypedValue);
  if (definitions.empty() && after.starts_with(", %") && readOnlyDefinition())
    return true;
  if (!name.empty() && leavesOutType(after) && mayBeName) {
    definitions.push_back({cursor.take(name.size()), nullptr});
    return true;
  }
  if (isLoose) {
    cursor.setPosition(where);
    return readDefinitionByItsEnd();
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
