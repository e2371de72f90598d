//===- Walk.cpp - Graphs, nodes and values of a program -------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each walk has a stack of its own: what is to come next is on top.
//
//===----------------------------------------------------------------------===//

#include "Walk.h"

#include "llvm/ADT/STLExtras.h"

using namespace torch::jit;

namespace hier {

std::vector<std::pair<c10::Symbol, Graph *>> subgraphsOf(Node &node) {
  std::vector<std::pair<c10::Symbol, Graph *>> found;
  if (node.hasAttributes())
    for (c10::Symbol name : node.attributeNames())
      if (node.kindOf(name) == AttributeKind::g)
        found.emplace_back(name, node.g(name).get());
  return found;
}

std::vector<Graph *> graphsOf(Program &program) {
  std::vector<Graph *> graphs;
  for (Item &item : program.items)
    llvm::cantFail(forEachGraph(item, [&](std::shared_ptr<Graph> &graph) {
      graphs.push_back(graph.get());
      return llvm::Error::success();
    }));
  return graphs;
}

/// Calls `visit` for each node, and `enter` for each block before its nodes.
template <typename Visit, typename Enter>
static void walk(Graph &graph, bool withSubgraphs, Visit visit, Enter enter) {
  struct Open {
    explicit Open(Block &block) : block(&block), next(block.nodes().begin()) {}
    Block *block;
    graph_node_list_iterator next;
    bool isEntered = false;
  };
  std::vector<Open> open = {Open(*graph.block())};
  while (!open.empty()) {
    Open &top = open.back();
    if (!std::exchange(top.isEntered, true))
      enter(*top.block);
    if (top.next == top.block->nodes().end()) {
      open.pop_back();
      continue;
    }
    Node &node = **top.next++;
    visit(node);
    auto subgraphs = subgraphsOf(node);
    if (withSubgraphs)
      for (auto [name, subgraph] : llvm::reverse(subgraphs))
        open.emplace_back(*subgraph->block());
    for (Block *block : llvm::reverse(node.blocks()))
      open.emplace_back(*block);
  }
}

std::vector<Node *> nodesOf(Graph &graph) {
  std::vector<Node *> nodes;
  walk(
      graph, /*withSubgraphs=*/true,
      [&](Node &node) { nodes.push_back(&node); }, [](Block &) {});
  return nodes;
}

std::vector<Node *> nodesOf(Program &program) {
  std::vector<Node *> nodes;
  for (Graph *graph : graphsOf(program))
    llvm::append_range(nodes, nodesOf(*graph));
  return nodes;
}

std::vector<Graph *> graphsIn(Graph &graph) {
  std::vector<Graph *> graphs = {&graph};
  for (Node *node : nodesOf(graph))
    for (auto [name, subgraph] : subgraphsOf(*node))
      graphs.push_back(subgraph);
  return graphs;
}

std::vector<Value *> valuesOf(Graph &graph) {
  std::vector<Value *> values;
  walk(
      graph, /*withSubgraphs=*/false,
      [&](Node &node) { llvm::append_range(values, node.outputs()); },
      [&](Block &block) { llvm::append_range(values, block.inputs()); });
  return values;
}

std::vector<ModuleObject *> objectsInOrder(ModuleObject &root) {
  std::vector<ModuleObject *> objects, pending = {&root};
  while (!pending.empty()) {
    ModuleObject *object = pending.back();
    pending.pop_back();
    objects.push_back(object);
    for (std::unique_ptr<ModuleObject> &child : llvm::reverse(object->children))
      pending.push_back(child.get());
  }
  return objects;
}

} // namespace hier
