//===- DropInputs.cpp - Less that graphs take -----------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An opportunity is an input that its graph does not use. Who gives it, a call
// of the method or the node of the subgraph, gives it no more.
//
//===----------------------------------------------------------------------===//

#include "Strategies.h"

#include "LostCalls.h"
#include "Walk.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"

using namespace torch::jit;

namespace hier {

static llvm::SmallVector<size_t> takeUnused(Graph &graph,
                                            Opportunities &opportunities) {
  llvm::SmallVector<size_t> taken;
  for (Value *input : graph.inputs())
    if (!input->hasUses() && opportunities.takeNext())
      taken.push_back(input->offset());
  return taken;
}

/// From the inputs of a graph, and from the operands of those who run it.
static void erase(Graph &graph, llvm::ArrayRef<size_t> taken,
                  llvm::ArrayRef<Node *> runners) {
  for (Node *runner : runners)
    if (runner->inputs().size() == graph.inputs().size())
      for (size_t index : llvm::reverse(taken))
        runner->removeInput(index);
  for (size_t index : llvm::reverse(taken))
    graph.eraseInput(index);
}

/// By class and method, the calls that a module dump makes.
static llvm::StringMap<llvm::SmallVector<Node *, 2>> callsIn(Program &program) {
  llvm::StringMap<llvm::SmallVector<Node *, 2>> calls;
  for (Node *node : nodesOf(program))
    if (std::string name = calledMethod(*node); !name.empty())
      calls[classOf(*node->input(0)) + "\n" + name].push_back(node);
  return calls;
}

/// A call needs the module that it is made on.
static void dropMethodInputs(Program &program, Opportunities &opportunities) {
  auto calls = callsIn(program);
  llvm::DenseSet<Graph *> seen;
  for (Item &item : program.items) {
    if (!item.module || item.graph)
      continue;
    for (ModuleObject *object : objectsInOrder(*item.module))
      for (Method &method : object->methods) {
        if (!method.graph || !seen.insert(method.graph.get()).second)
          continue;
        auto taken = takeUnused(*method.graph, opportunities);
        auto runners = calls.find(object->className + "\n" + method.name);
        bool keepsSelf = taken.empty() || taken.front() != 0;
        if (runners != calls.end() && keepsSelf)
          erase(*method.graph, taken, runners->second);
        else
          erase(*method.graph, taken, {});
      }
  }
}

void dropInputs(Program &program, Opportunities &opportunities) {
  dropMethodInputs(program, opportunities);
  for (Item &item : program.items)
    if (item.graph)
      erase(*item.graph, takeUnused(*item.graph, opportunities), {});
  for (Node *node : nodesOf(program))
    for (auto [name, subgraph] : subgraphsOf(*node))
      erase(*subgraph, takeUnused(*subgraph, opportunities), node);
}

} // namespace hier
