//===- ReferenceInliner.cpp - What libtorch's inliner makes ---------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// libtorch's passes, run to the end.
//
//===----------------------------------------------------------------------===//

#include "ReferenceInliner.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLFunctionalExtras.h"

#include <torch/csrc/jit/passes/constant_pooling.h>
#include <torch/csrc/jit/passes/constant_propagation.h>
#include <torch/csrc/jit/passes/dead_code_elimination.h>
#include <torch/csrc/jit/passes/inliner.h>
#include <torch/csrc/jit/passes/peephole.h>

using namespace torch::jit;

namespace hier {

/// Visits all nodes in program order, those of blocks and subgraphs too.
static void forEachNode(Block &block, llvm::function_ref<void(Node &)> visit) {
  for (Node *node : block.nodes()) {
    visit(*node);
    for (Block *inner : node->blocks())
      forEachNode(*inner, visit);
    if (node->hasAttribute(attr::Subgraph))
      forEachNode(*node->g(attr::Subgraph)->block(), visit);
  }
}

//===----------------------------------------------------------------------===//
// Interfaces
//===----------------------------------------------------------------------===//

namespace {

class InterfaceResolver {
public:
  InterfaceResolver(Graph &graph, const Module &self) {
    if (!graph.inputs().empty())
      objects.try_emplace(graph.inputs()[0], self._ivalue());
    forEachNode(*graph.block(), [&](Node &node) { visit(node); });
  }

private:
  void visit(Node &node) {
    if (node.kind() == prim::GetAttr)
      visitGetAttr(node);
    if (node.hasAttribute(attr::Subgraph))
      enterSubgraph(node, *node.g(attr::Subgraph));
  }

  void visitGetAttr(Node &node) {
    auto found = objects.find(node.input());
    if (found == objects.end())
      return;
    c10::IValue value = found->second->getAttr(node.s(attr::name));
    if (!value.isModule())
      return;
    if (node.output()->type()->kind() == c10::TypeKind::InterfaceType)
      node.output()->setType(value.type());
    objects.try_emplace(node.output(), value.toObject());
  }

  void enterSubgraph(Node &node, Graph &subgraph) {
    for (size_t index = 0; index < node.inputs().size(); ++index) {
      auto found = objects.find(node.inputs()[index]);
      if (found != objects.end())
        objects.try_emplace(subgraph.inputs()[index], found->second);
    }
  }

  llvm::DenseMap<Value *, c10::intrusive_ptr<c10::ivalue::Object>> objects;
};

} // namespace

void resolveInterfaces(Graph &graph, const Module &self) {
  InterfaceResolver(graph, self);
}

//===----------------------------------------------------------------------===//
// Inlining
//===----------------------------------------------------------------------===//

static bool isKnownCall(Node &node) {
  if (node.kind() == prim::CallFunction)
    return torch::jit::tryToGraphFunction(&node) != nullptr;
  if (node.kind() != prim::CallMethod)
    return false;
  const auto *type = node.inputs()[0]->type()->castRaw<c10::ClassType>();
  Function *method = type ? type->findMethod(node.s(attr::name)) : nullptr;
  return method && method->isGraphFunction();
}

size_t countKnownCalls(Graph &graph) {
  size_t count = 0;
  forEachNode(*graph.block(),
              [&](Node &node) { count += isKnownCall(node) ? 1 : 0; });
  return count;
}

/// What a function was optimised to is kept with it, by an earlier call with
/// another `optimize` too.
static void forgetOptimizedCallees(const Module &self) {
  for (Function *function : self._ivalue()->compilation_unit()->get_functions())
    if (GraphFunction *callee = tryToGraphFunction(*function))
      callee->clear_optimized_graphs();
}

void inlineWithLibtorch(std::shared_ptr<Graph> &graph, const Module &self,
                        bool optimize) {
  GraphOptimizerEnabledGuard guard(optimize);
  forgetOptimizedCallees(self);
  do {
    Inline(*graph);
    forEachNode(*graph->block(), [](Node &node) {
      if (node.hasAttribute(attr::Subgraph))
        Inline(*node.g(attr::Subgraph));
    });
    resolveInterfaces(*graph, self);
  } while (countKnownCalls(*graph) != 0);
  forgetOptimizedCallees(self);
}

void normalize(std::shared_ptr<Graph> &graph) {
  PeepholeOptimize(graph, /*disable_shape_peepholes=*/true);
  ConstantPropagationImmutableTypes(graph);
  EliminateDeadCode(graph);
  ConstantPooling(graph);
}

} // namespace hier
