//===- Workloads.h - What the benchmarks run on ------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The dump of a deep model, in the forms that its peers take.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_BENCHMARKS_WORKLOADS_H
#define HIER_BENCHMARKS_WORKLOADS_H

#include "hier/IR/Program.h"

namespace hier::bench {

/// The file's bytes. Ends the program when it cannot be read.
std::string readFile(const std::string &path);

/// The program that `text` holds. Ends the program on an error.
Program parsed(llvm::StringRef text);

/// The graph of a text that holds one, and the method `forward` of one that
/// holds a module.
std::shared_ptr<torch::jit::Graph> graphOf(llvm::StringRef text);

/// A copy of `graph` that libtorch itself can print: what a text says of tensors
/// and modules is nothing that libtorch has. The nodes that hold tensors or read
/// modules are left out; what they define is an input instead.
std::shared_ptr<torch::jit::Graph> printableCopy(torch::jit::Graph &graph);

/// The text of that copy without scopes and locations, which parseIR does not
/// read. The lines are short, so that the price of making nodes is most of what
/// reading costs.
std::string shortText(torch::jit::Graph &graph);

/// The text of a graph with so many nodes: those of `graph`, which has no
/// blocks, as often as that takes, each time on its inputs.
std::string repeated(const torch::jit::Graph &graph, size_t nodes);

/// How many nodes `graph` has, those of blocks and subgraphs too.
size_t countNodes(torch::jit::Graph &graph);
/// The same for all methods of a module.
size_t countNodes(Item &item);

/// A graph of as many nodes as `like` has, of the same kinds and with as many
/// operands and results: what Graph::create and appendNode alone cost.
std::shared_ptr<torch::jit::Graph> bareCopy(const torch::jit::Graph &like);

} // namespace hier::bench

#endif // HIER_BENCHMARKS_WORKLOADS_H
