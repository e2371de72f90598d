//===- Repetition.h - How often a block is run ------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Constants may say how many turns a loop takes, and which branch is run.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_COST_REPETITION_H
#define HIER_LIB_COST_REPETITION_H

#include "Shape.h"

namespace hier {

/// How often `block` is run each time the node that it belongs to is; the block
/// of a graph, once.
Size timesPerRun(const torch::jit::Block &block);

} // namespace hier

#endif // HIER_LIB_COST_REPETITION_H
