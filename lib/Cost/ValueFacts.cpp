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

TensorFact TensorFact::of(const at::Tensor &tensor) {
  return {Shape::of(tensor.sizes()), tensor.scalar_type()};
}

/// libtorch throws for what has no size.
static Size bytesOf(c10::ScalarType type) {
  if (type == c10::ScalarType::Undefined || type == c10::ScalarType::NumOptions)
    return std::nullopt;
  return c10::elementSize(type);
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
    if (!tensor || tensor->is_nested())
      continue;
    for (const Value *value : read.values)
      live[value] = TensorFact::of(*tensor);
  }
}

/// The tensor of a constant that has one; the shape of an opaque one says
/// nothing.
static std::optional<TensorFact> factOfConstant(const Node &node) {
  AttributeValue *value = node.kind() == prim::Constant
                              ? findAttribute(node, attr::value)
                              : nullptr;
  if (!value || value->kind() != AttributeKind::t)
    return std::nullopt;
  const at::Tensor &tensor = static_cast<TensorAttr *>(value)->value();
  if (!tensor.defined() || opaqueText(tensor))
    return std::nullopt;
  return TensorFact::of(tensor);
}

TensorFact ValueFacts::of(const Value &value) const {
  auto known = live.find(&value);
  if (known != live.end())
    return known->second;
  const auto *type = value.type()->castRaw<c10::TensorType>();
  if (!type)
    return {};
  TensorFact fact = {Shape::of(*type), type->scalarType()};
  if (!fact.shape.hasRank())
    if (std::optional<TensorFact> constant = factOfConstant(*value.node()))
      return *constant;
  return fact;
}

} // namespace hier
