//===- CallFrames.h - The bodies that inlining has run --------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// libtorch's own inliner leaves on each node the chain of calls that ran it, as
// a function, a place in the source and the last name of the module: without
// the containers around it. Hier's inliner, which knows the module, writes down
// here how libtorch would have spelt each call, so that the one can be found by
// the other.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_ANALYSIS_CALLFRAMES_H
#define HIER_LIB_ANALYSIS_CALLFRAMES_H

#include "hier/Hierarchy/CallTree.h"
#include "hier/IR/Torch.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"

#include <map>
#include <tuple>

namespace hier {

using FrameId = uint32_t;

/// A method or function that was run.
struct Frame {
  FrameId caller = 0; ///< The root is its own caller.
  CallId call = CallTree::root;
  const c10::Type *selfType = nullptr; ///< Of a method; else null.
};

/// A node of a body that was run, and the call that it belongs to: that of its
/// frame unless the tracer has recorded another.
struct RanNode {
  FrameId frame;
  CallId call;
};

class CallFrames {
public:
  static constexpr FrameId root = 0;

  CallFrames() : frames(1) {}

  /// Writes down that `node`, a call as it stands in the body of `caller`, runs
  /// in `call`. Frames are numbered in program order.
  FrameId enter(FrameId caller, torch::jit::Node &node, CallId call);
  /// Writes down that `node` of the body of `frame` belongs to `call`.
  void noteNode(FrameId frame, torch::jit::Node &node, CallId call);

  const Frame &operator[](FrameId frame) const { return frames[frame]; }
  /// Is `inner` the frame `outer`, or one that it called, directly or not?
  bool isWithin(FrameId inner, FrameId outer) const;

  /// The frames that `caller` entered by what `entry` says, in program order.
  llvm::SmallVector<FrameId>
  entered(FrameId caller, const torch::jit::InlinedCallStack &entry) const;
  /// The frames that `caller` entered at `place`; of several, those that
  /// libtorch calls `spelling`, as currentModuleHierarchy() does, if any.
  llvm::SmallVector<FrameId> enteredAt(FrameId caller,
                                       const torch::jit::SourceRange &place,
                                       llvm::StringRef spelling) const;
  /// Has the body of `frame` a prim::fork at `place`?
  bool forksAt(FrameId frame, const torch::jit::SourceRange &place) const;
  /// The frames whose bodies have calls of methods that were not followed.
  llvm::ArrayRef<FrameId> unfollowedCallers() const { return unfollowed; }
  /// The nodes of the kind and the source range of `node`, in program order;
  /// none where it has no range.
  llvm::ArrayRef<RanNode> nodesLike(const torch::jit::Node &node) const;
  /// The call that a node of `frame` belongs to when the tracer has recorded
  /// `scope` for it.
  CallId callOf(FrameId frame, const torch::jit::ScopePtr &scope) const;

private:
  using Place = std::tuple<const torch::jit::Source *, size_t, size_t>;
  /// The place of the call, the method and the name of the module; those of a
  /// function are empty.
  using CallKey = std::tuple<FrameId, Place, std::string, std::string>;

  static Place placeOf(const torch::jit::SourceRange &range);

  std::vector<Frame> frames;
  std::vector<FrameId> unfollowed;
  std::map<CallKey, llvm::SmallVector<FrameId, 1>> framesByCall;
  std::map<std::pair<Place, uint32_t>, llvm::SmallVector<RanNode, 1>>
      nodesByPlace;
  std::map<std::pair<FrameId, std::string>, CallId> recordedCalls;
};

} // namespace hier

#endif // HIER_LIB_ANALYSIS_CALLFRAMES_H
