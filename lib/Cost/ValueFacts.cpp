//===- ValueFacts.cpp - What is known of the tensors of a graph -----------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Types first, then the tensors themselves.
//
//===----------------------------------------------------------------------===//

#include "ValueFacts.h"

#include "hier/IR/Attributes.h"
#include "hier/IR/Opaque.h"

using namespace torch::jit;

namespace hier {

bool isStrided(const at::Tensor &tensor) {
  return tensor.layout() == c10::kStrided && !tensor.is_nested();
}

/// A nested tensor has no sizes, and throws when it is asked for them.
TensorFact TensorFact::of(const at::Tensor &tensor) {
  Shape shape = tensor.is_nested() ? Shape() : Shape::of(tensor.sizes());
  return {std::move(shape), tensor.scalar_type()};
}

/// libtorch throws for what has no size. Several of the packed ones share a
/// byte.
static Size bytesOf(c10::ScalarType type) {
  switch (type) {
  case c10::ScalarType::Undefined:
  case c10::ScalarType::NumOptions:
  case c10::ScalarType::QUInt2x4:
  case c10::ScalarType::QUInt4x2:
    return std::nullopt;
  default:
    return c10::elementSize(type);
  }
}

Size TensorFact::bytes() const {
  return product({shape.elements(), type ? bytesOf(*type) : std::nullopt});
}

ValueFacts::ValueFacts(const AttributeReads &reads) {
  for (const AttributeRead &read : reads.reads) {
    const ModuleObject *object = reads.modules[read.module].object;
    if (!object)
      continue;
    std::optional<at::Tensor> tensor = liveTensor(*object, read.name);
    if (!tensor)
      continue;
    for (const Value *value : read.values)
      live[value] = *tensor;
  }
}

/// The tensor of a constant that has one; the shape of an opaque one says
/// nothing.
static std::optional<at::Tensor> tensorOfConstant(const Node &node) {
  AttributeValue *value = node.kind() == prim::Constant
                              ? findAttribute(node, attr::value)
                              : nullptr;
  if (!value || value->kind() != AttributeKind::t)
    return std::nullopt;
  const at::Tensor &tensor = static_cast<TensorAttr *>(value)->value();
  if (!tensor.defined() || opaqueText(tensor))
    return std::nullopt;
  return tensor;
}

TensorFact ValueFacts::of(const Value &value) const {
  auto known = live.find(&value);
  if (known != live.end())
    return TensorFact::of(known->second);
  const auto *type = value.type()->castRaw<c10::TensorType>();
  if (!type)
    return {};
  TensorFact fact = {Shape::of(*type), type->scalarType()};
  if (!fact.shape.hasRank())
    if (std::optional<at::Tensor> tensor = tensorOfConstant(*value.node()))
      return TensorFact::of(*tensor);
  return fact;
}

static std::optional<Layout> layoutOfTensor(const at::Tensor &tensor) {
  if (!isStrided(tensor))
    return std::nullopt;
  return Layout{tensor.sizes().vec(), tensor.strides().vec()};
}

static std::optional<Layout> layoutOfType(const c10::TensorType &type) {
  std::optional<std::vector<int64_t>> sizes = type.sizes().concrete_sizes();
  std::optional<std::vector<int64_t>> strides = type.strides().concrete_sizes();
  if (!sizes || !strides || sizes->size() != strides->size())
    return std::nullopt;
  return Layout{std::move(*sizes), std::move(*strides)};
}

std::optional<Layout> ValueFacts::layoutOf(const Value &value) const {
  auto known = live.find(&value);
  if (known != live.end())
    return layoutOfTensor(known->second);
  const auto *type = value.type()->castRaw<c10::TensorType>();
  return type ? layoutOfType(*type) : std::nullopt;
}

std::optional<c10::Device> ValueFacts::deviceOf(const Value &value) const {
  auto known = live.find(&value);
  if (known != live.end())
    return known->second.device();
  const auto *type = value.type()->castRaw<c10::TensorType>();
  return type ? type->device() : std::nullopt;
}

} // namespace hier
