//===- MarkedGraph.cpp - A graph that times its nodes ---------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Marks are operations with effects, and stand where they are put. One behind
// each node is not enough: where a node has blocks, what it does before the
// first node of each, as a loop does at every turn, is its own.
//
//===----------------------------------------------------------------------===//

#include "hier/Profile/MarkedGraph.h"

#include "Operations.h"
#include "hier/Analysis/HierarchyAttributes.h"
#include "hier/IR/Attributes.h"
#include "hier/IR/NodeParts.h"
#include "hier/IR/ValueNames.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"

#include <torch/csrc/jit/runtime/graph_executor.h>

using namespace torch::jit;

namespace hier {

//===----------------------------------------------------------------------===//
// Running
//===----------------------------------------------------------------------===//

GraphRunner::GraphRunner(const std::shared_ptr<Graph> &graph)
    : code(graph, "<graph>") {}

/// Calls that are left, and forks, go through the executor, which is asked not
/// to optimise either.
Stack GraphRunner::run(Stack inputs) const {
  GraphOptimizerEnabledGuard plain(false);
  auto atOnce = [](const std::function<void()> &work) { work(); };
  InterpreterState(code, atOnce).run(inputs);
  return inputs;
}

std::shared_ptr<Graph> runnableCopy(Graph &graph) {
  std::shared_ptr<Graph> copy = copyGraph(graph);
  HierarchyAttributes attributes;
  for (Node *node : allNodes(*copy))
    attributes.strip(*node);
  return copy;
}

//===----------------------------------------------------------------------===//
// Marks
//===----------------------------------------------------------------------===//

MarkedGraph::MarkedGraph(Graph &original) : graph(runnableCopy(original)) {
  std::vector<Node *> nodes = allNodes(*graph);
  recorder = std::make_unique<Recorder>(nodes.size());
  marked.resize(nodes.size());
  llvm::SmallPtrSet<const Graph *, 4> timed = {graph.get()};
  for (auto [place, node] : llvm::enumerate(nodes)) {
    if (node->kind() == prim::Constant || !timed.contains(node->owningGraph()))
      continue;
    mark(place, *node);
    if (node->kind() == prim::fork)
      timed.insert(subgraphOf(*node));
  }
  runner = std::make_unique<GraphRunner>(graph);
}

MarkedGraph::~MarkedGraph() = default;

void MarkedGraph::mark(size_t place, Node &node) {
  auto create = [&](Graph &in, bool completes) {
    size_t number = recorder->add({place, completes});
    return marks.emplace_back(createMark(in, *recorder, number));
  };
  marked[place] = true;
  create(*node.owningGraph(), /*completes=*/true)->insertAfter(&node);
  for (Block *block : node.blocks())
    block->prependNode(create(*node.owningGraph(), /*completes=*/false));
  Graph *forked = node.kind() == prim::fork ? subgraphOf(node) : nullptr;
  if (forked)
    forked->block()->prependNode(create(*forked, /*completes=*/false));
}

Stack MarkedGraph::run(Stack inputs) const {
  recorder->begin();
  return runner->run(std::move(inputs));
}

llvm::ArrayRef<NodeRun> MarkedGraph::lastRun() const {
  return recorder->lastRun();
}

size_t MarkedGraph::passedMarks() const { return recorder->passedMarks(); }

std::string MarkedGraph::failedNode() const {
  size_t last = recorder->lastPassed();
  Node *node =
      last < marks.size() ? marks[last]->next() : *graph->nodes().begin();
  auto isNoCandidate = [&](const Node *each) {
    return each->kind() == prim::Constant || llvm::is_contained(marks, each);
  };
  while (isNoCandidate(node))
    node = node->next();
  Node *owner = node->owningBlock()->owningNode();
  return describe(node->kind() == prim::Return && owner ? *owner : *node);
}

//===----------------------------------------------------------------------===//
// What a mark costs
//===----------------------------------------------------------------------===//

MarkCost measureMarkCost() {
  constexpr size_t count = 1000, runs = 20;
  auto graph = std::make_shared<Graph>();
  Recorder recorder(/*places=*/1);
  for (size_t mark = 0; mark < count; ++mark)
    graph->appendNode(createMark(*graph, recorder, recorder.add({0, true})));
  GraphRunner runner(graph);
  MarkCost least = {std::numeric_limits<double>::infinity(), 0};
  for (size_t run = 0; run < runs; ++run) {
    recorder.begin();
    Recorder::Clock::time_point start = Recorder::Clock::now();
    runner.run({});
    std::chrono::duration<double, std::nano> whole =
        Recorder::Clock::now() - start;
    if (whole.count() / count < least.whole)
      least = {whole.count() / count,
               static_cast<double>(recorder.lastRun()[0].nanoseconds) / count};
  }
  return least;
}

} // namespace hier
