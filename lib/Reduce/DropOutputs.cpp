//===- DropOutputs.cpp - Less that graphs return --------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An opportunity is a value that a graph or subgraph returns.
//
//===----------------------------------------------------------------------===//

#include "Strategies.h"

#include "Walk.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

using namespace torch::jit;

namespace hier {

void dropOutputs(Program &program, Opportunities &opportunities) {
  for (Graph *graph : graphsOf(program))
    for (Graph *inner : graphsIn(*graph)) {
      llvm::SmallVector<size_t> taken;
      for (size_t index = 0; index < inner->outputs().size(); ++index)
        if (opportunities.takeNext())
          taken.push_back(index);
      for (size_t index : llvm::reverse(taken))
        inner->eraseOutput(index);
    }
}

} // namespace hier
