//===- NodeRules.cpp - What kinds of nodes ask of their blocks ------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What libtorch's interpreter takes for granted of If, Loop and fork. Of other
// kinds nothing is asked: a back end's own nodes may have any blocks.
//
//===----------------------------------------------------------------------===//

#include "NodeRules.h"

#include "hier/IR/Attributes.h"

#include <fmt/format.h>

using namespace torch::jit;

namespace hier {

/// `1 block`, `2 blocks`.
static std::string counted(size_t count, const char *noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

static Misfit misfitOfCount(const std::string &what, size_t has,
                            const char *noun, size_t needs) {
  if (has == needs)
    return std::nullopt;
  return fmt::format("{}has {} and needs {}", what, counted(has, noun), needs);
}

/// if ::= one condition; two blocks without inputs that give its outputs.
static Misfit misfitOfIf(const Node &node) {
  if (Misfit misfit = misfitOfCount("", node.inputs().size(), "operand", 1))
    return misfit;
  if (Misfit misfit = misfitOfCount("", node.blocks().size(), "block", 2))
    return misfit;
  for (size_t index = 0; index < 2; ++index) {
    const Block &block = *node.blocks()[index];
    std::string what = fmt::format("has a block{} that ", index);
    if (Misfit misfit = misfitOfCount(what, block.inputs().size(), "input", 0))
      return misfit;
    if (Misfit misfit = misfitOfCount(what, block.outputs().size(), "output",
                                      node.outputs().size()))
      return misfit;
  }
  return std::nullopt;
}

/// loop ::= trip count, condition and what it carries; one block that takes the
/// iteration and gives the next condition, and carries the same.
static Misfit misfitOfLoop(const Node &node) {
  size_t carried = node.outputs().size();
  if (Misfit misfit =
          misfitOfCount("", node.inputs().size(), "operand", carried + 2))
    return misfit;
  if (Misfit misfit = misfitOfCount("", node.blocks().size(), "block", 1))
    return misfit;
  const Block &block = *node.blocks()[0];
  const char *what = "has a block0 that ";
  if (Misfit misfit =
          misfitOfCount(what, block.inputs().size(), "input", carried + 1))
    return misfit;
  return misfitOfCount(what, block.outputs().size(), "output", carried + 1);
}

static Misfit misfitOfFork(const Node &node) {
  const Graph *subgraph = subgraphOf(node);
  if (!subgraph)
    return std::nullopt; // Of one cut out of its text.
  return misfitOfCount("has a subgraph that ", subgraph->inputs().size(),
                       "input", node.inputs().size());
}

/// libtorch casts every node of this kind, and there are other ways to make
/// one.
static Misfit misfitOfPythonCall(const Node &node) {
  if (dynamic_cast<const PythonOp *>(&node))
    return std::nullopt;
  return "calls no Python function";
}

Misfit misfitOfSubgraphs(const Node &node,
                         llvm::SmallPtrSetImpl<const Graph *> &known) {
  for (const Graph *subgraph : graphsOf(node)) {
    if (!subgraph)
      return "has an attribute for a graph with no graph in it";
    if (!known.insert(subgraph).second)
      return "has a subgraph that is another node's too, or holds the node";
  }
  return std::nullopt;
}

Misfit misfit(const Node &node) {
  switch (node.kind()) {
  case prim::PythonOp:
    return misfitOfPythonCall(node);
  case prim::If:
    return misfitOfIf(node);
  case prim::Loop:
    return misfitOfLoop(node);
  case prim::fork:
    return misfitOfFork(node);
  default:
    return std::nullopt;
  }
}

} // namespace hier
