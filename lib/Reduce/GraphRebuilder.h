//===- GraphRebuilder.h - A graph without some of its nodes -----*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Copies what stays. To destroy what goes would cost more: libtorch looks for
// each use among all uses of its value, and calls itself for blocks in blocks.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_REDUCE_GRAPHREBUILDER_H
#define HIER_LIB_REDUCE_GRAPHREBUILDER_H

#include "hier/IR/Program.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

namespace hier {

/// What becomes of nodes; those that are not in it stay.
struct RebuildPlan {
  /// These go, with their blocks and subgraphs. Uses of their outputs become
  /// uses of a value of the very same type: an operand of the node, else the
  /// last that is in sight, else a new input of the graph. A node of a subgraph
  /// for which only the last would do stays.
  llvm::DenseSet<torch::jit::Node *> dropped;
  /// Of a prim::If or prim::Loop, the block whose nodes take its place.
  llvm::DenseMap<torch::jit::Node *, size_t> opened;

  bool isEmpty() const { return dropped.empty() && opened.empty(); }
};

/// Carries out `plan` in each graph of `program` that it has nodes of. Values
/// keep their names and numbers.
void rebuildGraphs(Program &program, const RebuildPlan &plan);

} // namespace hier

#endif // HIER_LIB_REDUCE_GRAPHREBUILDER_H
