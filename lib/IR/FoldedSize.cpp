//===- FoldedSize.cpp - How large constant folding would make a value -----===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Sums and products over the operands.
//
//===----------------------------------------------------------------------===//

#include "FoldedSize.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/MathExtras.h"

using namespace torch::jit;

namespace hier {

/// Elements and characters, to any depth.
static uint64_t sizeOf(const c10::IValue &constant) {
  uint64_t size = 0;
  constant.visit([&](const c10::IValue &part) {
    size += part.isString() ? part.toStringRef().size() : 1;
    return false;
  });
  return size;
}

/// The number that an operand is; as large as can be where the text does not
/// say, since it may be folded first.
static uint64_t numberOf(const Value &value) {
  std::optional<c10::IValue> constant;
  if (value.type()->kind() == c10::TypeKind::IntType)
    constant = toIValue(&value);
  if (!constant || !constant->isInt())
    return UINT64_MAX;
  return std::max<int64_t>(constant->toInt(), 1);
}

/// The product of a list of numbers.
uint64_t FoldedSizes::elementsOf(const Value &shape) const {
  uint64_t product = 1;
  if (std::optional<c10::IValue> constant = toIValue(&shape)) {
    if (constant->isIntList())
      for (int64_t size : constant->toIntVector())
        product = llvm::SaturatingMultiply<uint64_t>(
            product, std::max<int64_t>(size, 1));
    return product;
  }
  if (shape.node()->kind() != prim::ListConstruct)
    return UINT64_MAX;
  for (const Value *size : shape.node()->inputs())
    product = llvm::SaturatingMultiply(product, numberOf(*size));
  return product;
}

static bool isSized(const Value &value) {
  switch (value.type()->kind()) {
  case c10::TypeKind::DictType:
  case c10::TypeKind::ListType:
  case c10::TypeKind::StringType:
  case c10::TypeKind::TupleType:
    return true;
  default:
    return false;
  }
}

namespace {
/// How the size of a result follows from the operands.
enum class Growth { Sum, Product, Repeated, Viewed, Unknown };
} // namespace

static Growth growthOf(c10::Symbol kind) {
  return llvm::StringSwitch<Growth>(kind.toQualString())
      .Cases("aten::mul", "aten::ljust", "aten::rjust", "aten::center",
             "aten::zfill", "aten::expandtabs", Growth::Repeated)
      .Cases("aten::join", "aten::replace", "aten::format",
             "aten::percentFormat", Growth::Product)
      .Cases("aten::expand", "aten::expand_copy", "aten::broadcast_to",
             "aten::as_strided", Growth::Viewed)
      .Cases("aten::unbind", "aten::split", "aten::split_with_sizes",
             "aten::chunk", "aten::tensor_split", "prim::ConstantChunk",
             "prim::tolist", Growth::Unknown)
      .Cases("aten::expand_as", "aten::broadcast_tensors", Growth::Unknown)
      .Default(Growth::Sum);
}

uint64_t FoldedSizes::bound(const Node &node) const {
  Growth growth = growthOf(node.kind());
  if (growth == Growth::Unknown || !node.blocks().empty())
    return UINT64_MAX;
  if (growth == Growth::Viewed)
    return elementsOf(*node.input(1));
  uint64_t sum = 0;
  uint64_t product = 1;
  for (const Value *input : node.inputs()) {
    bool isCount = growth == Growth::Repeated &&
                   input->type()->kind() == c10::TypeKind::IntType;
    uint64_t size = isCount ? numberOf(*input) : sizes.lookup(input);
    sum = llvm::SaturatingAdd(sum, size);
    product = llvm::SaturatingMultiply(product, std::max<uint64_t>(size, 1));
  }
  return growth == Growth::Sum ? sum : product;
}

/// Blocks are not looked into: what comes out of them may be of any size.
bool FoldedSizes::isTooLarge(const Node &node) {
  if (node.kind() == prim::Constant) {
    const Value *output = node.output();
    // libtorch throws on constants of some other types.
    std::optional<c10::IValue> constant;
    if (isSized(*output))
      constant = toIValue(output);
    sizes[output] = constant ? sizeOf(*constant) : 1;
    return false;
  }
  if (!llvm::all_of(node.inputs(),
                    [&](const Value *input) { return sizes.contains(input); }))
    return false;
  bool isView = growthOf(node.kind()) == Growth::Viewed;
  uint64_t size = bound(node);
  bool makesSized = llvm::any_of(
      node.outputs(), [](const Value *output) { return isSized(*output); });
  if (size > limit && node.blocks().empty() && (isView || makesSized))
    return true;
  for (const Value *output : node.outputs())
    sizes[output] = isSized(*output) ? size : 1;
  return false;
}

} // namespace hier
