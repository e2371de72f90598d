//===- TensorTypeReader.cpp - What a type says of a tensor ----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The grammar of `Float(2, *, strides=[1, 2], requires_grad=0, device=cpu)`.
//
//===----------------------------------------------------------------------===//

#include "TypeReader.h"

#include "llvm/ADT/StringMap.h"

using namespace llvm;

namespace hier {

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

/// What stands between the parentheses of a tensor type.
struct TensorFacts {
  bool ranked = false;
  std::vector<std::optional<int64_t>> sizes; // None where it is `*`.
  std::optional<std::vector<int64_t>> strides;
  std::optional<bool> requiresGrad;
  std::optional<at::Device> device;
};

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

/// The symbol `SS(-number)`, which from here on is none that libtorch makes
/// anew. That takes a time that grows with the number, so there is a largest.
bool TypeReader::readSymbol(StringRef number, TensorFacts &facts) {
  static constexpr int64_t largest = 1 << 20;
  int64_t size;
  if (number.getAsInteger(10, size) || size <= 0 || size > largest)
    return false;
  while (c10::ShapeSymbol::newSymbol().value() > -size) {
  }
  facts.sizes.emplace_back(-size);
  table.symbols.insert(-size);
  return true;
}

/// fact ::= integer | '*' | 'SS(-' integer ')' | 'strides=[' integers ']'
///        | 'requires_grad=' bit | 'device=' name
bool TypeReader::readTensorFact(StringRef &text, TensorFacts &facts) {
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
  else if (fact.consume_front("SS(-"))
    return fact.consume_back(")") && readSymbol(fact, facts);
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
  facts.ranked = !unranked || rest.starts_with("()");
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

} // namespace hier
