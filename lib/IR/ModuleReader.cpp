//===- ModuleReader.cpp - The grammar of module dumps ---------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// String attributes are printed raw, braces and newlines included: the
// indentation of a line alone tells where it belongs.
//
//===----------------------------------------------------------------------===//

#include "ModuleReader.h"

using namespace llvm;
using namespace torch::jit;

namespace hier {

/// How far a section stands in from its module, its lines from it, and a graph
/// from the module again.
static constexpr size_t step = 2;

/// module ::= head 'submodules {' module* '}' '}'
std::unique_ptr<ModuleObject> ModuleReader::read() {
  const char *begin = cursor.position();
  std::unique_ptr<ModuleObject> root = readHead(0);
  if (!root)
    return nullptr;
  std::vector<Open> open = {{root.get(), 0, begin}};
  while (!open.empty()) {
    Open &parent = open.back();
    size_t indent = parent.indent + 2 * step;
    cursor.skipCommentsAndBlankLines();
    if (!startsLine(indent, "module ")) {
      if (!expectEnd(parent.indent + step, parent.openedAt, "module") ||
          !expectEnd(parent.indent, parent.openedAt, "module"))
        return nullptr;
      open.pop_back();
      continue;
    }
    const char *where = cursor.position() + indent;
    std::unique_ptr<ModuleObject> child = readHead(indent);
    if (!child || !nameSubmodule(parent, *child, where))
      return nullptr;
    ModuleObject *object = child.get();
    parent.object->children.push_back(std::move(child));
    open.push_back({object, indent, where});
  }
  return root;
}

/// head ::= 'module ' class ' {' parameters attributes methods
std::unique_ptr<ModuleObject> ModuleReader::readHead(size_t indent) {
  auto object = std::make_unique<ModuleObject>();
  cursor.skipSpaces();
  cursor.take(StringRef("module ").size());
  StringRef name = cursor.restOfLine();
  if (!name.consume_back(" {") || name.empty()) {
    cursor.fail("expected a class name and ' {'");
    return nullptr;
  }
  object->className = name.str();
  object->type = types.classType(name);
  cursor.skipLine();
  if (!readAttributes(indent + step, "parameters", object->parameters) ||
      !readAttributes(indent + step, "attributes", object->attributes))
    return nullptr;
  declareClass(*object);
  if (!readMethods(indent + step, *object) ||
      !expectLine(indent + step, "submodules {"))
    return nullptr;
  return object;
}

//===----------------------------------------------------------------------===//
// Lines
//===----------------------------------------------------------------------===//

/// Does the line start with exactly `indent` spaces and then `prefix`?
bool ModuleReader::startsLine(size_t indent, StringRef prefix) const {
  StringRef line = cursor.restOfLine();
  return line.find_first_not_of(' ') == indent &&
         line.drop_front(indent).starts_with(prefix);
}

/// Takes a line that is `indent` spaces and `text`.
bool ModuleReader::expectLine(size_t indent, StringRef text) {
  cursor.skipCommentsAndBlankLines();
  if (cursor.atEnd())
    return cursor.fail("expected '" + text + "' before the end of the text");
  StringRef line = cursor.restOfLine();
  if (line.find_first_not_of(' ') != indent ||
      line.drop_front(indent) != text) {
    cursor.skipSpaces();
    return cursor.fail("expected '" + text + "' after " + Twine(indent) +
                       " spaces");
  }
  cursor.skipLine();
  return true;
}

/// Takes a line that begins a section, and gives where it does; null after an
/// error.
const char *ModuleReader::openSection(size_t indent, StringRef section) {
  cursor.skipCommentsAndBlankLines();
  const char *line = cursor.position();
  return expectLine(indent, (section + " {").str()) ? line + indent : nullptr;
}

/// Takes the line that ends the `what` which begins at `openedAt`.
bool ModuleReader::expectEnd(size_t indent, const char *openedAt,
                             StringRef what) {
  if (expectLine(indent, "}"))
    return true;
  return cursor.note(openedAt, "the " + what + " is opened here");
}

//===----------------------------------------------------------------------===//
// Parameters and attributes
//===----------------------------------------------------------------------===//

/// `<__torch__.Class object at 0x...>` is an object of that class.
static StringRef classOfObject(StringRef value) {
  if (!value.consume_front("<") || !value.ends_with(">"))
    return "";
  auto [name, address] = value.split(" object at 0x");
  return address.empty() ? "" : name;
}

/// `name = value`. Of an object's name, ` = ` may be a part.
static std::pair<StringRef, StringRef> splitAttribute(StringRef line) {
  if (line.ends_with(">"))
    if (auto [name, value] = line.rsplit(" = "); !classOfObject(value).empty())
      return {name, value};
  return line.split(" = ");
}

/// attributes ::= section ' {' (name ' = ' value)* '}'
///
/// A line that is no `name = value` goes on with the value before it.
bool ModuleReader::readAttributes(size_t indent, StringRef section,
                                  std::vector<AttributeText> &attributes) {
  const char *openedAt = openSection(indent, section);
  if (!openedAt)
    return false;
  std::string margin(indent + step, ' ');
  while (!startsLine(indent, "}") || cursor.restOfLine().size() != indent + 1) {
    if (cursor.peek() == '#') {
      cursor.skipLine();
      continue;
    }
    if (cursor.atEnd())
      return expectEnd(indent, openedAt, "section");
    if (!cursor.consume(margin))
      return cursor.fail("expected '}' or an attribute after " +
                         Twine(margin.size()) + " spaces");
    StringRef line = cursor.restOfLine();
    auto [name, value] = splitAttribute(line);
    if (name.size() < line.size())
      attributes.push_back({name.str(), value.str()});
    else if (attributes.empty())
      return cursor.fail("expected an attribute, 'name = value'");
    else
      (attributes.back().value += '\n') += line;
    cursor.skipLine();
  }
  cursor.skipLine();
  return true;
}

/// Submodules stand in the order of the attributes that hold them; attributes
/// that hold other objects have none, nor has a line of a string that looks
/// like an attribute.
bool ModuleReader::nameSubmodule(Open &parent, ModuleObject &child,
                                 const char *where) {
  const std::vector<AttributeText> &attributes = parent.object->attributes;
  while (parent.nextAttribute < attributes.size()) {
    const AttributeText &attribute = attributes[parent.nextAttribute++];
    if (classOfObject(attribute.value) == child.className &&
        parent.names.insert(attribute.name).second) {
      child.name = attribute.name;
      return true;
    }
  }
  cursor.fail(where, "no attribute of '" + parent.object->className +
                         "' holds this submodule of class '" + child.className +
                         "'");
  return cursor.note(parent.openedAt, "the module that has it is opened here");
}

//===----------------------------------------------------------------------===//
// Classes
//===----------------------------------------------------------------------===//

/// A dump prints values, not types; a tensor as `...`.
static c10::TypePtr typeOfValue(StringRef value, TypeTable &types) {
  if (StringRef name = classOfObject(value); !name.empty())
    if (c10::ClassTypePtr type = types.classType(name))
      return type;
  int64_t integer;
  if (value == "...")
    return c10::TensorType::get();
  if (value == "True" || value == "False")
    return c10::BoolType::get();
  if (value == "None")
    return c10::NoneType::get();
  if (!value.getAsInteger(10, integer))
    return c10::IntType::get();
  return c10::AnyType::get();
}

/// Lets libtorch know what the object tree holds, where its classes can: names
/// with dots and such stay in the tree alone.
template <typename Declare> static void declareIfPossible(Declare declare) {
  try {
    declare();
  } catch (const c10::Error &) {
    return;
  }
}

/// libtorch looks through all attributes and methods of a class for each that
/// is added. Of a class with more than these, it learns of no others.
static constexpr size_t maxDeclared = 2000;

void ModuleReader::declareClass(ModuleObject &object) {
  if (!object.type || object.type->numAttributes() > 0)
    return;
  StringSet<> parameters;
  for (const AttributeText &parameter : object.parameters)
    parameters.insert(parameter.name);
  for (const AttributeText &attribute : object.attributes) {
    if (object.type->numAttributes() >= maxDeclared)
      return;
    bool isParameter = parameters.contains(attribute.name);
    c10::TypePtr type = isParameter ? c10::TensorType::get()
                                    : typeOfValue(attribute.value, types);
    declareIfPossible(
        [&] { object.type->addAttribute(attribute.name, type, isParameter); });
  }
}

//===----------------------------------------------------------------------===//
// Methods
//===----------------------------------------------------------------------===//

/// methods ::= 'methods {' ('method ' name ' {' graph? '}')* '}'
///
/// A dump may have been asked for without the graphs.
bool ModuleReader::readMethods(size_t indent, ModuleObject &object) {
  const char *openedAt = openSection(indent, "methods");
  if (!openedAt)
    return false;
  StringMap<const char *> names;
  while (true) {
    cursor.skipCommentsAndBlankLines();
    if (!startsLine(indent + step, "method "))
      return expectEnd(indent, openedAt, "section");
    cursor.skipSpaces();
    cursor.take(StringRef("method ").size());
    StringRef name = cursor.restOfLine();
    if (!name.consume_back(" {") || name.empty())
      return cursor.fail("expected a method's name and ' {'");
    auto [first, isNew] = names.try_emplace(name, name.data());
    if (!isNew) {
      cursor.fail("redefinition of method '" + name + "'");
      return cursor.note(first->second, "previously defined here");
    }
    cursor.skipLine();
    if (!readMethod(indent + step, name, object))
      return false;
  }
}

/// Takes a line without its margin, of which a blank line may have less.
static std::optional<StringRef> takeLine(StringRef &text, size_t indent) {
  size_t length = text.find('\n');
  if (length == StringRef::npos)
    return std::nullopt;
  StringRef line = text.take_front(length);
  text = text.drop_front(length + 1);
  size_t spaces = std::min(line.find_first_not_of(' '), line.size());
  if (spaces < std::min(indent, line.size()))
    return std::nullopt;
  return line.drop_front(std::min(indent, line.size()));
}

/// The end of that part of `text` which is `known` but for the margin of its
/// lines; null when it is another text.
static const char *matchIndented(StringRef known, size_t knownIndent,
                                 StringRef text, size_t indent) {
  while (!known.empty()) {
    std::optional<StringRef> line = takeLine(known, knownIndent);
    std::optional<StringRef> other = takeLine(text, indent);
    if (!line || !other || *line != *other)
      return nullptr;
  }
  return text.data();
}

bool ModuleReader::readMethod(size_t indent, StringRef name,
                              ModuleObject &object) {
  std::string key = (object.className + "\n" + name).str();
  const char *begin = cursor.position();
  auto known = seen.find(key);
  // What goes on over lines holds the margin: at another, the graph differs.
  if (known != seen.end() && !graphs.hasSplitStatement) {
    const Seen &first = known->second;
    if (const char *end =
            matchIndented(StringRef(first.begin, first.end - first.begin),
                          first.indent, cursor.rest(), indent)) {
      object.methods.push_back({name.str(), first.graph});
      cursor.setPosition(end);
      return true;
    }
  }
  cursor.skipCommentsAndBlankLines();
  if (startsLine(indent, "}")) {
    object.methods.push_back({name.str(), nullptr});
    return expectLine(indent, "}");
  }
  cursor.skipSpaces();
  if (!cursor.startsWith("graph("))
    return cursor.fail("expected 'graph('");
  std::shared_ptr<Graph> graph = graphs.read();
  if (!graph || !expectEnd(indent, name.data(), "method"))
    return false;
  object.methods.push_back({name.str(), graph});
  if (known == seen.end()) {
    seen[key] = {begin, cursor.position(), indent, graph};
    if (object.type && object.methods.size() <= maxDeclared)
      declareIfPossible([&] {
        defineMethod(types.unit(), *object.type, object.methods.back());
      });
  }
  return true;
}

} // namespace hier
