//===- NodeCost.h - What running a node takes -------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// FLOPs are counted as torch.utils.flop_counter counts them: those of products
// of matrices, of convolutions and of attention, two for each multiplication
// that is added up, and none of anything else. It looks past products with
// vectors, so these have none here. Composite operations count as what they
// decompose into. Attention counts as two products, whichever kernel runs it.
//
// Not known, and never zero, is what the shapes needed are missing for, what is
// no operation of torch's or ONNX's, a call that was not followed, and a kernel
// that multiplies matrices unseen by the counter, such as aten::lstm.
//
// A node in a loop counts once for each turn if a constant says how many there
// are. If not, and in a branch that no constant chooses or rules out, its cost
// is not known unless it is zero.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_COST_NODECOST_H
#define HIER_COST_NODECOST_H

#include "hier/IR/Program.h"

#include <optional>
#include <vector>

namespace hier {

struct NodeCost {
  std::optional<uint64_t> flops; ///< None: not known.
  /// Of the tensors that it makes: views of others, results written in place,
  /// and what nodes inside its blocks make are not among them. None: not known.
  std::optional<uint64_t> activationBytes;

  bool operator==(const NodeCost &) const = default;
};

/// What the types around `node` tell. A subgraph is taken to run once.
NodeCost costOf(const torch::jit::Node &node);

/// The costs of all nodes of `flat`, the inlined graph of `item`, in the order
/// of allNodes(). What reads a parameter of a live module knows its shape; of a
/// text, where the operations on it tell.
std::vector<NodeCost> costsOf(const Item &item, torch::jit::Graph &flat);

} // namespace hier

#endif // HIER_COST_NODECOST_H
