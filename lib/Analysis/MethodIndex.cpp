//===- MethodIndex.cpp - The methods that graphs were made from -----------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A source, and so a place in it, lives as long as the graph that has a node
// there: an entry counts while its graph lives, and then no other source has
// the address.
//
//===----------------------------------------------------------------------===//

#include "MethodIndex.h"

#include "PythonLock.h"
#include "hier/IR/Nesting.h"
#include "hier/IR/NodeParts.h"
#include "hier/IR/TorchFailure.h"
#include "llvm/ADT/STLExtras.h"

using namespace torch::jit;

namespace hier {

c10::ClassTypePtr selfType(const Graph &graph) {
  if (graph.inputs().empty() || !graph.inputs()[0]->type()->is_module())
    return nullptr;
  return graph.inputs()[0]->type()->cast<c10::ClassType>();
}

CallPlace callPlaceOf(const SourceRange &range) {
  return {range.source().get(), range.start(), range.end()};
}

//===----------------------------------------------------------------------===//
// Calls
//===----------------------------------------------------------------------===//

OutermostCalls::OutermostCalls(Graph &graph) {
  std::set<std::pair<CallPlace, const c10::Type *>> ofFunctions;
  for (Node *node : allNodes(graph)) {
    auto stack = node->callstack();
    if (!stack)
      continue;
    auto instance = (*stack)->module_instance();
    c10::ClassTypePtr type = instance ? instance->class_type() : nullptr;
    (type ? calls : ofFunctions)
        .insert({callPlaceOf((*stack)->source_range()), type.get()});
    if (type)
      anyClass = std::move(type);
  }
  if (calls.empty())
    calls = std::move(ofFunctions);
}

std::shared_ptr<CompilationUnit> OutermostCalls::unit() const {
  return anyClass ? anyClass->compilation_unit() : nullptr;
}

bool MethodIndex::Entry::hasAll(const OutermostCalls &wanted,
                                bool looksAtClasses) const {
  return llvm::all_of(wanted.all(), [&](const auto &call) {
    auto [first, last] = calls.equal_range(call.first);
    return std::any_of(first, last, [&](const auto &own) {
      return !looksAtClasses || own.second == call.second;
    });
  });
}

//===----------------------------------------------------------------------===//
// Methods
//===----------------------------------------------------------------------===//

/// A unit keeps a null for each function that it has forgotten.
void MethodIndex::note(llvm::ArrayRef<Function *> functions) {
  for (Function *function : functions) {
    auto *compiled = function ? tryToGraphFunction(*function) : nullptr;
    std::shared_ptr<Graph> graph = compiled ? compiled->graph() : nullptr;
    if (!graph)
      continue;
    auto known = entryByGraph.find(graph.get());
    if (known != entryByGraph.end() &&
        entries[known->second].graph.lock() == graph)
      continue;
    if (selfType(*graph) &&
        !llvm::errorToBool(checkNesting(*graph, function->name())))
      add(function->name(), graph);
  }
}

void MethodIndex::add(const std::string &name,
                      const std::shared_ptr<Graph> &graph) {
  size_t index = entryByGraph[graph.get()] = entries.size();
  Entry &entry = entries.emplace_back(Entry{graph, name, {}});
  for (Node *node : allNodes(*graph)) {
    bool isMethod = node->kind() == prim::CallMethod;
    if (!isMethod && node->kind() != prim::CallFunction)
      continue;
    CallPlace place = callPlaceOf(node->sourceRange());
    std::vector<size_t> &here = entriesByPlace[place];
    if (here.empty() || here.back() != index)
      here.push_back(index);
    entry.calls.insert({place, isMethod && !node->inputs().empty()
                                   ? node->inputs()[0]->type().get()
                                   : nullptr});
  }
}

void MethodIndex::noteUnit(CompilationUnit &unit) {
  dropDead();
  note(unit.get_functions());
}

/// When most of what there is has gone.
void MethodIndex::dropDead() {
  size_t dead = llvm::count_if(
      entries, [](const Entry &entry) { return entry.graph.expired(); });
  if (dead * 2 <= entries.size())
    return;
  entries.clear();
  entryByGraph.clear();
  entriesByPlace.clear();
}

std::vector<IndexedMethod>
MethodIndex::methodsAt(const CallPlace &place, const CompilationUnit *unit,
                       llvm::function_ref<bool(const Entry &)> isWanted) const {
  std::vector<IndexedMethod> found;
  auto here = entriesByPlace.find(place);
  if (here == entriesByPlace.end())
    return found;
  for (size_t index : here->second)
    if (std::shared_ptr<Graph> graph = entries[index].graph.lock()) {
      c10::ClassTypePtr type = selfType(*graph); // Null if that has changed.
      if (type && type->compilation_unit().get() == unit &&
          isWanted(entries[index]))
        found.push_back({std::move(type), std::move(graph)});
    }
  return found;
}

std::vector<IndexedMethod> MethodIndex::methodsWith(const OutermostCalls &calls,
                                                    const CompilationUnit *unit,
                                                    bool looksAtClasses) const {
  return methodsAt(calls.all().begin()->first, unit, [&](const Entry &entry) {
    return entry.hasAll(calls, looksAtClasses);
  });
}

std::optional<IndexedMethod>
MethodIndex::methodOf(const Graph &graph, const OutermostCalls &calls) {
  if (calls.empty())
    return std::nullopt;
  c10::ClassTypePtr type = selfType(graph);
  if (type && type->compilation_unit()) { // The methods go with the unit.
    std::lock_guard<std::mutex> guard(mutex);
    note(type->methods());
    std::vector<IndexedMethod> own = methodsWith(
        calls, type->compilation_unit().get(), /*looksAtClasses=*/true);
    for (IndexedMethod &method : own)
      if (method.type == type)
        return std::move(method);
  }
  std::shared_ptr<CompilationUnit> unit = calls.unit();
  if (!unit)
    return std::nullopt;
  PythonLock lock; // The unit may be the one that Python compiles into.
  std::lock_guard<std::mutex> guard(mutex);
  noteUnit(*unit);
  std::vector<IndexedMethod> all =
      methodsWith(calls, unit.get(), /*looksAtClasses=*/true);
  if (all.empty())
    all = methodsWith(calls, unit.get(), /*looksAtClasses=*/false);
  return all.size() == 1 ? std::optional(all.front()) : std::nullopt;
}

std::optional<IndexedMethod> MethodIndex::methodAt(CompilationUnit &unit,
                                                   const SourceRange &range,
                                                   llvm::StringRef name) {
  PythonLock lock;
  std::lock_guard<std::mutex> guard(mutex);
  noteUnit(unit);
  std::vector<IndexedMethod> all =
      methodsAt(callPlaceOf(range), &unit,
                [&](const Entry &entry) { return name == entry.name; });
  return all.size() == 1 ? std::optional(all.front()) : std::nullopt;
}

} // namespace hier
