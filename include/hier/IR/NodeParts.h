//===- NodeParts.h - What is read off nodes and graphs ----------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// libtorch's accessors throw when an attribute is missing or of another kind,
// as it may be in a text; these do not.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_IR_NODEPARTS_H
#define HIER_IR_NODEPARTS_H

#include "hier/IR/Torch.h"

#include <optional>
#include <string>
#include <vector>

namespace hier {

/// The graph that a node such as prim::fork runs; null when it has none.
inline torch::jit::Graph *subgraphOf(torch::jit::Node &node) {
  using namespace torch::jit;
  if (!node.hasAttribute(attr::Subgraph) ||
      node.kindOf(attr::Subgraph) != AttributeKind::g)
    return nullptr;
  return node.g(attr::Subgraph).get();
}

/// The attribute `name` of a prim::GetAttr or prim::CallMethod that is whole.
inline std::optional<std::string> nameAttribute(torch::jit::Node &node) {
  using namespace torch::jit;
  if (!node.hasAttribute(attr::name) ||
      node.kindOf(attr::name) != AttributeKind::s || node.inputs().empty())
    return std::nullopt;
  return node.s(attr::name);
}

/// For messages: `'%2 = aten::cos'`, or `a 'prim::Print'` where there are no
/// outputs.
std::string describe(const torch::jit::Node &node);

/// Gives `to` the attribute `name`, which `from` has and `to` has not.
void copyAttribute(const torch::jit::Node &from, c10::Symbol name,
                   torch::jit::Node &to);

/// The nodes of `graph` in program order, those of blocks and subgraphs after
/// the node that they belong to.
std::vector<torch::jit::Node *> allNodes(torch::jit::Graph &graph);

} // namespace hier

#endif // HIER_IR_NODEPARTS_H
