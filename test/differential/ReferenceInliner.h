//===- ReferenceInliner.h - What libtorch's inliner makes -------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// torch::jit::Inline inlines less than Hier: it stops at calls through
// interfaces and at the graphs of forks. Here it is led on, so that what it
// makes can be compared.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_TEST_DIFFERENTIAL_REFERENCEINLINER_H
#define HIER_TEST_DIFFERENTIAL_REFERENCEINLINER_H

#include "hier/IR/Torch.h"

namespace hier {

/// Gives the modules that `graph`, a method of `self`, reads from attributes
/// the types that they have in `self`, where the graph says an interface only.
void resolveInterfaces(torch::jit::Graph &graph,
                       const torch::jit::Module &self);

/// Runs torch::jit::Inline on `graph`, its forks too, until it changes nothing
/// more. Callees are optimised first, as libtorch does it, if `optimize` is
/// set; else their nodes come as they are.
void inlineWithLibtorch(std::shared_ptr<torch::jit::Graph> &graph,
                        const torch::jit::Module &self, bool optimize);

/// How many calls there are in `graph` whose body libtorch knows.
size_t countKnownCalls(torch::jit::Graph &graph);

/// Brings a flat graph into the form that libtorch's optimisation of callees
/// leaves: without dead nodes, with equal constants pooled.
void normalize(std::shared_ptr<torch::jit::Graph> &graph);

} // namespace hier

#endif // HIER_TEST_DIFFERENTIAL_REFERENCEINLINER_H
