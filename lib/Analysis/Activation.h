//===- Activation.h - Bodies that the inliner is in the middle of ---------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The stack of the inliner's walk is one of regions: the rest of a block each,
// of a body that has been activated by a call.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_ANALYSIS_ACTIVATION_H
#define HIER_LIB_ANALYSIS_ACTIVATION_H

#include "CallFrames.h"
#include "ScopeResolver.h"

namespace hier {

/// A body that is being run: the graph's own, or that of a method or function.
struct Activation {
  Activation(CallId call, torch::jit::Graph &body, ModuleObject *self,
             ScopeResolver scopes)
      : call(call), body(&body), self(self), scopes(std::move(scopes)) {}

  CallId call;
  FrameId frame = CallFrames::root; // where these are kept
  torch::jit::Graph *body;
  ModuleObject *self; // null for a function
  ScopeResolver scopes;
  /// What a value of the body has become; not used for the graph's own.
  llvm::DenseMap<torch::jit::Value *, torch::jit::Value *> copies;
};

/// The rest of a block that is being walked.
struct Region {
  Region(std::shared_ptr<Activation> activation, torch::jit::Block *block)
      : activation(std::move(activation)), block(block),
        next(*block->nodes().begin()), last(block->return_node()->prev()) {
    if (block->nodes().begin() == block->nodes().end())
      next = nullptr;
  }

  std::shared_ptr<Activation> activation;
  torch::jit::Block *block;
  torch::jit::Node *next; // null at the end
  /// The last of the nodes that were there before the walk.
  torch::jit::Node *last;
  /// Where copies of the nodes go; null to walk the block in place.
  torch::jit::Node *insertBefore = nullptr;
  /// The block that gets the outputs of a copied one.
  torch::jit::Block *copy = nullptr;
  /// The call that the end of this region ends, with what its outputs become
  /// entered into `caller`; null for a call in place.
  torch::jit::Node *endsCall = nullptr;
  std::shared_ptr<Activation> caller = nullptr;
};

} // namespace hier

#endif // HIER_LIB_ANALYSIS_ACTIVATION_H
