//===- Walk.h - Graphs, nodes and values of a program -----------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What strategies look through, in the order of the text: blocks where their
// node stands, subgraphs too.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_REDUCE_WALK_H
#define HIER_LIB_REDUCE_WALK_H

#include "hier/IR/Program.h"

#include <vector>

namespace hier {

/// The graphs of items and methods; those that methods share once.
std::vector<torch::jit::Graph *> graphsOf(Program &program);

/// Nodes of the graph, those of its blocks and subgraphs too, outer ones before
/// inner ones.
std::vector<torch::jit::Node *> nodesOf(torch::jit::Graph &graph);
std::vector<torch::jit::Node *> nodesOf(Program &program);

/// The graph itself and the subgraphs of its nodes, at any depth.
std::vector<torch::jit::Graph *> graphsIn(torch::jit::Graph &graph);

/// What the graph's inputs, its blocks' and its nodes define, but for its
/// subgraphs.
std::vector<torch::jit::Value *> valuesOf(torch::jit::Graph &graph);

/// The module and its submodules, each before what is in it.
std::vector<ModuleObject *> objectsInOrder(ModuleObject &root);

/// The graphs among the attributes of `node`, by attribute.
std::vector<std::pair<c10::Symbol, torch::jit::Graph *>>
subgraphsOf(torch::jit::Node &node);

} // namespace hier

#endif // HIER_LIB_REDUCE_WALK_H
