//===- NewTensors.cpp - The bytes of the tensors that nodes make ----------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Result by result, each with what the schema says of it.
//
//===----------------------------------------------------------------------===//

#include "NewTensors.h"

#include "FlopRules.h"
#include "hier/IR/Attributes.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"

#include <ATen/TensorUtils.h>
#include <torch/csrc/jit/runtime/operator.h>

using namespace torch::jit;

namespace hier {

/// Lists and optionals hold what their elements are.
static const c10::Type &elementType(const c10::Type &type) {
  const c10::Type *element = &type;
  while (element->kind() == c10::TypeKind::ListType ||
         element->kind() == c10::TypeKind::OptionalType)
    element = element->containedType(0).get();
  return *element;
}

static bool mayHoldTensors(const c10::Type &type) {
  switch (elementType(type).kind()) {
  case c10::TypeKind::BoolType:
  case c10::TypeKind::ComplexType:
  case c10::TypeKind::DeviceObjType:
  case c10::TypeKind::FloatType:
  case c10::TypeKind::GeneratorType:
  case c10::TypeKind::IntType:
  case c10::TypeKind::LayoutType:
  case c10::TypeKind::MemoryFormatType:
  case c10::TypeKind::NoneType:
  case c10::TypeKind::NumberType:
  case c10::TypeKind::ScalarTypeType:
  case c10::TypeKind::StringType:
  case c10::TypeKind::SymBoolType:
  case c10::TypeKind::SymFloatType:
  case c10::TypeKind::SymIntType:
    return false;
  default:
    return true;
  }
}

/// What is taken out of a list tells what is in it.
static Size bytesOfList(const Value &list, const ValueFacts &facts) {
  for (const Use &use : list.uses()) {
    if (use.user->kind() != prim::ListUnpack)
      continue;
    Size bytes = 0;
    for (const Value *element : use.user->outputs())
      bytes = sum(bytes, facts.of(*element).bytes());
    return bytes;
  }
  return std::nullopt;
}

static Size bytesOf(const Value &value, const ValueFacts &facts) {
  if (!mayHoldTensors(*value.type()))
    return 0;
  if (value.type()->kind() == c10::TypeKind::TensorType)
    return facts.of(value).bytes();
  return value.type()->kind() == c10::TypeKind::ListType
             ? bytesOfList(value, facts)
             : std::nullopt;
}

//===----------------------------------------------------------------------===//
// Results that may be views
//===----------------------------------------------------------------------===//

namespace {
/// Whether the result is a new tensor, where the schema does not say it.
enum class Copies {
  AsInSchema,
  Never,         ///< The schema leaves out that it is a view.
  ForOtherForm,  ///< If its elements have another type or order.
  ForOtherOrder, ///< If its elements lie in another order.
  WhereNoView,   ///< If no view of the operand has its shape.
  InTraining     ///< If the last operand says so.
};
} // namespace

static Copies copiesOf(c10::Symbol kind) {
  return llvm::StringSwitch<Copies>(kind.toQualString())
      .Cases("aten::atleast_1d", "aten::atleast_2d", "aten::atleast_3d",
             "aten::broadcast_tensors", "aten::meshgrid", Copies::Never)
      .Cases("aten::unsafe_chunk", "aten::unsafe_split",
             "aten::unsafe_split_with_sizes", Copies::Never)
      .Cases("aten::to", "aten::type_as", "aten::_autocast_to_full_precision",
             "aten::_autocast_to_reduced_precision", Copies::ForOtherForm)
      .Case("aten::contiguous", Copies::ForOtherOrder)
      .Cases("aten::flatten", "aten::reshape", "aten::reshape_as",
             Copies::WhereNoView)
      .Cases("aten::alpha_dropout", "aten::dropout", "aten::feature_dropout",
             "aten::feature_alpha_dropout", Copies::InTraining)
      .Default(Copies::AsInSchema);
}

/// Sizes and strides of a tensor type; empty where they are not known.
static std::pair<std::vector<int64_t>, std::vector<int64_t>>
layoutOf(const Value &value) {
  const auto *type = value.type()->castRaw<c10::TensorType>();
  auto sizes = type ? type->sizes().concrete_sizes() : std::nullopt;
  auto strides = type ? type->strides().concrete_sizes() : std::nullopt;
  if (!sizes || !strides || sizes->size() != strides->size())
    return {};
  return {*sizes, *strides};
}

/// Do the elements of two tensors of one shape lie in one order?
static bool haveOneOrder(const Value &one, const Value &other) {
  auto [sizes, strides] = layoutOf(one);
  auto [otherSizes, otherStrides] = layoutOf(other);
  for (size_t at = 0; at < std::min(sizes.size(), otherSizes.size()); ++at)
    if (sizes[at] > 1 && strides[at] != otherStrides[at])
      return false;
  return true;
}

static bool isView(const Value &result, const Value &operand) {
  auto [sizes, strides] = layoutOf(operand);
  std::vector<int64_t> wanted = layoutOf(result).first;
  return sizes.empty() || wanted.empty() ||
         at::detail::computeStride(sizes, strides, wanted).has_value();
}

/// Is the only result of `node` its first operand, or a view of it? `isAlias`
/// is what the schema says.
static bool isAlias(const Node &node, bool isAlias, const ValueFacts &facts) {
  Copies copies = copiesOf(node.kind());
  if (copies == Copies::AsInSchema || node.inputs().empty())
    return isAlias;
  const Value &operand = *node.inputs()[0];
  const Value &result = *node.outputs()[0];
  switch (copies) {
  case Copies::ForOtherForm:
    return facts.of(operand).type == facts.of(result).type &&
           haveOneOrder(operand, result);
  case Copies::ForOtherOrder:
    return haveOneOrder(operand, result);
  case Copies::WhereNoView:
    return isView(result, operand);
  case Copies::InTraining:
    return numberOf(*node.inputs().back()) == 0;
  default:
    return true;
  }
}

//===----------------------------------------------------------------------===//
// Nodes
//===----------------------------------------------------------------------===//

/// The sum over the results; those that `schema` has aliases for, if it is
/// given, are no new tensors.
static Size sumOfResults(const Node &node, const c10::FunctionSchema *schema,
                         const ValueFacts &facts) {
  Size bytes = 0;
  for (auto [index, value] : llvm::enumerate(node.outputs())) {
    bool isAliased = schema && schema->returns()[index].alias_info();
    if (node.outputs().size() == 1 && isAlias(node, isAliased, facts))
      continue;
    if (node.outputs().size() > 1 && isAliased)
      continue;
    bytes = sum(bytes, bytesOf(*value, facts));
  }
  return bytes;
}

static bool makesNoTensor(const Node &node) {
  return llvm::none_of(node.outputs(), [](const Value *value) {
    return mayHoldTensors(*value->type());
  });
}

Size newBytesOf(const Node &node, const ValueFacts &facts) {
  if (isStructural(node.kind()) || runsOthersOnly(node))
    return 0;
  if (node.kind().is_onnx())
    return sumOfResults(node, /*schema=*/nullptr, facts);
  const c10::FunctionSchema *schema = node.maybeSchema();
  if (schema && schema->returns().size() == node.outputs().size())
    return sumOfResults(node, schema, facts);
  bool isKnown = node.kind().is_aten() || node.kind().is_prim();
  return isKnown && makesNoTensor(node) ? Size(0) : std::nullopt;
}

} // namespace hier
