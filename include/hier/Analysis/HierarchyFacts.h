//===- HierarchyFacts.h - What reports are made of --------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The modules and calls of an item, found without changing it. They are kept
// with the item, so that several reports find them once.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_ANALYSIS_HIERARCHYFACTS_H
#define HIER_ANALYSIS_HIERARCHYFACTS_H

#include "hier/Analysis/Inliner.h"
#include "hier/Hierarchy/Comparison.h"

namespace hier {

/// Why `record` may not know all calls; empty where it does.
llvm::StringRef callsShortcoming(const ModuleCalls &record);

class HierarchyFacts : public PassRecord {
public:
  /// Those of `item`, which keeps them. Calls are followed where there are any;
  /// an error is one of inlining.
  static llvm::Expected<const HierarchyFacts *>
  of(Item &item, const InlineOptions &options);

  const ModuleTree &modules() const { return record->modules; }
  const CallTree &calls() const { return tree; }
  const ModuleAliases &aliases() const { return record->aliases; }
  const ModuleCalls &moduleCalls() const { return *record; }
  /// Why not all calls may be known; empty where they are.
  llvm::StringRef shortcoming() const { return callsShortcoming(*record); }

private:
  HierarchyFacts(std::shared_ptr<ModuleCalls> record, CallTree tree)
      : record(std::move(record)), tree(std::move(tree)) {}

  std::shared_ptr<ModuleCalls> record;
  CallTree tree;
};

/// The flat graph of `item`, which stays as it is, and the calls that ran it,
/// as far as inlining has found them.
llvm::Expected<InlinedGraph> flatGraphOf(Item &item,
                                         const InlineOptions &options);

/// The calls that ran `flat`: those that were followed, or else what the scopes
/// of its nodes tell, and then `running` gets the call in progress at each
/// node, in the order of allNodes(). An error where modules or calls are nested
/// deeper than ModuleTree::maxDepth.
llvm::Expected<CallTree> callsThatRan(InlinedGraph &flat,
                                      std::vector<CallId> *running = nullptr);

/// What is known of the calls of `item`, which has a graph: what inlining has
/// left, or the call stacks that libtorch has, or else nothing but the class of
/// the root.
std::shared_ptr<ModuleCalls> callsOf(Item &item);
/// The same of a graph alone, and of `root`, the module whose method it is, if
/// that is known.
std::shared_ptr<ModuleCalls> callsOf(torch::jit::Graph &graph,
                                     ModuleObject *root = nullptr);

/// The modules of `item`, called or not. Of a graph or a frozen module, those
/// that its nodes tell of. An error where they are nested deeper than
/// ModuleTree::maxDepth.
llvm::Expected<ModuleTree> modulesOf(Item &item);
/// Why these may not be all; empty where they are.
llvm::StringRef modulesShortcoming(const Item &item);

} // namespace hier

#endif // HIER_ANALYSIS_HIERARCHYFACTS_H
