//===- NodeViews.cpp - Nodes as plain data --------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Places are given in the order in which nodes come.
//
//===----------------------------------------------------------------------===//

#include "NodeViews.h"

#include "hier/Analysis/HierarchyAttributes.h"
#include "hier/IR/Attributes.h"
#include "hier/IR/Location.h"

using namespace torch::jit;

namespace hier {

NodeViews::NodeViews(const Item &item, Graph &graph, bool spells)
    : graph(graph), spells(spells), speller(item, HierarchyAttributes().all()) {
}

ModelView::Value NodeViews::valueView(const Value &value) {
  return {speller.name(value), speller.type(value)};
}

std::vector<ModelView::Value> NodeViews::inputs() {
  std::vector<ModelView::Value> all;
  for (const Value *input : graph.inputs())
    all.push_back(valueView(*input));
  return all;
}

ModelView::Operand NodeViews::operandView(const Value &value) {
  ModelView::Operand operand;
  if (auto found = places.find(value.node()); found != places.end()) {
    operand.node = found->second;
    operand.output = value.offset();
  } else if (value.node()->kind() == prim::Param) {
    operand.output = value.offset();
    operand.owner = ownerOf(*value.node()->owningBlock());
  }
  operand.name = speller.name(value);
  return operand;
}

size_t NodeViews::ownerOf(const Block &block) const {
  if (const Node *owner = block.owningNode())
    return places.lookup(owner);
  auto found = owners.find(block.owningGraph());
  return found == owners.end() ? ModelView::none : found->second;
}

void NodeViews::spell(const Node &node, ModelView::Node &view) {
  view.text = speller.statement(node);
  if (std::optional<Location> location = locationOf(node.sourceRange()))
    view.source = location->spell();
  for (const Value *input : node.inputs())
    view.operands.push_back(operandView(*input));
  for (const Value *output : node.outputs())
    view.outputs.push_back(valueView(*output));
  for (NodeSpeller::Attribute &attribute : speller.attributes(node))
    view.attributes.push_back(
        {std::move(attribute.name), std::move(attribute.value)});
}

ModelView::Node NodeViews::viewOf(Node &node) {
  size_t place = places.size();
  places[&node] = place;
  for (const Graph *subgraph : graphsOf(node))
    owners[subgraph] = place;
  for (size_t index = 1; index < node.blocks().size(); ++index)
    blocks[node.blocks()[index]] = index;
  ModelView::Node view;
  view.kind = node.kind().toQualString();
  view.owner = ownerOf(*node.owningBlock());
  view.block = blocks.lookup(node.owningBlock());
  if (spells)
    spell(node, view);
  return view;
}

void NodeViews::addResults(const Block &block,
                           std::vector<ModelView::Operand> &results) {
  for (const Value *value : block.outputs())
    results.push_back(operandView(*value));
}

void NodeViews::addResults(ModelView &view) {
  if (!spells)
    return;
  addResults(*graph.block(), view.results);
  for (const auto &[node, place] : places) {
    std::vector<ModelView::Operand> &results = view.nodes[place].results;
    for (const Block *block : node->blocks())
      addResults(*block, results);
    for (const Graph *subgraph : graphsOf(*node))
      addResults(*subgraph->block(), results);
  }
}

} // namespace hier
