//===- NodeViews.h - Nodes as plain data ------------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a node itself tells: its text, what it uses and makes.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_VIEW_NODEVIEWS_H
#define HIER_LIB_VIEW_NODEVIEWS_H

#include "hier/IR/NodeSpeller.h"
#include "hier/View/ModelView.h"

namespace hier {

class NodeViews {
public:
  /// Of `graph`, the flat one of `item`. Without `spells` the nodes have their
  /// kinds and owners alone.
  NodeViews(const Item &item, torch::jit::Graph &graph, bool spells);

  std::vector<ModelView::Value> inputs();
  /// To be called once for each of allNodes(), in their order. Its module,
  /// call and cost are left to the caller.
  ModelView::Node viewOf(torch::jit::Node &node);
  /// Sets the results of the graph and of `view.nodes`, when all are there.
  void addResults(ModelView &view);

private:
  ModelView::Value valueView(const torch::jit::Value &value);
  ModelView::Operand operandView(const torch::jit::Value &value);
  size_t ownerOf(const torch::jit::Block &block) const;
  void addResults(const torch::jit::Block &block,
                  std::vector<ModelView::Operand> &results);
  void spell(const torch::jit::Node &node, ModelView::Node &view);

  torch::jit::Graph &graph;
  bool spells;
  NodeSpeller speller;
  llvm::DenseMap<const torch::jit::Node *, size_t> places;
  /// The nodes that subgraphs belong to.
  llvm::DenseMap<const torch::jit::Graph *, size_t> owners;
  /// Places among those of a node; none of a first one.
  llvm::DenseMap<const torch::jit::Block *, size_t> blocks;
};

} // namespace hier

#endif // HIER_LIB_VIEW_NODEVIEWS_H
