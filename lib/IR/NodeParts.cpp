//===- NodeParts.cpp - What is read off nodes and graphs ------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The walk that reaches every node of a graph, without recursion, the copy of
// one attribute, whatever its kind, and a name for messages.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/NodeParts.h"

#include "TorchAccess.h"
#include "hier/IR/Attributes.h"

#include <fmt/format.h>

using namespace torch::jit;

namespace hier {

std::string describe(const Node &node) {
  if (node.kind() == prim::Return)
    return "the end of its block";
  if (node.outputs().empty())
    return fmt::format("a '{}'", node.kind().toQualString());
  return fmt::format("'%{} = {}'", node.outputs()[0]->debugName(),
                     node.kind().toQualString());
}

const ScopePtr &nodeScope(const Node &node) {
  return access::get<access::NodeScope>(node);
}

std::vector<Node *> allNodes(Graph &graph) {
  std::vector<Node *> nodes;
  nodes.reserve(access::get<access::GraphNodes>(graph).size());
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
