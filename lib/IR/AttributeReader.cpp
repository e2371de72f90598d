//===- AttributeReader.cpp - Attributes from text -------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The text of a value does not tell its kind: `1` is an integer, a bool or a
// float's whole part; a list on a constant is an IValue, elsewhere a vector.
// Each reader returns false when the value would not print as it was spelt.
//
//===----------------------------------------------------------------------===//

#include "AttributeText.h"

#include "hier/IR/Opaque.h"
#include "llvm/ADT/StringExtras.h"

#include <charconv>

using namespace llvm;
using namespace torch::jit;

namespace hier {

static const c10::TypePtr &outputType(const Node &node) {
  static const c10::TypePtr none = c10::NoneType::get();
  return node.outputs().empty() ? none : node.outputs()[0]->type();
}

/// An integer in the one way it prints.
static std::optional<int64_t> exactInteger(StringRef text) {
  int64_t value;
  if (text.getAsInteger(10, value) || StringRef(std::to_string(value)) != text)
    return std::nullopt;
  return value;
}

static std::optional<double> exactFloat(StringRef text) {
  double value;
  auto [end, error] = std::from_chars(text.begin(), text.end(), value);
  if (error != std::errc() || end != text.end())
    return std::nullopt;
  std::string spelt;
  appendFloat(spelt, value);
  if (spelt != text)
    return std::nullopt;
  return value;
}

void AttributeReader::set(Node &node, c10::Symbol name, StringRef text) {
  bool done = false;
  switch (text.empty() ? '\0' : text.front()) {
  case '"':
    done = setString(node, name, text);
    break;
  case '[':
    done = setList(node, name, text) || setTypes(node, name, text);
    break;
  case '{':
    done = setTensor(node, name, text);
    break;
  default:
    done = setNumber(node, name, text) || setTensor(node, name, text);
  }
  if (!done)
    node.ival_(name, makeOpaqueValue(text));
}

bool AttributeReader::setNumber(Node &node, c10::Symbol name, StringRef text) {
  bool isFloat = outputType(node)->kind() == c10::TypeKind::FloatType &&
                 name == attr::value;
  if (!isFloat) {
    if (std::optional<int64_t> integer = exactInteger(text)) {
      node.i_(name, *integer);
      return true;
    }
  }
  if (std::optional<double> number = exactFloat(text)) {
    node.f_(name, *number);
    return true;
  }
  return false;
}

bool AttributeReader::setString(Node &node, c10::Symbol name, StringRef text) {
  if (text.size() < 2 || !text.ends_with("\""))
    return false;
  std::optional<std::string> value = unquote(text.drop_front().drop_back());
  if (!value)
    return false;
  node.s_(name, std::move(*value));
  return true;
}

//===----------------------------------------------------------------------===//
// Lists
//===----------------------------------------------------------------------===//

/// The elements of `[a, b]`; no element of interest holds a comma but a string.
static std::optional<SmallVector<StringRef, 8>> listElements(StringRef text) {
  SmallVector<StringRef, 8> elements;
  if (!text.consume_front("[") || !text.consume_back("]"))
    return std::nullopt;
  while (!text.empty()) {
    size_t end = text.find(", ");
    if (text.starts_with("\"")) {
      end = 1;
      while (end < text.size() && text[end] != '"')
        end += text[end] == '\\' ? 2 : 1;
      end = text.find(", ", std::min(end, text.size()));
    }
    elements.push_back(text.take_front(end));
    text = text.drop_front(elements.back().size());
    if (!text.empty() && (!text.consume_front(", ") || text.empty()))
      return std::nullopt;
  }
  return elements;
}

template <typename T, typename Read>
static std::optional<std::vector<T>> readAll(llvm::ArrayRef<StringRef> elements,
                                             Read read) {
  std::vector<T> values;
  for (StringRef element : elements) {
    std::optional<T> value = read(element);
    if (!value)
      return std::nullopt;
    values.push_back(std::move(*value));
  }
  return values;
}

static std::optional<std::string> exactString(StringRef text) {
  if (text.size() < 2 || !text.starts_with("\"") || !text.ends_with("\""))
    return std::nullopt;
  return unquote(text.drop_front().drop_back());
}

/// libtorch holds the list of a constant as an IValue of the constant's type.
static bool setConstantList(Node &node, llvm::ArrayRef<StringRef> elements) {
  const auto *list = outputType(node)->castRaw<c10::ListType>();
  if (!list || elements.empty())
    return false; // An empty list prints as `annotate(...)`.
  switch (list->getElementType()->kind()) {
  case c10::TypeKind::IntType:
    if (auto values = readAll<int64_t>(elements, exactInteger)) {
      node.ival_(attr::value, c10::List<int64_t>(*values));
      return true;
    }
    return false;
  case c10::TypeKind::FloatType:
    if (auto values = readAll<double>(elements, exactFloat)) {
      node.ival_(attr::value, c10::List<double>(*values));
      return true;
    }
    return false;
  case c10::TypeKind::StringType:
    if (auto values = readAll<std::string>(elements, exactString)) {
      node.ival_(attr::value, c10::List<std::string>(*values));
      return true;
    }
    return false;
  default:
    return false;
  }
}

bool AttributeReader::setList(Node &node, c10::Symbol name, StringRef text) {
  auto elements = listElements(text);
  if (!elements)
    return false;
  if (node.kind() == prim::Constant && name == attr::value)
    return setConstantList(node, *elements);
  if (auto integers = readAll<int64_t>(*elements, exactInteger)) {
    node.is_(name, std::move(*integers));
    return !elements->empty();
  }
  if (auto floats = readAll<double>(*elements, exactFloat)) {
    node.fs_(name, std::move(*floats));
    return true;
  }
  if (auto strings = readAll<std::string>(*elements, exactString)) {
    node.ss_(name, std::move(*strings));
    return true;
  }
  return false;
}

/// `types=[Tensor(requires_grad=1), int]`, by which profiling records what it
/// has seen.
bool AttributeReader::setTypes(Node &node, c10::Symbol name, StringRef text) {
  if (name != attr::types)
    return false;
  // A tuple type reads such a list, commas within its elements and all.
  std::string tuple = "(" + text.drop_front().drop_back().str() + ")";
  const auto *list = types.read(tuple)->castRaw<c10::TupleType>();
  if (!list)
    return false;
  node.tys_(name, list->elements().vec());
  return true;
}

//===----------------------------------------------------------------------===//
// Tensors
//===----------------------------------------------------------------------===//

/// A tensor of the one element `value`; undefined when `dtype` cannot hold it
/// or the sizes are those of more elements.
static at::Tensor exactScalar(int64_t value, at::IntArrayRef sizes,
                              at::ScalarType dtype) {
  for (int64_t size : sizes)
    if (size != 1)
      return {};
  try {
    at::Tensor made = at::full(sizes, at::Scalar(value), dtype);
    return made.item().toLong() == value ? made : at::Tensor();
  } catch (const std::exception &) {
    return {}; // libtorch checks the range of some types.
  }
}

/// Integers and bools print exactly; a floating-point number prints six digits
/// of what it is.
at::Tensor AttributeReader::scalarTensor(const c10::TypePtr &type,
                                         StringRef text) {
  const auto *tensorType = type->castRaw<c10::TensorType>();
  at::ScalarType dtype = tensorType && tensorType->scalarType()
                             ? *tensorType->scalarType()
                             : at::kLong;
  StringRef digits = text;
  std::optional<int64_t> value;
  if (digits.consume_front("{") && digits.consume_back("}"))
    value = exactInteger(digits);
  if (!value || !at::isIntegralType(dtype, /*includeBool=*/true))
    return makeOpaqueTensor(text, dtype);
  at::Tensor &known = scalars[{type.get(), *value}];
  if (!known.defined()) {
    std::vector<int64_t> sizes;
    if (tensorType)
      sizes = tensorType->sizes().concrete_sizes().value_or(sizes);
    known = exactScalar(*value, sizes, dtype);
  }
  return known.defined() ? known : makeOpaqueTensor(text, dtype);
}

/// Whatever text stands for a tensor: only a tensor attribute is one that
/// libtorch's passes accept on a constant of that type.
bool AttributeReader::setTensor(Node &node, c10::Symbol name, StringRef text) {
  const c10::TypePtr &type = outputType(node);
  bool isTensor = text.starts_with("{") || text == "<Tensor>" ||
                  (type->kind() == c10::TypeKind::TensorType &&
                   name == attr::value && !text.starts_with("\""));
  if (!isTensor)
    return false;
  node.t_(name, scalarTensor(type, text));
  return true;
}

} // namespace hier
