//===- DropOperands.cpp - Shorter lists -----------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An opportunity is an element of a prim::ListConstruct, or a key with its
// value of a prim::DictConstruct: what may have any number of operands.
//
//===----------------------------------------------------------------------===//

#include "Strategies.h"

#include "Walk.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

using namespace torch::jit;

namespace hier {

static size_t operandsOfElement(const Node &node) {
  if (node.kind() == prim::ListConstruct)
    return 1;
  return node.kind() == prim::DictConstruct ? 2 : 0;
}

void dropOperands(Program &program, Opportunities &opportunities) {
  for (Node *node : nodesOf(program)) {
    size_t width = operandsOfElement(*node);
    if (!width || node->inputs().size() % width != 0)
      continue;
    llvm::SmallVector<size_t> taken;
    for (size_t index = 0; index < node->inputs().size(); index += width)
      if (opportunities.takeNext())
        taken.push_back(index);
    for (size_t index : llvm::reverse(taken))
      for (size_t part = width; part-- > 0;)
        node->removeInput(index + part);
  }
}

} // namespace hier
