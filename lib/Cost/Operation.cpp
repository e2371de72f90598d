//===- Operation.cpp - A node, as rules of costs look at it ---------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Operands by their place.
//
//===----------------------------------------------------------------------===//

#include "Operation.h"

#include "hier/IR/Attributes.h"

using namespace torch::jit;

namespace hier {

std::optional<int64_t> numberOf(const Value &value) {
  if (value.node()->kind() != prim::Constant)
    return std::nullopt;
  const int64_t *number = integerAttribute(*value.node(), attr::value);
  return number ? std::optional(*number) : std::nullopt;
}

std::optional<bool> isZero(const Value &value) {
  if (std::optional<int64_t> number = numberOf(value))
    return *number == 0;
  AttributeValue *number = value.node()->kind() == prim::Constant
                               ? findAttribute(*value.node(), attr::value)
                               : nullptr;
  if (!number || number->kind() != AttributeKind::f)
    return std::nullopt;
  return static_cast<FloatAttr *>(number)->value() == 0;
}

Shape Operation::shape(size_t index) const {
  const Value *value = operand(index);
  return value ? facts.of(*value).shape : Shape();
}

TensorFact Operation::resultFact() const {
  return node.outputs().empty() ? TensorFact() : facts.of(*node.outputs()[0]);
}

Shape Operation::result(size_t index) const {
  return index < node.outputs().size() ? facts.of(*node.outputs()[index]).shape
                                       : Shape();
}

std::optional<at::ArrayRef<const Value *>>
Operation::elements(size_t index) const {
  const Value *list = operand(index);
  if (!list || list->node()->kind() != prim::ListConstruct)
    return std::nullopt;
  const Node &maker = *list->node();
  return maker.inputs().size() <= longestList ? std::optional(maker.inputs())
                                              : std::nullopt;
}

std::optional<llvm::SmallVector<Shape, 2>>
Operation::shapes(size_t index) const {
  auto tensors = elements(index);
  if (!tensors)
    return std::nullopt;
  llvm::SmallVector<Shape, 2> shapes;
  for (const Value *tensor : *tensors)
    shapes.push_back(facts.of(*tensor).shape);
  return shapes;
}

std::optional<int64_t> Operation::number(size_t index) const {
  const Value *value = operand(index);
  return value ? numberOf(*value) : std::nullopt;
}

template <typename List>
static std::optional<llvm::SmallVector<int64_t, 4>>
unlessLong(const List &numbers) {
  if (numbers.size() > longestList)
    return std::nullopt;
  return llvm::SmallVector<int64_t, 4>(numbers.begin(), numbers.end());
}

std::optional<llvm::SmallVector<int64_t, 4>> numbersOf(const Node &node,
                                                       c10::Symbol name) {
  AttributeValue *attribute = findAttribute(node, name);
  if (!attribute)
    return std::nullopt;
  if (attribute->kind() == AttributeKind::is)
    return unlessLong(static_cast<IntsAttr *>(attribute)->value());
  if (attribute->kind() != AttributeKind::ival)
    return std::nullopt;
  const c10::IValue &value = static_cast<IValueAttr *>(attribute)->value();
  return value.isIntList() ? unlessLong(value.toIntList()) : std::nullopt;
}

std::optional<llvm::SmallVector<int64_t, 4>>
Operation::numbers(size_t index) const {
  const Value *list = operand(index);
  if (list && list->node()->kind() == prim::Constant)
    return numbersOf(*list->node(), attr::value);
  auto made = elements(index);
  if (!made)
    return std::nullopt;
  llvm::SmallVector<int64_t, 4> numbers;
  for (const Value *element : *made) {
    std::optional<int64_t> number = numberOf(*element);
    if (!number)
      return std::nullopt;
    numbers.push_back(*number);
  }
  return numbers;
}

std::optional<llvm::StringRef> Operation::text(size_t index) const {
  const Value *value = operand(index);
  if (!value || value->node()->kind() != prim::Constant)
    return std::nullopt;
  const std::string *text = stringAttribute(*value->node(), attr::value);
  return text ? std::optional<llvm::StringRef>(*text) : std::nullopt;
}

} // namespace hier
