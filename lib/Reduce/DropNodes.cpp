//===- DropNodes.cpp - Fewer nodes ----------------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An opportunity is a node, with its blocks and subgraphs.
//
//===----------------------------------------------------------------------===//

#include "Strategies.h"

#include "GraphRebuilder.h"
#include "Walk.h"

using namespace torch::jit;

namespace hier {

void dropNodes(Program &program, Opportunities &opportunities) {
  RebuildPlan plan;
  for (Node *node : nodesOf(program))
    if (opportunities.takeNext())
      plan.dropped.insert(node);
  rebuildGraphs(program, plan);
}

} // namespace hier
