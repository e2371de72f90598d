//===- ScopeTrace.h - Calls read off scopes -------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// In a graph that torch has inlined the calls are gone. The scopes of its
// nodes, read in order, tell most of them again.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_ANALYSIS_SCOPETRACE_H
#define HIER_LIB_ANALYSIS_SCOPETRACE_H

#include "hier/Analysis/GraphModules.h"

namespace hier {

/// The calls that `nodes`, those of a graph in program order, tell of: a module
/// is entered where the scopes begin to name it, and left where they cease to.
/// So two calls of a module in a row look like one, and one that ran nothing
/// of its own is missing. A prim::CallMethod that is left is a call. `running`
/// gets the call in progress at each of `nodes`.
CallTree callsFromScopes(llvm::ArrayRef<torch::jit::Node *> nodes,
                         const GraphModules &modules, const ModuleCalls &record,
                         std::vector<CallId> *running = nullptr);

} // namespace hier

#endif // HIER_LIB_ANALYSIS_SCOPETRACE_H
