//===- Costs.h - What running a model takes ---------------------*- C++ -*-===//
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
// A live module has its parameters. A text names them, and says nothing of
// their shapes but through the operations that work on them: the weight of an
// aten::linear follows from its input and output, that of an aten::embedding
// does not.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_COST_COSTS_H
#define HIER_COST_COSTS_H

#include "hier/IR/Program.h"

#include <optional>
#include <string>
#include <vector>

namespace hier {

struct NodeCost {
  std::optional<uint64_t> flops; ///< None: not known.
  /// Of the tensors that it makes: views of others, results written in place,
  /// and what nodes inside its blocks make are not among them. None: not known,
  /// or nobody can tell whether a result is a view.
  std::optional<uint64_t> activationBytes;

  bool operator==(const NodeCost &) const = default;
};

struct Parameter {
  std::string module; ///< The path of the module.
  std::string name;
  std::optional<uint64_t> elements, bytes; ///< None: not known.
  /// Has another module or name before it the same one? Of a text nobody can
  /// tell.
  bool isShared = false;
};

struct Costs {
  /// In the order of allNodes(). What reads a parameter of a live module knows
  /// its shape; of a text, where the operations on it tell.
  std::vector<NodeCost> nodes;
  /// The parameters, not the buffers, of all modules, called or not. Of a graph
  /// alone, the tensors that its nodes read from modules, but for those that
  /// are sure to be buffers. One without a name, of which nothing is known,
  /// stands for all those of a module that it calls, and for all there are
  /// where it has no module.
  std::vector<Parameter> parameters;
};

/// What the types around `node` tell. A subgraph is taken to run once.
NodeCost costOf(const torch::jit::Node &node);

/// Of `item`, by the types of `flat`: its inlined graph, or a copy that has the
/// types which were seen when it ran.
Costs costsOf(const Item &item, torch::jit::Graph &flat);

} // namespace hier

#endif // HIER_COST_COSTS_H
