//===- FoldedSize.h - How large constant folding would make a value *- C++
//-*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Constant folding runs what has only constants for operands. A few short lines
// of text can ask it for lists, strings and views of tensors that take all
// memory or time there is: `[0] * 10**12`, or forty times `x = x + x`.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_IR_FOLDEDSIZE_H
#define HIER_LIB_IR_FOLDEDSIZE_H

#include "hier/IR/Torch.h"
#include "llvm/ADT/DenseMap.h"

namespace hier {

/// Bounds on the sizes of what folding would make of the values of a graph,
/// found by looking at its nodes in order. What a tensor holds is not looked
/// at, for TensorBudget.h limits that; but a view may be larger than it.
class FoldedSizes {
public:
  /// Would folding `node` make a list, a string or a view of more than `limit`
  /// elements? The caller sees to it that it is not folded if so.
  bool isTooLarge(const torch::jit::Node &node);

  /// More than any dump seen holds, and printed in a moment.
  static constexpr uint64_t limit = 1 << 12;

private:
  using Value = torch::jit::Value;
  using Node = torch::jit::Node;

  uint64_t elementsOf(const Value &shape) const;
  uint64_t bound(const Node &node) const;

  /// Of the values that may be folded.
  llvm::DenseMap<const Value *, uint64_t> sizes;
};

} // namespace hier

#endif // HIER_LIB_IR_FOLDEDSIZE_H
