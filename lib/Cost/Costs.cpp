//===- Costs.cpp - What running a model takes -----------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Of each node one run, times the runs.
//
//===----------------------------------------------------------------------===//

#include "hier/Cost/Costs.h"

#include "FlopRules.h"
#include "NewTensors.h"
#include "Parameters.h"
#include "Repetition.h"
#include "hier/IR/Attributes.h"
#include "hier/IR/NodeParts.h"

using namespace torch::jit;

namespace hier {

/// Nothing is nothing, however often it is done.
static Size inAll(Size ofOneRun, Size runs) {
  if (ofOneRun == Size(0) || runs == Size(0))
    return 0;
  return product({ofOneRun, runs});
}

static NodeCost costOf(const Node &node, const ValueFacts &facts, Size runs) {
  return {inAll(flopsOf(node, facts), runs),
          inAll(newBytesOf(node, facts), runs)};
}

/// Of a block in blocks. None of several is as none of one.
static Size runsOf(const Block *block) {
  Size runs = 1;
  while (block && block->owningNode()) {
    runs = inAll(timesPerRun(*block), runs);
    block = block->owningNode()->owningBlock();
  }
  return runs;
}

NodeCost costOf(const Node &node) {
  return costOf(node, ValueFacts(), runsOf(node.owningBlock()));
}

/// Of `nodes`, all those of `flat`, in program order.
static std::vector<NodeCost> costsOf(const Graph &flat,
                                     llvm::ArrayRef<Node *> nodes,
                                     const ValueFacts &facts) {
  llvm::DenseMap<const Block *, Size> runs = {{flat.block(), 1}};
  std::vector<NodeCost> costs;
  costs.reserve(nodes.size());
  for (const Node *node : nodes) {
    Size ofThis = runs.lookup(node->owningBlock());
    costs.push_back(costOf(*node, facts, ofThis));
    for (const Block *block : node->blocks())
      runs[block] = inAll(timesPerRun(*block), ofThis);
    if (const Graph *subgraph = subgraphOf(*node))
      runs[subgraph->block()] = ofThis;
  }
  return costs;
}

Costs costsOf(const Item &item, Graph &flat) {
  std::vector<Node *> nodes = allNodes(flat);
  AttributeReads reads(item, flat, nodes);
  ValueFacts facts(reads);
  return {costsOf(flat, nodes, facts), parametersOf(item, reads, facts)};
}

} // namespace hier
