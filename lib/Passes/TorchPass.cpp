//===- TorchPass.cpp - A pass of libtorch, made safe for tagged text ------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Hides, runs, looks what has become of the nodes, and puts back.
//
//===----------------------------------------------------------------------===//

#include "TorchPass.h"

#include "hier/Analysis/Origins.h"
#include "hier/IR/Nesting.h"
#include "hier/IR/NodeHistory.h"
#include "hier/IR/StandIns.h"
#include "hier/IR/TensorBudget.h"
#include "hier/IR/TorchFailure.h"
#include "hier/IR/ValueNames.h"
#include "hier/Support/Diagnostic.h"
#include "llvm/ADT/STLExtras.h"

using namespace torch::jit;

namespace hier {

//===----------------------------------------------------------------------===//
// Failures
//===----------------------------------------------------------------------===//

/// Leaves the first `count` nodes of `graph`, which gives every value that they
/// do not use.
static void truncate(Graph &graph, size_t count) {
  while (!graph.outputs().empty())
    graph.eraseOutput(graph.outputs().size() - 1);
  std::vector<Node *> nodes(graph.nodes().begin(), graph.nodes().end());
  for (Node *node : llvm::reverse(llvm::drop_begin(nodes, count)))
    node->destroy();
  for (Node *node : llvm::ArrayRef(nodes).take_front(count))
    for (Value *output : node->outputs())
      if (output->uses().empty())
        graph.registerOutput(output);
}

/// The place of the last node of the shortest beginning of `graph` that
/// `function` throws on; nothing where even all nodes, without the graph's own
/// outputs, do not make it throw.
static std::optional<size_t> culprit(TorchFunction function, Graph &graph) {
  size_t passing = 0;
  size_t failing = std::distance(graph.nodes().begin(), graph.nodes().end());
  auto fails = [&](size_t count) {
    std::shared_ptr<Graph> copy = copyGraph(graph);
    truncate(*copy, count);
    return failureOf([&] { function(copy); }).has_value();
  };
  if (failing == 0 || !fails(failing))
    return std::nullopt;
  while (failing - passing > 1) {
    size_t middle = passing + (failing - passing) / 2;
    (fails(middle) ? failing : passing) = middle;
  }
  return failing - 1;
}

/// An error that names the node of `graph` that `function` fails on. A node and
/// what stands in for it have one place.
static llvm::Error failure(llvm::StringRef flag, TorchFunction function,
                           Graph &graph, const std::string &message) {
  StandIns standIns;
  std::shared_ptr<Graph> hidden = copyGraph(graph);
  standIns.put(*hidden);
  std::optional<size_t> place = culprit(function, *hidden);
  std::string name = place
                         ? describe(**std::next(graph.nodes().begin(), *place))
                         : "this graph";
  return errorIn(flag, "libtorch gives up on " + name + ": " + message);
}

//===----------------------------------------------------------------------===//
// Tags
//===----------------------------------------------------------------------===//

/// Gives the nodes of a changed graph the tags of what they come from.
static void putBack(const OriginKeeper &keeper, const Lineage &lineage,
                    bool isBare) {
  for (auto [node, ancestry] :
       llvm::zip_equal(lineage.nodes, lineage.ancestries)) {
    if (!isBare)
      keeper.unite(ancestry.sources(), *node);
    else if (ancestry.self)
      keeper.copy(*ancestry.self, *node);
  }
}

//===----------------------------------------------------------------------===//
// The pass
//===----------------------------------------------------------------------===//

/// What the tensors that a pass makes may take, one after the other: those of
/// shape propagation are as large as the model's.
static constexpr size_t bytesForTensors = size_t(4) << 30;

llvm::Error TorchPass::runOn(std::shared_ptr<Graph> &graph) {
  if (llvm::Error error = checkNesting(*graph, flag))
    return error;
  if (llvm::Error error = checkTypeDepth(*graph, flag))
    return error;
  TensorBudget budget(bytesForTensors);
  std::shared_ptr<Graph> copy = copyGraph(*graph);
  OriginKeeper keeper(allNodes(*graph));
  NodeHistory history;
  if (keeper.knowsTags()) {
    history.follow(*graph, *copy);
    for (Node *node : allNodes(*copy))
      keeper.attributes().strip(*node);
  }
  StandIns standIns;
  standIns.put(*copy);
  if (auto message = failureOf([&] { function(copy); }))
    return failure(flag, function, *graph, *message);
  standIns.takeOff(*copy);
  if (keeper.knowsTags())
    putBack(keeper, history.resolve({{graph.get(), copy.get()}}), isBare);
  graph = std::move(copy);
  return llvm::Error::success();
}

llvm::Error TorchPass::run(Item &item) {
  return forEachGraph(
      item, [this](std::shared_ptr<Graph> &graph) { return runOn(graph); });
}

llvm::Expected<std::unique_ptr<Pass>>
createTorchPass(llvm::StringRef flag, TorchFunction function,
                const PassOptions &options) {
  llvm::Expected<bool> isBare = options.flag("bare");
  if (!isBare)
    return isBare.takeError();
  return std::make_unique<TorchPass>(flag, function, *isBare);
}

} // namespace hier
