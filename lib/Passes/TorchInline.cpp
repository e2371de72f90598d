//===- TorchInline.cpp - The pass torch-inline ----------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// libtorch's own inliner: it finds callees by the types of objects, optimises
// each before it copies it, and knows no limits.
//
//===----------------------------------------------------------------------===//

#include "InlineItem.h"
#include "hier/IR/Nesting.h"
#include "hier/IR/NodeParts.h"
#include "hier/IR/StandIns.h"
#include "hier/IR/TorchFailure.h"
#include "hier/IR/ValueNames.h"
#include "hier/Passes/Pass.h"
#include "hier/Support/Diagnostic.h"
#include "llvm/ADT/DenseMap.h"

#include <torch/csrc/jit/passes/inliner.h>

using namespace torch::jit;

namespace hier {

namespace {

class TorchInline : public Pass {
public:
  explicit TorchInline(InlineOptions options) : options(options) {}

  llvm::Error run(Item &item) override;

private:
  InlineOptions options;
};

/// The graphs that a graph calls, to any depth, callees first.
class CallGraph {
public:
  explicit CallGraph(size_t maxNodes) : maxNodes(maxNodes) {}

  /// An error where libtorch's inliner would not come to an end or would make
  /// more than the nodes allowed.
  llvm::Error add(Graph &graph, size_t depth = 0);

  llvm::ArrayRef<std::shared_ptr<Graph>> callees() const { return graphs; }

private:
  static constexpr size_t maxDepth = 1000;

  llvm::Error addCallee(Node &call, size_t depth, size_t &size);

  size_t maxNodes;
  std::vector<std::shared_ptr<Graph>> graphs;
  /// How many nodes each makes; nothing for one that is being looked at.
  llvm::DenseMap<Graph *, std::optional<size_t>> sizes;
};

} // namespace

llvm::Error CallGraph::addCallee(Node &call, size_t depth, size_t &size) {
  GraphFunction *function = tryToGraphFunction(&call);
  if (!function)
    return llvm::Error::success();
  std::shared_ptr<Graph> callee = function->graph();
  auto known = sizes.find(callee.get());
  if (known == sizes.end()) {
    if (llvm::Error error = add(*callee, depth + 1))
      return error;
    graphs.push_back(callee);
    known = sizes.find(callee.get());
  }
  if (!known->second)
    return errorIn("torch-inline", "'" + function->name() + "' calls itself");
  size += *known->second;
  return llvm::Error::success();
}

llvm::Error CallGraph::add(Graph &graph, size_t depth) {
  if (depth > maxDepth)
    return errorIn("torch-inline",
                   "calls are nested deeper than " + llvm::Twine(maxDepth));
  if (llvm::Error error = checkNesting(graph, "torch-inline"))
    return error;
  if (llvm::Error error = checkTypeDepth(graph, "torch-inline"))
    return error;
  sizes[&graph] = std::nullopt;
  size_t size = 0;
  for (Node *node : allNodes(graph)) {
    ++size;
    if (llvm::Error error = addCallee(*node, depth, size))
      return error;
    if (size > maxNodes)
      return errorIn("torch-inline", "inlining makes more than " +
                                         llvm::Twine(maxNodes) +
                                         " nodes; max-nodes=N sets the limit");
  }
  sizes[&graph] = size;
  return llvm::Error::success();
}

/// It finds callees by their classes, and these are changed while it runs.
llvm::Error TorchInline::run(Item &item) {
  if (!item.unit)
    return errorIn("torch-inline",
                   "a module or graph of a running program has no calls that "
                   "it may change; inline-calls works on a copy");
  llvm::Expected<std::shared_ptr<Graph>> graph = entryGraph(item);
  if (!graph)
    return graph.takeError();
  CallGraph calls(options.maxNodes);
  if (llvm::Error error = calls.add(**graph))
    return error;
  std::shared_ptr<Graph> copy = copyGraph(**graph);
  StandIns standIns;
  for (const std::shared_ptr<Graph> &callee : calls.callees())
    standIns.put(*callee);
  auto message = failureOf([&] { Inline(*copy); });
  standIns.takeOff(*copy);
  for (const std::shared_ptr<Graph> &callee : calls.callees())
    standIns.takeOff(*callee);
  if (message)
    return errorIn("torch-inline", "libtorch gives up: " + *message);
  item.graph = std::move(copy);
  return llvm::Error::success();
}

llvm::Expected<std::unique_ptr<Pass>>
createTorchInlinePass(const PassOptions &options) {
  auto inlining = inlineOptionsFrom(options);
  if (!inlining)
    return inlining.takeError();
  return std::make_unique<TorchInline>(*inlining);
}

} // namespace hier
