//===- Attribution.h - Which module each node belongs to --------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where Hier has inlined, the call of each node is known. In a graph that torch
// has inlined, and still has, its call stacks tell; of a text, only what the
// tracer recorded is known, for up to half of the nodes. The dataflow tells of
// most others.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_ANALYSIS_ATTRIBUTION_H
#define HIER_ANALYSIS_ATTRIBUTION_H

#include "hier/Analysis/GraphModules.h"
#include "llvm/ADT/SmallVector.h"

namespace hier {

/// How it is known whose a node is, from the best evidence down.
enum class Evidence { CallStack, Scope, Users, Ancestor, Unknown };

/// As `hierarchy_evidence` spells it.
llvm::StringRef spell(Evidence evidence);

struct Attribution {
  torch::jit::Node *node;
  ModuleId module = ModuleTree::root;
  /// The call whose tag is the node's: of the module, or, when that is never
  /// called, of the nearest one around it that is.
  CallId call = CallTree::root;
  Evidence evidence = Evidence::Unknown;
  /// The modules that a node of several serves; else empty.
  llvm::SmallVector<ModuleId, 0> origins = {};
  /// Does other evidence name another module? The tracer may have recorded one
  /// that the call stack has not, or a node with the scope of one module may
  /// work on the parameters of others.
  bool isConflicting = false;
};

class Attributor {
public:
  /// `record` is what inlining left, or a new one that knows the root's class.
  Attributor(torch::jit::Graph &graph, ModuleCalls &record);

  /// Visits all nodes, in the order of allNodes(). A visitor may change
  /// attributes, but neither nodes nor scopes.
  void forEach(llvm::function_ref<void(const Attribution &)> visit);
  /// What forEach() visits.
  std::vector<Attribution> run();

private:
  using Node = torch::jit::Node;
  using Modules = llvm::SmallVector<ModuleId, 0>;
  struct Owner {
    ModuleId module;
    CallId call;
  };

  bool areCallsInScopes() const;
  void attributeByScopes(llvm::function_ref<void(const Attribution &)> visit);
  std::vector<Attribution> attributeByUsers();
  Attribution attribute(Node &node);
  Attribution byStart(Node &node) const;
  std::optional<Attribution> byScope(Node &node);
  std::optional<Attribution> byStack(Node &node);
  std::optional<Attribution> byCallee(Node &node);
  std::optional<Attribution> byRead(Node &node);
  std::optional<Attribution> byParameters(Node &node);
  std::optional<Attribution> byUsers(Node &node);
  bool worksForOthers(Node &node, ModuleId module) const;
  Attribution forModules(Node &node, const Modules &modules);
  Owner ownerOfUse(const torch::jit::Use &use);

  ModuleCalls &record;
  std::vector<Node *> nodes;
  GraphModules modules;
  /// Of the nodes that come later.
  llvm::DenseMap<Node *, Owner> attributed;
};

} // namespace hier

#endif // HIER_ANALYSIS_ATTRIBUTION_H
