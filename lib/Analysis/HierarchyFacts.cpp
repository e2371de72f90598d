//===- HierarchyFacts.cpp - What reports are made of ----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A module's calls are followed in a copy of its entry method.
//
//===----------------------------------------------------------------------===//

#include "hier/Analysis/HierarchyFacts.h"

#include "ScopeTrace.h"
#include "hier/Analysis/HierarchyAttributes.h"
#include "hier/Analysis/StackCalls.h"
#include "hier/Support/Diagnostic.h"

using namespace torch::jit;

namespace hier {

/// The class of the module whose method `graph` is; unknown for a function.
static ClassName rootClassOf(Graph &graph) {
  if (graph.inputs().empty())
    return {};
  const auto *type = graph.inputs()[0]->type()->castRaw<c10::ClassType>();
  return type ? ClassName::parse(type->name()->qualifiedName()) : ClassName();
}

std::shared_ptr<ModuleCalls> callsOf(Item &item) {
  if (auto known = std::dynamic_pointer_cast<ModuleCalls>(item.calls))
    return known;
  auto source = std::dynamic_pointer_cast<StackSource>(item.calls);
  if (!source)
    return callsOf(*item.graph, item.module.get());
  if (auto found = source->callsOf(*item.graph))
    return found;
  return std::make_shared<ModuleCalls>(rootClassOf(*item.graph));
}

std::shared_ptr<ModuleCalls> callsOf(Graph &graph, ModuleObject *root) {
  if (auto found = callsOfStacks(graph, root))
    return found;
  return std::make_shared<ModuleCalls>(rootClassOf(graph));
}

/// Adds to `record` what a flat graph tells of modules; gives what it tells of
/// calls.
static CallTree readOff(Graph &graph, ModuleCalls &record,
                        std::vector<CallId> *running = nullptr) {
  std::vector<Node *> nodes = allNodes(graph);
  GraphModules modules(graph, nodes, record);
  return callsFromScopes(nodes, modules, record, running);
}

llvm::Expected<InlinedGraph> flatGraphOf(Item &item,
                                         const InlineOptions &options) {
  if (!item.graph) {
    llvm::Expected<Method *> entry = entryMethod(item);
    if (!entry)
      return entry.takeError();
    return inlinedCopy(*(*entry)->graph, *item.module, options);
  }
  return InlinedGraph{item.graph, callsOf(item)};
}

llvm::StringRef callsShortcoming(const ModuleCalls &record) {
  if (!record.areFollowed)
    return "the calls are read off the scopes of a graph";
  return record.hasUnfollowedCalls
             ? "some calls of modules could not be followed"
             : "";
}

/// What inlining has found, before anything was guessed.
static CallTree followed(const ModuleCalls &record) {
  CallTree calls = record.calls;
  calls.truncate(record.followedCalls);
  return calls;
}

/// Reports spell the path of every module and the tag of every call, which is
/// too much text where these are deep.
static llvm::Error checkDepth(const ModuleTree &modules) {
  for (ModuleId module = ModuleTree::root; module < modules.size(); ++module)
    if (modules.depth(module) > ModuleTree::maxDepth)
      return errorIn(modules.className(ModuleTree::root).qualified(),
                     "modules are nested deeper than " +
                         llvm::Twine(ModuleTree::maxDepth));
  return llvm::Error::success();
}

static llvm::Error checkDepth(const CallTree &calls,
                              const ModuleTree &modules) {
  std::vector<uint32_t> depths(calls.size());
  for (CallId call = CallTree::root + 1; call < calls.size(); ++call) {
    depths[call] = depths[calls[call].parent] + 1;
    if (depths[call] > ModuleTree::maxDepth)
      return errorIn(modules.className(ModuleTree::root).qualified(),
                     "calls of modules are nested deeper than " +
                         llvm::Twine(ModuleTree::maxDepth));
  }
  return llvm::Error::success();
}

llvm::Expected<CallTree> callsThatRan(InlinedGraph &flat,
                                      std::vector<CallId> *running) {
  ModuleCalls &record = *flat.calls;
  CallTree calls = record.areFollowed ? followed(record)
                                      : readOff(*flat.graph, record, running);
  if (llvm::Error error = checkDepth(record.modules))
    return error;
  if (llvm::Error error = checkDepth(calls, record.modules))
    return error;
  return calls;
}

llvm::Expected<const HierarchyFacts *>
HierarchyFacts::of(Item &item, const InlineOptions &options) {
  if (const auto *known = dynamic_cast<HierarchyFacts *>(item.facts.get()))
    return known;
  llvm::Expected<InlinedGraph> flat = flatGraphOf(item, options);
  if (!flat)
    return flat.takeError();
  llvm::Expected<CallTree> calls = callsThatRan(*flat);
  if (!calls)
    return calls.takeError();
  auto facts = std::shared_ptr<HierarchyFacts>(
      new HierarchyFacts(flat->calls, std::move(*calls)));
  const HierarchyFacts *found = facts.get();
  item.facts = std::move(facts);
  return found;
}

/// Does `item` have the tree of its modules?
static bool hasModules(const Item &item) {
  return item.module && !isFrozen(*item.module);
}

llvm::Expected<ModuleTree> modulesOf(Item &item) {
  if (hasModules(item)) {
    ModuleTree modules = childrenTreeOf(*item.module);
    if (llvm::Error error = checkDepth(modules))
      return error;
    return modules;
  }
  llvm::Expected<std::shared_ptr<Graph>> graph = entryGraph(item);
  if (!graph)
    return graph.takeError();
  ModuleCalls record(rootClassOf(**graph));
  readOff(**graph, record);
  return std::move(record.modules);
}

llvm::StringRef modulesShortcoming(const Item &item) {
  return hasModules(item)
             ? ""
             : "a graph tells only of modules that its nodes read or ran in";
}

} // namespace hier
