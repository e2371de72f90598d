//===- GraphModules.h - The modules that a graph tells of -------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Which values are modules, which are read from one, and which calls the scopes
// of nodes stand for. After Hier's inlining most is known already; of a graph
// that torch has inlined this is all there is.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_ANALYSIS_GRAPHMODULES_H
#define HIER_ANALYSIS_GRAPHMODULES_H

#include "hier/Analysis/ModuleCalls.h"
#include "llvm/ADT/ArrayRef.h"

#include <map>

namespace hier {

class StackResolver;

class GraphModules {
public:
  /// Adds to `record` the modules and calls that `nodes`, all those of `graph`
  /// in program order, tell of.
  GraphModules(torch::jit::Graph &graph,
               llvm::ArrayRef<torch::jit::Node *> nodes, ModuleCalls &record);

  /// The module that a value is, as read by prim::GetAttr.
  std::optional<ModuleId> moduleOf(torch::jit::Value *value) const;
  /// The module that a value was read from.
  std::optional<ModuleId> ownerOf(torch::jit::Value *value) const;

  /// The call that a node's scope stands for; none where it has no scope. Where
  /// libtorch has inlined, the call that its call stack stands for.
  std::optional<CallId> callOf(torch::jit::Node &node) const;
  /// The module that ran a node, as far as its scope tells; else the root.
  ModuleId runningModule(torch::jit::Node &node) const;

  /// The call whose tag stands for a module. Where no scope tells which modules
  /// are called, all are but the bare containers.
  CallId callForModule(ModuleId module);
  /// The call that a prim::CallMethod on a module makes.
  std::optional<CallId> callMadeBy(torch::jit::Node &node) const;

  /// Does any node have a scope?
  bool hasScopes() const { return anyScope; }
  /// Has every node but the root's a scope? So it is in what Hier has inlined;
  /// torch gives prim::GetAttr none.
  bool areScopesComplete() const { return readsHaveScopes && !stacks; }
  /// Has a node a scope that stands for no call, for it is spelt as none is?
  bool hasUnknownScopes() const { return anyUnknownScope; }
  /// Are calls known from the call stacks that libtorch has left?
  bool hasStacks() const { return stacks != nullptr; }
  /// Of such a graph, is callOf() the very call that ran `node`, rather than
  /// one that is around it?
  bool isCallCertain(torch::jit::Node &node) const;

private:
  std::optional<CallId> firstCallOf(ModuleId module) const;
  void readStacks(llvm::ArrayRef<torch::jit::Node *> nodes);
  /// Is there a module whose class is not known?
  bool lacksClasses() const;
  void findModule(torch::jit::Node &node);
  void passModules(torch::jit::Node &node);
  void noteCall(torch::jit::Node &node);
  /// Notes `call` and those it was made in as calls of their modules.
  void noteCallsAround(CallId call);
  /// What tells the node from all others of its graph.
  std::vector<size_t> numbersOf(torch::jit::Node &node) const;
  /// The call of `module` in `parent`, the same one each time.
  CallId addCall(CallId parent, ModuleId module);
  void bindScope(torch::jit::Node &node);
  void inferClass(torch::jit::Node &node);
  void inferKnownClasses(llvm::ArrayRef<torch::jit::Node *> nodes);

  ModuleCalls &record;
  llvm::DenseMap<torch::jit::Value *, ModuleId> modules;
  llvm::DenseMap<torch::jit::Value *, ModuleId> owners;
  llvm::DenseMap<ModuleId, CallId> firstCalls;
  llvm::DenseMap<torch::jit::Node *, CallId> callsMade;
  /// The nodes that subgraphs belong to.
  llvm::DenseMap<torch::jit::Graph *, torch::jit::Node *> subgraphOwners;
  std::map<std::pair<CallId, ModuleId>, CallId> addedCalls;
  std::shared_ptr<const StackResolver> stacks;  // null where there are none
  const torch::jit::Scope *lastScope = nullptr; // that bindScope() has seen
  bool anyScope = false;
  bool anyUnknownScope = false;
  bool readsHaveScopes = false;
};

} // namespace hier

#endif // HIER_ANALYSIS_GRAPHMODULES_H
