//===- HierarchyAttributes.cpp - What tag-hierarchy writes ----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reaching nodes, and removing attributes from them.
//
//===----------------------------------------------------------------------===//

#include "hier/Analysis/HierarchyAttributes.h"

#include "hier/Analysis/NodeParts.h"

using namespace torch::jit;

namespace hier {

bool HierarchyAttributes::strip(Node &node) const {
  bool hadAny = false;
  if (!node.hasAttributes())
    return hadAny;
  for (c10::Symbol name : {tag, path, call, origins, evidence})
    if (node.hasAttribute(name)) {
      node.removeAttribute(name);
      hadAny = true;
    }
  return hadAny;
}

std::vector<Node *> allNodes(Graph &graph) {
  std::vector<Node *> nodes;
  // Where the walk goes on in each block that it is in; innermost last.
  std::vector<std::pair<Block *, Node *>> open = {
      {graph.block(), *graph.nodes().begin()}};
  while (!open.empty()) {
    auto &[block, next] = open.back();
    Node *node = next;
    if (node == block->return_node()) {
      open.pop_back();
      continue;
    }
    next = node->next();
    nodes.push_back(node);
    if (Graph *subgraph = subgraphOf(*node))
      open.emplace_back(subgraph->block(), *subgraph->nodes().begin());
    for (size_t index = node->blocks().size(); index-- > 0;) {
      Block *inner = node->blocks()[index];
      open.emplace_back(inner, *inner->nodes().begin());
    }
  }
  return nodes;
}

} // namespace hier
