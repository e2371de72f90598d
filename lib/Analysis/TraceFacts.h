//===- TraceFacts.h - What a method's graph tells of the tracer -----------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Was a graph traced, and which modules did the tracer record in it?
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_ANALYSIS_TRACEFACTS_H
#define HIER_LIB_ANALYSIS_TRACEFACTS_H

#include "hier/IR/Torch.h"
#include "llvm/ADT/SmallVector.h"

namespace hier {

struct TraceFacts {
  /// In a trace `forward1` is a module's second call; in a script it is a
  /// method that the user wrote.
  bool isTraced = false;
  /// The modules at the top of the scopes recorded, each once, in order; but
  /// for those of nodes that the tracer moves to other modules' graphs.
  llvm::SmallVector<std::string, 2> recorded;
};

TraceFacts traceFactsOf(torch::jit::Graph &graph);

/// The tracer knows no source line for a call, the compiler of scripts does. In
/// an archive the call has one that is empty.
bool isTracedCall(const torch::jit::Node &node);

/// Does the tracer move such nodes next to the one that feeds them, wherever
/// that is?
bool isMovedByTracer(const torch::jit::Node &node);

} // namespace hier

#endif // HIER_LIB_ANALYSIS_TRACEFACTS_H
