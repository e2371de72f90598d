//===- NodeRules.h - What kinds of nodes ask of their blocks --------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The rules that tie a node to its blocks and subgraph: the reader asks them of
// text, the verifier of graphs.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_IR_NODERULES_H
#define HIER_LIB_IR_NODERULES_H

#include "hier/IR/Torch.h"
#include "llvm/ADT/SmallPtrSet.h"

#include <optional>
#include <string>

namespace hier {

/// How `node` and its blocks or subgraph do not fit; nothing when they do. The
/// sentence has the node for its subject: "needs 2 blocks and has 1".
using Misfit = std::optional<std::string>;
Misfit misfit(const torch::jit::Node &node);

/// The same of the subgraphs of `node`, of which no node in `known` has any:
/// they go in there. They are no tree when they hold each other.
Misfit
misfitOfSubgraphs(const torch::jit::Node &node,
                  llvm::SmallPtrSetImpl<const torch::jit::Graph *> &known);

} // namespace hier

#endif // HIER_LIB_IR_NODERULES_H
