//===- StackCalls.cpp - The calls of a graph that libtorch has inlined ----===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Looks for the method that a graph was made from, and follows its calls.
//
//===----------------------------------------------------------------------===//

#include "StackCalls.h"

#include "PythonLock.h"
#include "hier/Analysis/Inliner.h"
#include "hier/IR/NodeParts.h"
#include "hier/IR/TorchFailure.h"
#include "llvm/ADT/DenseSet.h"

#include <set>

using namespace torch::jit;

namespace hier {

namespace {

/// A method, and the class that has it.
struct Candidate {
  c10::ClassTypePtr type;
  std::shared_ptr<Graph> graph;
};

/// A call as both a stack and the node that made it tell it.
using OutermostCall =
    std::tuple<const Source *, size_t, size_t, const c10::Type *>;

/// The outermost calls of the stacks of a graph: those of modules, and only
/// where there is none, those of functions. What libtorch puts in by itself, as
/// to differentiate a graph, runs functions of its own.
class OutermostCalls {
public:
  explicit OutermostCalls(Graph &graph);

  bool empty() const { return calls.empty(); }
  /// Has `method` all of these? That of another class may have some.
  bool areAllIn(Graph &method) const;
  /// The same where classes are not looked at.
  OutermostCalls withoutClasses() const;
  /// What holds the classes that are called; null where it is gone.
  std::shared_ptr<CompilationUnit> unit() const;

private:
  std::set<OutermostCall> calls;
  c10::ClassTypePtr anyClass;
  bool areClassesKnown = true;
};

} // namespace

static OutermostCall callAt(const SourceRange &range, const c10::Type *type) {
  return {range.source().get(), range.start(), range.end(), type};
}

OutermostCalls::OutermostCalls(Graph &graph) {
  std::set<OutermostCall> ofFunctions;
  for (Node *node : allNodes(graph)) {
    auto stack = node->callstack();
    if (!stack)
      continue;
    auto instance = (*stack)->module_instance();
    c10::ClassTypePtr type = instance ? instance->class_type() : nullptr;
    (type ? calls : ofFunctions)
        .insert(callAt((*stack)->source_range(), type.get()));
    if (type)
      anyClass = std::move(type);
  }
  if (calls.empty())
    calls = std::move(ofFunctions);
}

bool OutermostCalls::areAllIn(Graph &method) const {
  std::set<OutermostCall> missing = calls;
  for (Node *node : allNodes(method)) {
    bool isMethod = node->kind() == prim::CallMethod;
    if (isMethod || node->kind() == prim::CallFunction)
      missing.erase(
          callAt(node->sourceRange(), isMethod && areClassesKnown
                                          ? node->inputs()[0]->type().get()
                                          : nullptr));
  }
  return missing.empty();
}

OutermostCalls OutermostCalls::withoutClasses() const {
  OutermostCalls result = *this;
  result.areClassesKnown = false;
  result.calls.clear();
  for (const auto &[source, start, end, type] : calls)
    result.calls.insert({source, start, end, nullptr});
  return result;
}

std::shared_ptr<CompilationUnit> OutermostCalls::unit() const {
  return anyClass ? anyClass->compilation_unit() : nullptr;
}

/// The class of the module whose method `graph` is; null for a function's.
static c10::ClassTypePtr selfType(const Graph &graph) {
  if (graph.inputs().empty() || !graph.inputs()[0]->type()->is_module())
    return nullptr;
  return graph.inputs()[0]->type()->cast<c10::ClassType>();
}

/// The methods of `functions` that have the calls. A unit keeps a null for each
/// function that it has forgotten.
static std::vector<Candidate>
methodsWith(const OutermostCalls &calls, llvm::ArrayRef<Function *> functions) {
  std::vector<Candidate> found;
  for (Function *function : functions) {
    auto *compiled = function ? tryToGraphFunction(*function) : nullptr;
    if (!compiled)
      continue;
    std::shared_ptr<Graph> graph = compiled->graph();
    c10::ClassTypePtr type = graph ? selfType(*graph) : nullptr;
    if (type && calls.areAllIn(*graph))
      found.push_back({std::move(type), std::move(graph)});
  }
  return found;
}

/// The method that `graph` was made from. That of the class it starts with, or
/// where it starts with none, of any; or where the class has been frozen, the
/// one that was, whose classes are others.
static std::optional<Candidate> methodOf(Graph &graph,
                                         const OutermostCalls &calls) {
  c10::ClassTypePtr type = selfType(graph);
  if (type && type->compilation_unit()) { // The methods go with the unit.
    std::vector<Candidate> own = methodsWith(calls, type->methods());
    if (!own.empty())
      return own.front();
  }
  std::shared_ptr<CompilationUnit> unit = calls.unit();
  if (!unit)
    return std::nullopt;
  PythonLock lock; // The unit may be the one that Python compiles into.
  std::vector<Function *> functions = unit->get_functions();
  std::vector<Candidate> all = methodsWith(calls, functions);
  if (all.empty())
    all = methodsWith(calls.withoutClasses(), functions);
  return all.size() == 1 ? std::optional(all.front()) : std::nullopt;
}

std::shared_ptr<ModuleCalls> callsOfStacks(Graph &graph, ModuleObject *root) {
  OutermostCalls outermost(graph);
  if (outermost.empty())
    return nullptr;
  std::optional<Candidate> method = methodOf(graph, outermost);
  if (!method)
    return nullptr;
  std::unique_ptr<ModuleObject> ofClass;
  if (!root || root->type != method->type) {
    ofClass = objectTreeOf(method->type);
    root = ofClass.get();
  }
  InlineOptions options;
  options.keepsFrames = true;
  options.verifiesMethods = true;
  llvm::Expected<InlinedGraph> followed =
      inlinedCopy(*method->graph, *root, options);
  if (followed)
    return followed->calls;
  llvm::consumeError(followed.takeError()); // Then other evidence has to do.
  return nullptr;
}

} // namespace hier
