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
#include <torch/csrc/jit/runtime/jit_exception.h>

#include <fmt/format.h>

using namespace torch::jit;

namespace hier {

//===----------------------------------------------------------------------===//
// Running
//===----------------------------------------------------------------------===//

static const char nameOfNumbers[] = "<number of a node>";

/// Gives the node at each place a line of its own in a source that is empty:
/// the lines are counted from one.
static std::shared_ptr<Graph> numbered(std::shared_ptr<Graph> graph) {
  std::vector<Node *> nodes = allNodes(*graph);
  auto source = std::make_shared<Source>(std::string(nodes.size(), '\n'),
                                         nameOfNumbers, /*starting_line_no=*/1);
  for (auto [place, node] : llvm::enumerate(nodes))
    node->setSourceRange(SourceRange(source, place, place + 1));
  return graph;
}

GraphRunner::GraphRunner(std::shared_ptr<Graph> given)
    : graph(numbered(std::move(given))), code(graph, "<graph>") {}

/// The interpreter tells the place in the source first, and of a fork that
/// failed the place in it after that of the node that waits for it.
static std::string messageOf(const std::exception &thrown) {
  if (const auto *raised = dynamic_cast<const JITException *>(&thrown))
    return raised->getOriginalMsg().value_or(raised->what());
  llvm::StringRef message = thrown.what();
  llvm::StringRef marker = "\nRuntimeError: ";
  size_t found = message.rfind(marker);
  return message
      .drop_front(found == llvm::StringRef::npos ? 0 : found + marker.size())
      .str();
}

/// Where a function is called, it is the node that calls it.
std::string GraphRunner::failedNode(llvm::StringRef message) const {
  std::string marker = fmt::format("File \"{}\", line ", nameOfNumbers);
  size_t found = message.rfind(marker);
  std::vector<Node *> nodes = allNodes(*graph);
  size_t number = 0;
  if (found == llvm::StringRef::npos ||
      message.drop_front(found + marker.size()).consumeInteger(10, number) ||
      number == 0 || number > nodes.size())
    return "";
  return describe(*nodes[number - 1]);
}

/// Calls that are left, and forks, go through the executor, which is asked not
/// to optimise either.
Stack GraphRunner::run(Stack inputs) const {
  GraphOptimizerEnabledGuard plain(false);
  auto atOnce = [](const std::function<void()> &work) { work(); };
  try {
    InterpreterState(code, atOnce).run(inputs);
  } catch (const std::exception &thrown) {
    std::string node = failedNode(thrown.what());
    if (node.empty())
      throw;
    throw RunFailure(messageOf(thrown), std::move(node));
  }
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
    return createMark(in, *recorder, number);
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
