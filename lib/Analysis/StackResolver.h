//===- StackResolver.h - Which call a call stack stands for ---------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// In a graph that libtorch has inlined, finds the call that ran each node. The
// names on a call stack leave out containers, so that it may stand for several
// calls: those of `rows.0.0` and `rows.1.0` from one line of a loop. Then what
// the node reads tells which it is, and the order of calls does.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_ANALYSIS_STACKRESOLVER_H
#define HIER_LIB_ANALYSIS_STACKRESOLVER_H

#include "CallFrames.h"
#include "hier/Analysis/ModuleCalls.h"
#include "llvm/ADT/MapVector.h"

namespace hier {

/// The call that ran a node, or where it cannot be told, the innermost that is
/// sure to have been in progress.
struct StackPlace {
  CallId call;
  bool isCertain;
};

class StackResolver {
public:
  using Owners = llvm::DenseMap<torch::jit::Value *, ModuleId>;

  /// `nodes` are those of the graph, in program order. `owners` are the modules
  /// that values were read from.
  StackResolver(const ModuleCalls &record,
                llvm::ArrayRef<torch::jit::Node *> nodes, const Owners &owners);

  /// Nothing where neither call stack nor source tell.
  std::optional<StackPlace> placeOf(torch::jit::Node &node) const;

private:
  using Node = torch::jit::Node;
  using FrameIds = llvm::SmallVector<FrameId, 1>;

  /// The nodes that one call ran: libtorch gives them one stack object.
  struct Group {
    std::vector<Node *> nodes;
    FrameIds frames; ///< Those that the stack may stand for, rising.
    /// The place of the first that is no constant: these are pooled.
    std::optional<size_t> first;
  };

  void descend(const torch::jit::InlinedCallStack &stack, Group &group) const;
  void filterByReads(Group &group, const Owners &owners) const;
  bool mayRead(FrameId frame, Node &node, const Owners &owners) const;
  void orderGroups(std::vector<Group *> alike);
  bool isInOrder(const Group &first, const Group &second) const;
  StackPlace placeIn(llvm::ArrayRef<FrameId> frames, Node &node) const;
  std::optional<StackPlace> placeBySource(Node &node) const;
  bool isInStart(FrameId frame) const;
  FrameIds framesInside(Node &node) const;

  const ModuleCalls &record;
  const CallFrames &frames;
  llvm::MapVector<const torch::jit::InlinedCallStack *, Group> groups;
  /// Do the nodes stand in the order of the source? In a part that libtorch has
  /// taken out of a graph, to fuse or differentiate it, they may not.
  bool isOrderKept = true;
};

} // namespace hier

#endif // HIER_LIB_ANALYSIS_STACKRESOLVER_H
