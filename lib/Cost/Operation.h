//===- Operation.h - A node, as rules of costs look at it -------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A node of a text may have any operands: whatever is missing or of another
// kind is not known, and never an error.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_COST_OPERATION_H
#define HIER_LIB_COST_OPERATION_H

#include "ValueFacts.h"
#include "llvm/ADT/StringRef.h"

namespace hier {

/// A text may give one list to all of its operations. What is longer than this
/// is not read: no operation takes as many numbers, or tensors one by one.
inline constexpr size_t longestList = 16;

/// The number that a constant is; of a bool 0 or 1.
std::optional<int64_t> numberOf(const torch::jit::Value &value);

/// Is the constant number or bool `value` zero, or false?
std::optional<bool> isZero(const torch::jit::Value &value);

/// The attribute `name`; nothing where it is no list of numbers, or too long.
std::optional<llvm::SmallVector<int64_t, 4>>
numbersOf(const torch::jit::Node &node, c10::Symbol name);

class Operation {
public:
  Operation(const torch::jit::Node &node, const ValueFacts &facts)
      : node(node), facts(facts) {}

  /// Null when there is no such operand.
  const torch::jit::Value *operand(size_t index) const {
    return index < node.inputs().size() ? node.inputs()[index] : nullptr;
  }
  Shape shape(size_t index) const;
  Shape result(size_t index = 0) const;
  TensorFact resultFact() const;
  /// The values that an operand which is a list is made of; nothing where they
  /// are not seen, or too many.
  std::optional<at::ArrayRef<const torch::jit::Value *>>
  elements(size_t index) const;
  /// Of an operand that is a list made of tensors.
  std::optional<llvm::SmallVector<Shape, 2>> shapes(size_t index) const;

  /// Constants.
  std::optional<int64_t> number(size_t index) const;
  std::optional<llvm::SmallVector<int64_t, 4>> numbers(size_t index) const;
  std::optional<llvm::StringRef> text(size_t index) const;

  const torch::jit::Node &node;
  const ValueFacts &facts;
};

} // namespace hier

#endif // HIER_LIB_COST_OPERATION_H
