//===- TypeReader.cpp - The grammar of types ------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The inverse of libtorch's `operator<<` on types. It may be lenient, for the
// table compares what it has read, printed again, with the spelling. The types
// of tensors are in TensorTypeReader.cpp.
//
//===----------------------------------------------------------------------===//

#include "TypeReader.h"

#include "hier/IR/Opaque.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"

using namespace llvm;

namespace hier {

/// type ::= opening part (', ' part)* close suffix* | leaf suffix*
/// part ::= (name ' : ')? type
c10::TypePtr TypeReader::read() {
  while (true) {
    if (!stack.empty() && stack.back().kind == Open::NamedTuple &&
        !rest.starts_with(")") && !readFieldName())
      return nullptr;
    c10::TypePtr type;
    if (readOpening()) {
      if (!rest.starts_with(StringRef(&stack.back().close, 1)))
        continue;
    } else if (type = readLeaf(); !type) {
      return nullptr;
    }
    // A type has ended, or an empty one is about to: close all that end here.
    while (true) {
      if (type) {
        type = readSuffixes(std::move(type));
        if (stack.empty())
          return rest.empty() ? type : nullptr;
        stack.back().parts.push_back(std::move(type));
        stack.back().depth = std::max(stack.back().depth, depth);
      }
      if (rest.consume_front(", "))
        break;
      if (rest.empty() || rest.front() != stack.back().close)
        return nullptr;
      rest = rest.drop_front();
      type = close();
      if (!type)
        return nullptr;
      table.deep.note(type, depth);
    }
  }
}

/// opening ::= any of these. libtorch prints Await and Union with brackets only
/// within a Dict, and never Future and RRef with parentheses, which parseIR
/// wants.
bool TypeReader::readOpening() {
  static constexpr struct {
    llvm::StringLiteral text;
    Open::Kind kind;
    char close;
  } openings[] = {
      {"(", Open::Tuple, ')'},      {"NamedTuple(", Open::NamedTuple, ')'},
      {"Dict(", Open::Dict, ')'},   {"Future[", Open::Future, ']'},
      {"Await(", Open::Await, ')'}, {"Await[", Open::Await, ']'},
      {"RRef[", Open::RRef, ']'},   {"Union(", Open::Union, ')'},
      {"Union[", Open::Union, ']'}, {"Future(", Open::Future, ')'},
      {"RRef(", Open::RRef, ')'},
  };
  for (const auto &opening : openings)
    if (rest.starts_with(opening.text)) {
      if (grammar == AsParsed &&
          (opening.close == ']' || opening.kind == Open::NamedTuple))
        return false;
      rest = rest.drop_front(opening.text.size());
      stack.push_back({opening.kind, opening.close, {}, {}, /*depth=*/0});
      return true;
    }
  return false;
}

bool TypeReader::readFieldName() {
  auto [name, after] = rest.split(" : ");
  if (after.empty())
    return false;
  stack.back().names.push_back(name.str());
  rest = after;
  return true;
}

/// For each NamedTuple libtorch looks through all that its elements hold, with
/// recursion.
static constexpr size_t maxNamedDepth = 100;

c10::TypePtr TypeReader::close() {
  Open ended = std::move(stack.back());
  stack.pop_back();
  depth = ended.depth + 1;
  size_t count = ended.parts.size();
  switch (ended.kind) {
  case Open::Tuple:
    return c10::TupleType::create(std::move(ended.parts));
  case Open::NamedTuple:
    // A dump does not tell the tuple's own name.
    if (depth > maxNamedDepth)
      return nullptr;
    return c10::TupleType::createNamed(c10::QualifiedName("NamedTuple"),
                                       ended.names, ended.parts);
  case Open::Dict:
    return count == 2 ? c10::DictType::create(ended.parts[0], ended.parts[1])
                      : c10::TypePtr();
  case Open::Future:
    return count == 1 ? c10::FutureType::create(ended.parts[0]) : nullptr;
  case Open::Await:
    return count == 1 ? c10::AwaitType::create(ended.parts[0]) : nullptr;
  case Open::RRef:
    return count == 1 ? c10::RRefType::create(ended.parts[0]) : nullptr;
  case Open::Union:
    return count > 1 ? c10::UnionType::create(std::move(ended.parts)) : nullptr;
  }
  return nullptr;
}

/// suffix ::= '[]' | '?'
c10::TypePtr TypeReader::readSuffixes(c10::TypePtr type) {
  while (true) {
    if (rest.consume_front("[]"))
      type = c10::ListType::create(type);
    else if (rest.consume_front("?"))
      type = c10::OptionalType::create(type);
    else
      return type;
    table.deep.note(type, ++depth);
  }
}

/// leaf ::= name | tensor | 'InterfaceType<' name '>' | 'Enum<' name '>'
c10::TypePtr TypeReader::readLeaf() {
  depth = 0;
  size_t length = rest.find_first_of("()[]<>?, ");
  StringRef name = rest.take_front(length);
  rest = rest.drop_front(name.size());
  if (grammar == AsParsed && name.starts_with("__torch__."))
    return TypeTable::builtinClass(name);
  if (grammar == AsPrinted && (name == "InterfaceType" || name == "Enum")) {
    size_t close = rest.find('>');
    if (close == StringRef::npos)
      return nullptr;
    name = StringRef(name.begin(), name.size() + close + 1);
    rest = rest.drop_front(close + 1);
    return readNamed(name);
  }
  if (name.starts_with("__torch__."))
    return table.classType(name);
  if (c10::TypePtr type = readTensor(name))
    return type;
  return readNamed(name);
}

//===----------------------------------------------------------------------===//
// Named types
//===----------------------------------------------------------------------===//

static c10::TypePtr simpleType(StringRef name) {
  return StringSwitch<c10::TypePtr>(name)
      .Case("int", c10::IntType::get())
      .Case("float", c10::FloatType::get())
      .Case("bool", c10::BoolType::get())
      .Case("complex", c10::ComplexType::get())
      .Case("str", c10::StringType::get())
      .Case("NoneType", c10::NoneType::get())
      .Case("None", c10::NoneType::get())
      .Case("Dimname", c10::StringType::get())
      .Case("DeviceIndex", c10::IntType::get())
      .Case("ConstQuantizerPtr", c10::IntType::get())
      .Case("Device", c10::DeviceObjType::get())
      .Case("Scalar", c10::NumberType::get())
      .Case("Any", c10::AnyType::get())
      .Case("AnyEnumType", c10::AnyEnumType::get())
      .Case("AnyClassType", c10::AnyClassType::get())
      .Case("list", c10::AnyListType::get())
      .Case("tuple", c10::AnyTupleType::get())
      .Case("Generator", c10::GeneratorType::get())
      .Case("Quantizer", c10::QuantizerType::get())
      .Case("QScheme", c10::QSchemeType::get())
      .Case("Stream", c10::StreamObjType::get())
      .Case("Storage", c10::StorageType::get())
      .Case("Capsule", c10::CapsuleType::get())
      .Case("PyObject", c10::PyObjectType::get())
      .Case("Layout", c10::LayoutType::get())
      .Case("ScalarType", c10::ScalarTypeType::get())
      .Case("MemoryFormat", c10::MemoryFormatType::get())
      .Case("SymInt", c10::SymIntType::get())
      .Case("SymFloat", c10::SymFloatType::get())
      .Case("SymBool", c10::SymBoolType::get())
      .Default(nullptr);
}

/// To libtorch a name with a small letter that it does not know is a variable,
/// as `t` is in the schemas of operators.
static bool isVariable(StringRef name) {
  return !name.empty() && isLower(name.front()) &&
         llvm::all_of(name,
                      [](char byte) { return isAlnum(byte) || byte == '_'; });
}

/// Interfaces and enumerations print a name only: what else they hold is not in
/// the text.
static c10::TypePtr
declaredType(StringRef spelling,
             const std::shared_ptr<torch::jit::CompilationUnit> &unit) {
  StringRef name = spelling;
  if (name.consume_front("InterfaceType<") && name.consume_back(">"))
    return c10::InterfaceType::create(c10::QualifiedName(name.str()),
                                      /*is_module=*/true);
  name = spelling;
  if (name.consume_front("Enum<") && name.consume_back(">"))
    return c10::EnumType::create(c10::QualifiedName(name.str()),
                                 c10::IntType::get(), {}, unit);
  return nullptr;
}

c10::TypePtr TypeReader::readNamed(StringRef name) {
  if (c10::TypePtr type = simpleType(name))
    return type;
  c10::TypePtr &known = table.others[name];
  if (!known)
    known = isVariable(name) ? c10::VarType::create(name.str())
                             : declaredType(name, table.compilationUnit);
  return known;
}

} // namespace hier
