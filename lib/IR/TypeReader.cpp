//===- TypeReader.cpp - The grammar of types ------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The inverse of libtorch's `operator<<` on types. It may be lenient, for the
// table compares what it has read, printed again, with the spelling.
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
      }
      if (rest.consume_front(", "))
        break;
      if (rest.empty() || rest.front() != stack.back().close)
        return nullptr;
      rest = rest.drop_front();
      type = close();
      if (!type)
        return nullptr;
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
      stack.push_back({opening.kind, opening.close, {}, {}});
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

c10::TypePtr TypeReader::close() {
  Open ended = std::move(stack.back());
  stack.pop_back();
  size_t count = ended.parts.size();
  switch (ended.kind) {
  case Open::Tuple:
    return c10::TupleType::create(std::move(ended.parts));
  case Open::NamedTuple:
    // A dump does not tell the tuple's own name.
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
  }
}

/// leaf ::= name | tensor | 'InterfaceType<' name '>' | 'Enum<' name '>'
c10::TypePtr TypeReader::readLeaf() {
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
// Tensors
//===----------------------------------------------------------------------===//

static std::optional<at::ScalarType> scalarType(StringRef name) {
  static const StringMap<at::ScalarType> byName = [] {
    StringMap<at::ScalarType> names;
    for (int index = 0; index < static_cast<int>(at::ScalarType::Undefined);
         ++index) {
      auto type = static_cast<at::ScalarType>(index);
      names.try_emplace(c10::toString(type), type);
    }
    return names;
  }();
  auto found = byName.find(name);
  if (found == byName.end())
    return std::nullopt;
  return found->second;
}

namespace {

/// What stands between the parentheses of a tensor type.
struct TensorFacts {
  bool ranked = false;
  std::vector<std::optional<int64_t>> sizes; // None where it is `*`.
  std::optional<std::vector<int64_t>> strides;
  std::optional<bool> requiresGrad;
  std::optional<at::Device> device;
};

} // namespace

static bool readStrides(StringRef text, TensorFacts &facts) {
  facts.strides.emplace();
  while (!text.empty()) {
    int64_t stride;
    if (text.consumeInteger(10, stride))
      return false;
    facts.strides->push_back(stride);
    if (!text.empty() && !text.consume_front(", "))
      return false;
  }
  return true;
}

static std::optional<at::Device> readDevice(StringRef text) {
  try {
    return at::Device(text.str());
  } catch (const c10::Error &) {
    return std::nullopt; // A device that this libtorch does not know.
  }
}

/// fact ::= integer | '*' | 'SS(-' integer ')' | 'strides=[' integers ']'
///        | 'requires_grad=' bit | 'device=' name
static bool readTensorFact(StringRef &text, TensorFacts &facts) {
  if (text.consume_front("strides=[")) {
    size_t close = text.find(']');
    StringRef strides = text.take_front(close);
    text = text.drop_front(std::min(text.size(), strides.size() + 1));
    return close != StringRef::npos && readStrides(strides, facts);
  }
  size_t length = text.find(", ");
  StringRef fact = text.take_front(length);
  text = text.drop_front(fact.size());
  if (fact.consume_front("requires_grad=")) {
    facts.requiresGrad = fact == "1";
    return fact == "0" || fact == "1";
  }
  if (fact.consume_front("device=")) {
    facts.device = readDevice(fact);
    return facts.device.has_value();
  }
  facts.ranked = true;
  int64_t size;
  if (fact == "*")
    facts.sizes.emplace_back();
  else if (fact.consume_front("SS(-") && fact.consume_back(")") &&
           !fact.getAsInteger(10, size))
    facts.sizes.emplace_back(-size); // A symbol, to libtorch.
  else if (!fact.getAsInteger(10, size) && size >= 0)
    facts.sizes.emplace_back(size);
  else
    return false;
  return true;
}

static c10::TypePtr makeTensorType(std::optional<at::ScalarType> dtype,
                                   const TensorFacts &facts, bool undefined) {
  if (!facts.ranked)
    return c10::TensorType::create(dtype, facts.device, c10::SymbolicShape(),
                                   c10::VaryingShape<c10::Stride>(),
                                   facts.requiresGrad, undefined);
  if (facts.strides)
    return c10::TensorType::create(dtype, facts.device,
                                   c10::VaryingShape<int64_t>(facts.sizes),
                                   c10::VaryingShape<int64_t>(*facts.strides),
                                   facts.requiresGrad, undefined);
  return c10::TensorType::create(
      dtype, facts.device, c10::SymbolicShape(facts.sizes),
      c10::VaryingShape<c10::Stride>(facts.sizes.size()), facts.requiresGrad,
      undefined);
}

/// Where the parenthesis that `text` begins with is closed; a symbol of a shape
/// has some of its own.
static size_t closingParenthesis(StringRef text) {
  size_t close = text.find(')');
  while (close != StringRef::npos && text.take_front(close + 1).count('(') >
                                         text.take_front(close + 1).count(')'))
    close = text.find(')', close + 1);
  return close;
}

/// tensor ::= dtype '(' facts ')' | dtype 'Tensor' | 'Tensor' ('(' facts ')')?
c10::TypePtr TypeReader::readTensor(StringRef name) {
  StringRef dtypeName = name;
  bool unranked = dtypeName.consume_back("Tensor");
  std::optional<at::ScalarType> dtype = scalarType(dtypeName);
  bool hasFacts = rest.starts_with("(");
  if (unranked ? !dtype && !dtypeName.empty() : !dtype || !hasFacts)
    return nullptr;
  TensorFacts facts;
  facts.ranked = !unranked;
  if (hasFacts) {
    size_t close = closingParenthesis(rest);
    if (close == StringRef::npos)
      return nullptr;
    StringRef text = rest.substr(1, close - 1);
    rest = rest.drop_front(close + 1);
    while (!text.empty())
      if (!readTensorFact(text, facts) ||
          (!text.empty() && !text.consume_front(", ")))
        return nullptr;
  }
  if (!unranked || dtype || hasFacts)
    return makeTensorType(dtype, facts, rest.consume_front("[Undefined]"));
  return c10::TensorType::get();
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
