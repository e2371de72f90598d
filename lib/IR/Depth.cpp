//===- Depth.cpp - How deep blocks are nested -----------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One visit of every block.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/Depth.h"

#include "TorchAccess.h"
#include "hier/IR/Attributes.h"
#include "hier/IR/NodeParts.h"
#include "hier/Support/Diagnostic.h"
#include "llvm/ADT/DenseSet.h"

using namespace torch::jit;

namespace hier {

llvm::Error checkDepth(const Graph &graph, const llvm::Twine &subject) {
  std::vector<std::pair<const Block *, size_t>> pending = {{graph.block(), 0}};
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
      for (const auto &attribute : access::get<access::NodeAttributes>(*node))
        if (attribute->kind() == AttributeKind::g)
          pending.emplace_back(node->g(attribute->name)->block(), depth + 1);
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
