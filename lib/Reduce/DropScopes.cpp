//===- DropScopes.cpp - Nodes that do not say where they are from ---------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An opportunity is a node with a scope, or one with a source location.
//
//===----------------------------------------------------------------------===//

#include "Strategies.h"

#include "Walk.h"

using namespace torch::jit;

namespace hier {

void dropScopes(Program &program, Opportunities &opportunities) {
  for (Node *node : nodesOf(program))
    if (node->scope() && !node->scope()->isBlank() && opportunities.takeNext())
      node->setScope(ScopePtr());
}

void dropLocations(Program &program, Opportunities &opportunities) {
  for (Node *node : nodesOf(program))
    if (node->sourceRange().source() && opportunities.takeNext())
      node->setSourceRange(SourceRange());
}

} // namespace hier
