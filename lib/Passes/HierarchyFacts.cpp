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

#include "HierarchyFacts.h"

#include "HierarchyAttributes.h"
#include "ScopeTrace.h"
#include "hier/Support/Diagnostic.h"

using namespace torch::jit;

namespace hier {

ClassName rootClassOf(Graph &graph) {
  if (graph.inputs().empty())
    return {};
  const auto *type = graph.inputs()[0]->type()->castRaw<c10::ClassType>();
  return type ? ClassName::parse(type->name()->qualifiedName()) : ClassName();
}

/// What a lone graph tells of.
static std::shared_ptr<ModuleCalls> readOff(Graph &graph, CallTree &calls) {
  auto record = std::make_shared<ModuleCalls>(rootClassOf(graph));
  std::vector<Node *> nodes = allNodes(graph);
  GraphModules modules(graph, nodes, *record);
  calls = callsFromScopes(nodes, modules, *record);
  return record;
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

llvm::Expected<const HierarchyFacts *>
HierarchyFacts::of(Item &item, const InlineOptions &options) {
  if (const auto *known = dynamic_cast<HierarchyFacts *>(item.facts.get()))
    return known;
  CallTree calls(ModuleTree::root);
  auto record = std::dynamic_pointer_cast<ModuleCalls>(item.calls);
  if (!record && item.graph) {
    record = readOff(*item.graph, calls);
  } else {
    if (!record) {
      llvm::Expected<Method *> entry = entryMethod(item);
      if (!entry)
        return entry.takeError();
      auto copy = inlinedCopy(*(*entry)->graph, *item.module, options);
      if (!copy)
        return copy.takeError();
      record = std::move(copy->calls);
    }
    calls = followed(*record);
  }
  if (llvm::Error error = checkDepth(record->modules))
    return error;
  if (llvm::Error error = checkDepth(calls, record->modules))
    return error;
  auto facts = std::shared_ptr<HierarchyFacts>(
      new HierarchyFacts(std::move(record), std::move(calls)));
  const HierarchyFacts *found = facts.get();
  item.facts = std::move(facts);
  return found;
}

llvm::Expected<ModuleTree> modulesOf(Item &item) {
  if (!item.module) {
    CallTree calls(ModuleTree::root);
    return std::move(readOff(*item.graph, calls)->modules);
  }
  ModuleTree modules = childrenTreeOf(*item.module);
  if (llvm::Error error = checkDepth(modules))
    return error;
  return modules;
}

} // namespace hier
