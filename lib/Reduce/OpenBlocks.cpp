//===- OpenBlocks.cpp - One block in the place of its node ----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An opportunity is a block of a prim::If or prim::Loop. Of both blocks of an
// If the first is taken.
//
//===----------------------------------------------------------------------===//

#include "Strategies.h"

#include "GraphRebuilder.h"
#include "Walk.h"

using namespace torch::jit;

namespace hier {

void openBlocks(Program &program, Opportunities &opportunities) {
  RebuildPlan plan;
  for (Node *node : nodesOf(program))
    if (node->kind() == prim::If || node->kind() == prim::Loop)
      for (size_t index = 0; index < node->blocks().size(); ++index)
        if (opportunities.takeNext())
          plan.opened.try_emplace(node, index);
  rebuildGraphs(program, plan);
}

} // namespace hier
