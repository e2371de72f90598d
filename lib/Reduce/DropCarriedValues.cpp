//===- DropCarriedValues.cpp - Less that blocks give ----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An opportunity is an output of a prim::If or prim::Loop that nothing uses. In
// a loop that carries it, its first value stands for all.
//
//===----------------------------------------------------------------------===//

#include "Strategies.h"

#include "Walk.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

using namespace torch::jit;

namespace hier {

static void dropOutput(Node &node, size_t index) {
  bool isLoop = node.kind() == prim::Loop;
  for (Block *block : node.blocks()) {
    if (isLoop) {
      block->inputs()[index + 1]->replaceAllUsesWith(node.input(index + 2));
      block->eraseInput(index + 1);
    }
    block->eraseOutput(isLoop ? index + 1 : index);
  }
  if (isLoop)
    node.removeInput(index + 2);
  node.eraseOutput(index);
}

void dropCarriedValues(Program &program, Opportunities &opportunities) {
  for (Node *node : nodesOf(program)) {
    if (node->kind() != prim::If && node->kind() != prim::Loop)
      continue;
    llvm::SmallVector<size_t> taken;
    for (Value *output : node->outputs())
      if (!output->hasUses() && opportunities.takeNext())
        taken.push_back(output->offset());
    for (size_t index : llvm::reverse(taken))
      dropOutput(*node, index);
  }
}

} // namespace hier
