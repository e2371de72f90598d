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

#include <string>
#include <vector>

namespace hier {

/// For messages: `'%2 = aten::cos'`, or `a 'prim::Print'` where there are no
/// outputs.
std::string describe(const torch::jit::Node &node);

/// The scope of `node`, which Node::scope() gives a share in: that costs more
/// than looking at it. May be null.
const torch::jit::ScopePtr &nodeScope(const torch::jit::Node &node);

/// The nodes of `graph` in program order, those of blocks and subgraphs after
/// the node that they belong to.
std::vector<torch::jit::Node *> allNodes(torch::jit::Graph &graph);

} // namespace hier

#endif // HIER_IR_NODEPARTS_H
