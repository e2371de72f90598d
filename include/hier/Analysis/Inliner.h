//===- Inliner.h - Calls replaced by what they run --------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The inliner behind the pass inline-calls, for use on a graph of one's own.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_ANALYSIS_INLINER_H
#define HIER_ANALYSIS_INLINER_H

#include "hier/Analysis/ModuleCalls.h"
#include "llvm/Support/Error.h"

namespace hier {

struct InlineOptions {
  /// Calls can double the graph at every level: past this many nodes inlining
  /// is an error.
  size_t maxNodes = 10'000'000;
  /// Is it written down, for ModuleCalls::frames, how libtorch would have spelt
  /// each call?
  bool keepsFrames = false;
  /// Are the methods those of a live module, which nothing has verified? Bodies
  /// of functions always are: no program holds them.
  bool verifiesMethods = false;
};

/// Inlines into `graph`, a method of `root`, every call of a method or function
/// whose body is at hand, to any depth, and gives each node the stack of
/// modules that ran it as its scope. A node that the tracer recorded a scope
/// for keeps the module recorded.
///
/// Modules are followed through prim::GetAttr from the graph's first input, and
/// through the arguments of calls. No callee is changed. A call that cannot be
/// resolved stays. On an error the graph is left in an unspecified state.
llvm::Expected<std::shared_ptr<ModuleCalls>>
inlineCalls(torch::jit::Graph &graph, ModuleObject &root,
            const InlineOptions &options = {});

struct InlinedGraph {
  std::shared_ptr<torch::jit::Graph> graph;
  std::shared_ptr<ModuleCalls> calls;
};

/// The same in a copy of `method`, which is not changed; blocks may be nested
/// deeper than Graph::copy() can copy. The nodes of `method` itself count for
/// the limit too.
llvm::Expected<InlinedGraph> inlinedCopy(torch::jit::Graph &method,
                                         ModuleObject &root,
                                         const InlineOptions &options = {});

} // namespace hier

#endif // HIER_ANALYSIS_INLINER_H
