//===- AttributeWriter.cpp - Attributes to text ---------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The values that libtorch's printer spells in `Node::printAttrValue`, each in
// the same way.
//
//===----------------------------------------------------------------------===//

#include "AttributeText.h"

#include "hier/IR/Opaque.h"

#include <algorithm>
#include <sstream>

using namespace torch::jit;

namespace hier {

template <typename Attribute>
static const typename Attribute::ValueType &
valueOf(const AttributeValue &attribute) {
  // value() is not const in libtorch, though it changes nothing.
  return const_cast<Attribute &>(static_cast<const Attribute &>(attribute))
      .value();
}

template <typename Values, typename Append>
static void appendList(TextBuffer &out, const Values &values, Append append) {
  out += '[';
  const char *separator = "";
  for (const auto &value : values) {
    out += separator;
    append(value);
    separator = ", ";
  }
  out += ']';
}

/// Up to eight elements are printed, on one line.
static constexpr int64_t largestPrintedTensor = 8;

static void appendTensor(TextBuffer &out, const at::Tensor &tensor) {
  if (std::optional<llvm::StringRef> text = opaqueText(tensor)) {
    out += *text;
    return;
  }
  std::ostringstream stream;
  if (tensor.defined() && tensor.numel() == 1) {
    // MKLDNN's layout, which passes for frozen graphs make, has no elements.
    bool isStrided = tensor.layout() == at::kStrided;
    at::Tensor dense = isStrided ? tensor : tensor.to_dense();
    at::Scalar scalar = dense.reshape({}).item();
    stream << '{';
    if (scalar.isFloatingPoint())
      stream << scalar.toDouble();
    else if (scalar.isComplex())
      stream << scalar.toComplexDouble();
    else
      stream << scalar.toLong();
    stream << '}';
  } else if (!tensor.defined() || tensor.numel() <= largestPrintedTensor) {
    stream << tensor;
  } else {
    stream << "<Tensor>";
  }
  std::string text = stream.str();
  std::replace(text.begin(), text.end(), '\n', ' ');
  out += text;
}

static void appendValue(TextBuffer &out, const c10::IValue &value) {
  if (std::optional<llvm::StringRef> text = opaqueText(value)) {
    out += *text;
    return;
  }
  auto special = [](std::ostream &stream, const c10::IValue &part) {
    if (part.isTensor()) {
      std::string text;
      TextBuffer buffer(text);
      appendTensor(buffer, part.toTensor());
      stream << std::string_view(buffer.text());
    } else if (part.isTensorList()) {
      stream << "[<Tensors>]";
    } else if (std::optional<llvm::StringRef> text = opaqueText(part)) {
      stream.write(text->data(), static_cast<std::streamsize>(text->size()));
    } else if (part.isObject() && !part.type()->is_module()) {
      stream << "object(" << &part.toObjectRef() << ')';
    } else {
      return false;
    }
    return true;
  };
  std::ostringstream stream;
  value.repr(stream, special);
  out += stream.str();
}

static void appendComplex(TextBuffer &out, c10::complex<double> value) {
  appendValue(out, c10::IValue(value));
}

void appendAttributeValue(TextBuffer &out, const AttributeValue &attribute) {
  auto integer = [&](int64_t value) { out.appendNumber(value); };
  auto number = [&](double value) { appendFloat(out, value); };
  auto string = [&](const std::string &value) { appendQuoted(out, value); };
  auto type = [&](const c10::TypePtr &value) {
    std::string text;
    appendType(text, *value);
    out += text;
  };
  switch (attribute.kind()) {
  case AttributeKind::i:
    return integer(valueOf<IntAttr>(attribute));
  case AttributeKind::is:
    return appendList(out, valueOf<IntsAttr>(attribute), integer);
  case AttributeKind::f:
    return number(valueOf<FloatAttr>(attribute));
  case AttributeKind::fs:
    return appendList(out, valueOf<FloatsAttr>(attribute), number);
  case AttributeKind::s:
    return string(valueOf<StringAttr>(attribute));
  case AttributeKind::ss:
    return appendList(out, valueOf<StringsAttr>(attribute), string);
  case AttributeKind::c:
    return appendComplex(out, valueOf<ComplexAttr>(attribute));
  case AttributeKind::cs:
    return appendList(out, valueOf<ComplexValsAttr>(attribute),
                      [&](const auto &value) { appendComplex(out, value); });
  case AttributeKind::t:
    return appendTensor(out, valueOf<TensorAttr>(attribute));
  case AttributeKind::ts:
    out += "[<Tensors>]";
    return;
  case AttributeKind::g:
    out += "<Graph>";
    return;
  case AttributeKind::gs:
    out += "[<Graphs>]";
    return;
  case AttributeKind::ty:
    return type(valueOf<TypeAttr>(attribute));
  case AttributeKind::tys:
    return appendList(out, valueOf<TypesAttr>(attribute), type);
  case AttributeKind::ival:
    return appendValue(out, valueOf<IValueAttr>(attribute));
  }
}

} // namespace hier
