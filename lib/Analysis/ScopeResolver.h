//===- ScopeResolver.h - Recorded scope or call stack? --------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// While a body runs, tells for each of its nodes the call that ran it. As a
// rule that is the call in progress. But the tracer moves some nodes into other
// modules' graphs, and knows a module of two names by one of them: what it
// recorded is right.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_ANALYSIS_SCOPERESOLVER_H
#define HIER_LIB_ANALYSIS_SCOPERESOLVER_H

#include "TraceFacts.h"
#include "hier/Analysis/ModuleCalls.h"

#include <map>
#include <unordered_map>

namespace hier {

/// What all bodies of one inlining share.
struct ScopeMemory {
  ScopeMemory(ModuleCalls &calls, ModuleObject &root)
      : calls(calls), root(root) {}

  const TraceFacts &factsOf(torch::jit::Graph &body);

  /// Was `module` traced by itself, before it came into the trace that starts
  /// at `outer`? Then scopes in it start at the module.
  bool isOwnTrace(const ModuleObject &module, ModuleId outer);

  ModuleCalls &calls;
  ModuleObject &root;
  std::unordered_map<torch::jit::Graph *, TraceFacts> facts;
  std::unordered_map<const ModuleObject *, bool> ownTraces;
  /// Calls known from scopes alone, by the call they were made in.
  std::map<std::pair<CallId, std::string>, CallId> recorded;
};

class ScopeResolver {
public:
  /// For the body that everything starts from.
  ScopeResolver(ScopeMemory &memory, torch::jit::Graph &body);
  /// For a body that runs in `call`, called from the body of `caller`; `self`
  /// is null for a function's.
  ScopeResolver(const ScopeResolver &caller, CallId call,
                torch::jit::Graph &body, const ModuleObject *self);

  /// The module that is entered when this body calls `body` on `object`: the
  /// object's own, or the one of its names that the tracer used.
  ModuleId moduleEntered(ModuleId object, torch::jit::Graph &body) const;

  /// The scope of the call that ran `node`, a node of this body.
  torch::jit::ScopePtr scopeFor(torch::jit::Node &node);

private:
  torch::jit::ScopePtr resolve(const torch::jit::ScopePtr &recorded);
  CallId recordedCall(const std::vector<ModuleId> &stack, std::string spelling);
  CallId addRecorded(CallId parent, ModuleId module, uint32_t index);
  std::vector<CallId> stackBelowTraceRoot() const;
  /// A module path as the tracer spelt it, from the root of the model.
  std::string absolutePath(llvm::StringRef recorded) const;

  ScopeMemory *memory;
  CallId call;
  /// Recorded scopes start at the module that was traced, which a script or
  /// another trace may have built into its own.
  CallId traceRoot;
  bool isTraced;
  torch::jit::ScopePtr lastRecorded;
  torch::jit::ScopePtr lastScope;
};

} // namespace hier

#endif // HIER_LIB_ANALYSIS_SCOPERESOLVER_H
