//===- Callee.h - What a call runs ----------------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The body behind a call, if it is at hand: a text has those of its modules'
// methods, an archive those of functions too.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_ANALYSIS_CALLEE_H
#define HIER_LIB_ANALYSIS_CALLEE_H

#include "hier/IR/Program.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"

#include <optional>

namespace hier {

/// The objects that values of a graph are.
using ModuleValues = llvm::DenseMap<torch::jit::Value *, ModuleObject *>;

struct Callee {
  torch::jit::Graph *body = nullptr;
  ModuleObject *self = nullptr; // null for a function
  llvm::ArrayRef<torch::jit::Value *> arguments;
};

/// What `node`, on `inputs`, calls; nothing when it is no call, when the body
/// is not known, or when it takes or gives another number of values.
/// An error of `subject` when the body of a call, which no program holds and
/// has verified, is broken or cannot be copied.
llvm::Error verifyLiveBody(torch::jit::Graph &body, const llvm::Twine &subject);

std::optional<Callee> resolveCallee(torch::jit::Node &node,
                                    llvm::ArrayRef<torch::jit::Value *> inputs,
                                    const ModuleValues &objects);

} // namespace hier

#endif // HIER_LIB_ANALYSIS_CALLEE_H
