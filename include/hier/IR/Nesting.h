//===- Nesting.h - What graphs and types hold -------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Hier walks graphs with stacks of its own, at any depth; some of libtorch's
// functions call themselves for every block, and overflow the machine's.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_IR_NESTING_H
#define HIER_IR_NESTING_H

#include "hier/IR/Torch.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/Error.h"

namespace hier {

/// Down to this depth of blocks and subgraphs, libtorch may be called. Measured
/// with a stack of 8 MB: Graph::copy dies between 20,000 and 30,000.
inline constexpr size_t maxDepthOfTorch = 4000;

/// An error of `subject` when blocks and subgraphs of `graph` are nested deeper
/// than maxDepthOfTorch, or when subgraphs are no tree: an attribute has none,
/// or a graph is that of two nodes, or holds itself. What walks over subgraphs
/// takes them to be a tree; those that are read from text are.
llvm::Error checkNesting(const torch::jit::Graph &graph,
                         const llvm::Twine &subject);

/// Down to this depth of types in types, libtorch's passes may be called.
inline constexpr size_t maxTypeDepthOfTorch = 1000;

/// An error of `subject` when the type of a value of `graph` is nested deeper
/// than maxTypeDepthOfTorch, as that of a class which holds itself is.
llvm::Error checkTypeDepth(torch::jit::Graph &graph,
                           const llvm::Twine &subject);

} // namespace hier

#endif // HIER_IR_NESTING_H
