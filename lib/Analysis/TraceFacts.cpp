//===- TraceFacts.cpp - What a method's graph tells of the tracer ---------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A trace is a straight line: only the nodes of the top block are looked at.
//
//===----------------------------------------------------------------------===//

#include "TraceFacts.h"

#include "hier/Hierarchy/Scope.h"
#include "hier/IR/Location.h"
#include "hier/IR/NodeParts.h"
#include "llvm/ADT/STLExtras.h"

using namespace torch::jit;

namespace hier {

bool isMovedByTracer(const Node &node) {
  return node.kind() == aten::Int || node.kind() == aten::ScalarImplicit;
}

bool isTracedCall(const Node &node) {
  if (node.kind() != prim::CallMethod)
    return false;
  std::optional<Location> location = locationOf(node.sourceRange());
  return !location || (location->file.empty() && location->line == 0);
}

static bool hasShape(const Value *value) {
  const auto *tensor = value->type()->castRaw<c10::TensorType>();
  return tensor && tensor->dim().has_value();
}

TraceFacts traceFactsOf(Graph &graph) {
  TraceFacts facts;
  // The tracer knows the shapes of what it saw; the compiler of scripts does
  // not.
  facts.isTraced = llvm::any_of(graph.inputs(), hasShape);
  const Scope *last = nullptr;
  for (Node *node : graph.nodes()) {
    facts.isTraced |= isTracedCall(*node);
    const ScopePtr &scope = nodeScope(*node);
    if (!scope || scope->isRoot())
      continue;
    facts.isTraced = true;
    if (scope.get() == last || isMovedByTracer(*node))
      continue;
    last = scope.get();
    std::string top = topOfScope(scope->namesFromRoot()).str();
    if (!llvm::is_contained(facts.recorded, top))
      facts.recorded.push_back(std::move(top));
  }
  return facts;
}

} // namespace hier
