//===- MarkedGraph.h - A graph that times its nodes -------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A copy of a graph with a mark behind each node, at which the clock is read.
// It is run by libtorch's interpreter without the executor that optimises: what
// runs is the graph that is shown.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_PROFILE_MARKEDGRAPH_H
#define HIER_PROFILE_MARKEDGRAPH_H

#include "hier/IR/Torch.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <torch/csrc/jit/runtime/interpreter.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace hier {

class Recorder;

/// What a node took in one run.
struct NodeRun {
  uint64_t nanoseconds = 0;
  uint64_t calls = 0; ///< How often it ran.
};

/// That a node has failed, and what libtorch says of it.
class RunFailure : public std::runtime_error {
public:
  RunFailure(const std::string &message, std::string node)
      : std::runtime_error(message), node(std::move(node)) {}

  std::string node; ///< As describe() has it.
};

/// Runs a graph as it is. All that is libtorch's here throws what libtorch
/// throws.
class GraphRunner {
public:
  /// The places of the nodes of `graph` become those by which libtorch tells
  /// which of them fails.
  explicit GraphRunner(std::shared_ptr<torch::jit::Graph> graph);

  /// The outputs for `inputs`. Throws a RunFailure where a node fails. What a
  /// prim::fork runs is run where the fork stands, by this thread.
  torch::jit::Stack run(torch::jit::Stack inputs) const;

private:
  std::string failedNode(llvm::StringRef message) const;

  std::shared_ptr<torch::jit::Graph> graph;
  torch::jit::Code code;
};

/// A copy of `graph` that can be run: without the attributes that
/// tag-hierarchy writes, which libtorch does not expect on constants. Blocks
/// must not be nested deeper than maxDepthOfTorch.
std::shared_ptr<torch::jit::Graph> runnableCopy(torch::jit::Graph &graph);

class MarkedGraph {
public:
  /// Of a runnable copy of `graph`.
  explicit MarkedGraph(torch::jit::Graph &graph);
  ~MarkedGraph();

  /// As GraphRunner does.
  torch::jit::Stack run(torch::jit::Stack inputs) const;

  /// Has the node at `place`, in the order of allNodes(), a mark? Constants
  /// have none, for they do not run; nor has what is in a subgraph other than
  /// that of a prim::fork.
  bool isMarked(size_t place) const { return marked[place]; }
  /// What nodes took when the graph was last run, in that order. The time of
  /// what is in the blocks of a node is not the node's.
  llvm::ArrayRef<NodeRun> lastRun() const;
  /// How many marks that run has passed.
  size_t passedMarks() const;

private:
  void mark(size_t place, torch::jit::Node &node);

  std::shared_ptr<torch::jit::Graph> graph;
  std::vector<bool> marked;
  std::unique_ptr<Recorder> recorder;
  std::unique_ptr<GraphRunner> runner;
};

/// What reading the clock costs, in nanoseconds.
struct MarkCost {
  double whole = 0;  ///< How much longer a run with one more mark takes.
  double inNode = 0; ///< How much of it is in the time of the node.
};

/// Measured on a graph of marks alone.
MarkCost measureMarkCost();

} // namespace hier

#endif // HIER_PROFILE_MARKEDGRAPH_H
