//===- Nesting.cpp - What graphs and types hold ---------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One visit of every block.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/Nesting.h"

#include "NodeRules.h"
#include "hier/IR/Attributes.h"
#include "hier/IR/NodeParts.h"
#include "hier/Support/Diagnostic.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace torch::jit;

namespace hier {

llvm::Error checkNesting(const Graph &graph, const llvm::Twine &subject) {
  std::vector<std::pair<const Block *, size_t>> pending = {{graph.block(), 0}};
  llvm::SmallPtrSet<const Graph *, 8> known = {&graph};
  while (!pending.empty()) {
    auto [block, depth] = pending.back();
    pending.pop_back();
    if (depth > maxDepthOfTorch)
      return errorIn(subject, "blocks are nested deeper than " +
                                  llvm::Twine(maxDepthOfTorch) +
                                  ", where libtorch would overflow the stack");
    for (const Node *node : block->nodes()) {
      for (const Block *inner : node->blocks())
        pending.emplace_back(inner, depth + 1);
      if (Misfit misfit = misfitOfSubgraphs(*node, known))
        return errorIn(subject,
                       "broken IR: " + describe(*node) + " " + *misfit);
      for (const Graph *subgraph : graphsOf(*node))
        pending.emplace_back(subgraph->block(), depth + 1);
    }
  }
  return llvm::Error::success();
}

/// The types of all values, each once.
static llvm::DenseSet<const c10::Type *> typesOf(Graph &graph) {
  llvm::DenseSet<const c10::Type *> types;
  auto add = [&](at::ArrayRef<Value *> values) {
    for (const Value *value : values)
      types.insert(value->type().get());
  };
  add(graph.inputs());
  for (Node *node : allNodes(graph)) {
    add(node->outputs());
    for (Block *block : node->blocks())
      add(block->inputs());
    if (Graph *subgraph = subgraphOf(*node))
      add(subgraph->inputs());
  }
  return types;
}

llvm::Error checkTypeDepth(Graph &graph, const llvm::Twine &subject) {
  llvm::DenseSet<const c10::Type *> level = typesOf(graph);
  for (size_t depth = 0; !level.empty(); ++depth) {
    if (depth > maxTypeDepthOfTorch)
      return errorIn(subject, "types are nested deeper than " +
                                  llvm::Twine(maxTypeDepthOfTorch) +
                                  ", or hold themselves, where libtorch would "
                                  "overflow the stack");
    llvm::DenseSet<const c10::Type *> next;
    for (const c10::Type *type : level)
      for (const c10::TypePtr &inner : type->containedTypes())
        next.insert(inner.get());
    level = std::move(next);
  }
  return llvm::Error::success();
}

} // namespace hier
