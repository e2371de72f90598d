//===- NodeHistory.h - What has become of nodes -----------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Passes destroy nodes, merge them, and put others in their place, and say
// nothing of it. A node's call stack is what libtorch copies with the node
// whenever it copies one, inlining included, and compares never: while a pass
// runs, each node has a call stack of its own, by which it is known again. What
// took the place of a node that is gone is seen from the nodes that used it.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_IR_NODEHISTORY_H
#define HIER_IR_NODEHISTORY_H

#include "hier/IR/NodeParts.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

namespace hier {

/// Where a node of a changed graph comes from: nodes of the original.
struct Ancestry {
  /// What the node was, or is a copy of; null when it is new.
  torch::jit::Node *self = nullptr;
  /// Nodes, in program order, whose place it has taken: a new node may have
  /// that of any, another that of nodes which were as it is and are gone.
  llvm::SmallVector<torch::jit::Node *, 1> replaced;
  /// Of a new node that has taken nobody's place: the nodes of the original
  /// that it works for, or where nothing uses it, works on.
  llvm::SmallVector<torch::jit::Node *, 1> helped;

  /// `self` and `replaced`, or else `helped`.
  llvm::SmallVector<torch::jit::Node *, 2> sources() const;
};

struct Lineage {
  /// Those of the changed graphs, as allNodes() has them, and whence each is.
  std::vector<torch::jit::Node *> nodes;
  std::vector<Ancestry> ancestries;
  /// Nodes that were followed and are neither there nor replaced.
  std::vector<torch::jit::Node *> gone;
};

class NodeHistory {
public:
  /// Gives each node of `changing` a call stack by which it is known again.
  /// Either graph is copyGraph() of the other. `original` must be left as it is
  /// while this lives.
  void follow(torch::jit::Graph &original, torch::jit::Graph &changing);

  struct Change {
    torch::jit::Graph *original;
    torch::jit::Graph *changed;
  };

  /// What has become of the graphs that were followed: `changes`, in one, whose
  /// nodes get back the call stacks that they had. A graph that was followed
  /// need not be among them, such as that of a callee which was inlined.
  Lineage resolve(llvm::ArrayRef<Change> changes);

  /// Gives back their call stacks to the nodes of a graph.
  void release(torch::jit::Graph &graph) const;

private:
  friend class LineageBuilder;
  using CallStack = std::optional<torch::jit::InlinedCallStackPtr>;

  struct Followed {
    torch::jit::Node *node; ///< Of the original.
    CallStack callStack;    ///< That it had.
    torch::jit::InlinedCallStackPtr mark;
  };

  std::optional<size_t> idOf(const torch::jit::Node &node) const;
  CallStack withoutMark(const torch::jit::Node &node) const;

  std::vector<Followed> followed; // in program order, graph by graph
  llvm::DenseMap<const torch::jit::InlinedCallStack *, size_t> idByMark;
  llvm::DenseMap<const torch::jit::Node *, size_t> idByNode;
  /// The node that each subgraph of an original belongs to.
  llvm::DenseMap<const torch::jit::Graph *, torch::jit::Node *> owners;
};

} // namespace hier

#endif // HIER_IR_NODEHISTORY_H
