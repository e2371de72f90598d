//===- AttributeReader.cpp - Attributes from text -------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The text of a value does not tell its kind: `1` is an integer, a bool or a
// float's whole part. A list is an IValue, as parseIR makes it: the vectors
// that nodes can have instead print alike. Each setter returns false when the
// text is not of its kind, or when what torch prints for it would say something
// else.
//
//===----------------------------------------------------------------------===//

#include "AttributeText.h"

#include "LiteralReader.h"
#include "hier/IR/Attributes.h"
#include "hier/IR/Opaque.h"
#include "llvm/ADT/StringExtras.h"

#include <ATen/CPUGeneratorImpl.h>

using namespace llvm;
using namespace torch::jit;

namespace hier {

static const c10::TypePtr &outputType(const Node &node) {
  static const c10::TypePtr none = c10::NoneType::get();
  return node.outputs().empty() ? none : node.outputs()[0]->type();
}

void AttributeReader::set(Node &node, c10::Symbol name, StringRef text) {
  StringRef value = text.trim();
  bool done = false;
  switch (value.empty() ? '\0' : value.front()) {
  case '"':
  case '\'':
    done = setString(node, name, value);
    break;
  case '[':
    done = setList(node, name, value);
    break;
  case '{':
    done = setTensor(node, name, text);
    break;
  default:
    // The text of a tensor may be anything.
    done = setNumber(node, name, value) || setType(node, name, value) ||
           setObject(node, name, value) || setTensor(node, name, text);
  }
  if (!done)
    addAttribute<IValueAttr>(node, name, makeOpaqueValue(text));
}

/// A float that has no fraction may print as an integer.
bool AttributeReader::setNumber(Node &node, c10::Symbol name, StringRef text) {
  bool isFloat = outputType(node)->kind() == c10::TypeKind::FloatType &&
                 name == attr::value;
  if (auto number = isFloat ? exactFloat(text) : std::nullopt)
    addAttribute<FloatAttr>(node, name, *number);
  else if (std::optional<int64_t> integer = readInteger(text))
    addAttribute<IntAttr>(node, name, *integer);
  else if (std::optional<double> other = readFloat(text))
    addAttribute<FloatAttr>(node, name, *other);
  else if (auto complex = readComplex(text))
    addAttribute<ComplexAttr>(node, name, *complex);
  else
    return false;
  return true;
}

bool AttributeReader::setString(Node &node, c10::Symbol name, StringRef text) {
  std::optional<std::string> value = readString(text);
  if (value)
    addAttribute<StringAttr>(node, name, std::move(*value));
  return value.has_value();
}

//===----------------------------------------------------------------------===//
// Lists
//===----------------------------------------------------------------------===//

/// A list of what `read` reads, as an IValue; false when an element is another.
template <typename T, typename Read>
static bool setAll(Node &node, c10::Symbol name,
                   llvm::ArrayRef<StringRef> elements, Read read) {
  c10::List<T> values;
  for (StringRef element : elements) {
    std::optional<T> value = read(element);
    if (!value)
      return false;
    values.push_back(std::move(*value));
  }
  addAttribute<IValueAttr>(node, name, std::move(values));
  return true;
}

/// list ::= '[' integers | floats | complex numbers | strings | types ']'
///
/// An empty list has no type of elements; on a constant it prints as
/// `annotate(...)`.
bool AttributeReader::setList(Node &node, c10::Symbol name, StringRef text) {
  auto elements = listElements(text);
  if (!elements || elements->empty())
    return false;
  const auto *list = outputType(node)->castRaw<c10::ListType>();
  bool areFloats = name == attr::value && list &&
                   list->getElementType()->kind() == c10::TypeKind::FloatType;
  return (areFloats && setAll<double>(node, name, *elements, exactFloat)) ||
         setAll<int64_t>(node, name, *elements, readInteger) ||
         setAll<double>(node, name, *elements, readFloat) ||
         setAll<c10::complex<double>>(node, name, *elements, readComplex) ||
         setAll<std::string>(node, name, *elements, readString) ||
         setTypes(node, name, *elements);
}

//===----------------------------------------------------------------------===//
// Types
//===----------------------------------------------------------------------===//

/// The type that `text` names; null when libtorch may print it for something
/// else, or has no such type.
c10::TypePtr AttributeReader::typeNamed(StringRef text) {
  bool isNone = text == "None" || text == "NoneType";
  bool isName = !text.empty() && isAlpha(text.front());
  if (isNone || (!isName && !text.starts_with("__torch__.torch.classes.")))
    return nullptr;
  c10::TypePtr type = types.read(text);
  return isOpaque(*type) ? nullptr : type;
}

bool AttributeReader::setType(Node &node, c10::Symbol name, StringRef text) {
  c10::TypePtr type = typeNamed(text);
  if (type)
    addAttribute<TypeAttr>(node, name, type);
  return type != nullptr;
}

/// `types=[Tensor(requires_grad=1), (int, int)]`, by which profiling records
/// what it has seen, may hold types of all forms.
bool AttributeReader::setTypes(Node &node, c10::Symbol name,
                               llvm::ArrayRef<StringRef> elements) {
  std::vector<c10::TypePtr> read;
  for (StringRef element : elements) {
    c10::TypePtr type =
        name == attr::types ? types.read(element) : typeNamed(element);
    if (!type || isOpaque(*type))
      return false;
    read.push_back(std::move(type));
  }
  addAttribute<TypesAttr>(node, name, std::move(read));
  return true;
}

//===----------------------------------------------------------------------===//
// Objects
//===----------------------------------------------------------------------===//

/// A container that has no elements, of `type`.
static c10::IValue emptyContainer(const c10::Type &type) {
  if (const auto *list = type.castRaw<c10::ListType>())
    return c10::impl::GenericList(list->getElementType());
  if (const auto *dict = type.castRaw<c10::DictType>())
    return c10::impl::GenericDict(dict->getKeyType(), dict->getValueType());
  return {};
}

/// torch.Generator(device="cpu", seed=1)
static c10::IValue generator(StringRef text) {
  uint64_t seed;
  if (!text.consume_front("torch.Generator(device=\"cpu\",seed=") ||
      !text.consume_back(")") || text.getAsInteger(10, seed))
    return {};
  return at::detail::createCPUGenerator(seed);
}

static std::string withoutSpaces(StringRef text) {
  std::string tight = text.str();
  llvm::erase_if(tight, isSpace);
  return tight;
}

/// object ::= 'annotate(' type ', ' ('[]' | '{}') ')' | 'torch.Generator(...)'
bool AttributeReader::setObject(Node &node, c10::Symbol name, StringRef text) {
  std::string tight = withoutSpaces(text);
  c10::IValue value;
  if (name == attr::value && StringRef(tight).starts_with("annotate("))
    value = emptyContainer(*outputType(node));
  else if (StringRef(tight).starts_with("torch.Generator("))
    value = generator(tight);
  if (value.isNone())
    return false;
  auto attribute = std::make_unique<IValueAttr>(name, std::move(value));
  std::string printed;
  TextBuffer buffer(printed);
  appendAttributeValue(buffer, *attribute);
  if (withoutSpaces(buffer.text()) != tight)
    return false;
  addAttribute(node, std::move(attribute));
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
    value = readInteger(digits);
  // A zero that prints with a minus is of a type that the text does not tell.
  if (value && digits != std::to_string(*value))
    value.reset();
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
  addAttribute<TensorAttr>(node, name, scalarTensor(type, text));
  return true;
}

} // namespace hier
