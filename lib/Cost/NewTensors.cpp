//===- NewTensors.cpp - The bytes of the tensors that nodes make ----------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Result by result. Each has the bytes of its type, unless it is no new tensor.
//
//===----------------------------------------------------------------------===//

#include "NewTensors.h"

#include "Aliases.h"
#include "FlopRules.h"
#include "llvm/ADT/STLExtras.h"

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

/// Of result `index`, if it is new.
static Size bytesOfResult(const Node &node, size_t index,
                          const c10::FunctionSchema &schema,
                          const ValueFacts &facts) {
  Size bytes = bytesOf(*node.outputs()[index], facts);
  std::optional<bool> isOld = isAlias(node, index, schema, facts);
  if (isOld == true || bytes == Size(0))
    return 0;
  return isOld ? bytes : std::nullopt;
}

/// All results of an operation without a schema are new.
static Size sumOfResults(const Node &node, const c10::FunctionSchema *schema,
                         const ValueFacts &facts) {
  Size bytes = 0;
  for (size_t index = 0; index < node.outputs().size(); ++index)
    bytes = sum(bytes, schema ? bytesOfResult(node, index, *schema, facts)
                              : bytesOf(*node.outputs()[index], facts));
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
