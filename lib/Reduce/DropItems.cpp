//===- DropItems.cpp - Fewer graphs in a file -----------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An opportunity is a graph or module of a file with several.
//
//===----------------------------------------------------------------------===//

#include "Strategies.h"

#include "llvm/ADT/STLExtras.h"

using namespace torch::jit;

namespace hier {

void dropItems(Program &program, Opportunities &opportunities) {
  if (program.items.size() > 1)
    llvm::erase_if(program.items,
                   [&](Item &) { return opportunities.takeNext(); });
}

} // namespace hier
