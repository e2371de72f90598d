//===- NodeHistoryTest.cpp - What has become of nodes ---------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Small changes as passes make them, and what is found out of them.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/NodeHistory.h"
#include "TestGraphs.h"
#include "hier/IR/ValueNames.h"
#include "gtest/gtest.h"

#include <torch/csrc/jit/passes/common_subexpression_elimination.h>
#include <torch/csrc/jit/passes/constant_propagation.h>
#include <torch/csrc/jit/passes/dead_code_elimination.h>
#include <torch/csrc/jit/passes/loop_unrolling.h>

using namespace hier;
using namespace torch::jit;

namespace {

/// `kind <- kind kind; ...`: each node of the changed graph with what it comes
/// from, `~` before what it only helps; then `-kind` for what is gone. A kind
/// is told by its last name and its first output.
std::string changed(llvm::StringRef text,
                    void (*pass)(std::shared_ptr<Graph> &)) {
  Program program = test::read(text);
  std::shared_ptr<Graph> graph = program.items[0].graph;
  std::shared_ptr<Graph> original = copyGraph(*graph);
  NodeHistory history;
  history.follow(*original, *graph);
  pass(graph);
  Lineage lineage = history.resolve({{original.get(), graph.get()}});
  auto name = [](const Node &node) {
    std::string output =
        node.outputs().empty() ? "" : node.output(0)->debugName() + ".";
    return output + node.kind().toUnqualString();
  };
  std::string told;
  for (size_t index = 0; index < lineage.nodes.size(); ++index) {
    Ancestry &ancestry = lineage.ancestries[index];
    told += name(*lineage.nodes[index]) + " <-";
    for (Node *source : ancestry.sources())
      told += std::string(ancestry.helped.empty() ? " " : " ~") + name(*source);
    told += "; ";
    EXPECT_FALSE(lineage.nodes[index]->callstack().has_value());
  }
  for (Node *node : lineage.gone)
    told += "-" + name(*node) + " ";
  return told;
}

constexpr const char *twins = "graph(%x : Tensor):\n"
                              "  %1 : Tensor = aten::neg(%x)\n"
                              "  %2 : Tensor = aten::neg(%x)\n"
                              "  %3 : Tensor = aten::sin(%1)\n"
                              "  %4 : Tensor = aten::sin(%2)\n"
                              "  %5 : Tensor = aten::cos(%x)\n"
                              "  %6 : Tensor = aten::mul(%3, %4)\n"
                              "  return (%6)\n";

TEST(NodeHistory, WhatIsLeftAloneIsItself) {
  EXPECT_EQ(changed(twins, [](auto &) {}),
            "1.neg <- 1.neg; 2.neg <- 2.neg; 3.sin <- 3.sin; 4.sin <- 4.sin; "
            "5.cos <- 5.cos; 6.mul <- 6.mul; ");
}

/// The users of the second twin are themselves merged.
TEST(NodeHistory, MergedNodesAreFoundThroughTheirUsers) {
  EXPECT_EQ(
      changed(twins, [](auto &graph) { EliminateCommonSubexpression(graph); }),
      "1.neg <- 1.neg 2.neg; 3.sin <- 3.sin 4.sin; 5.cos <- 5.cos; "
      "6.mul <- 6.mul; ");
}

TEST(NodeHistory, WhatIsRemovedIsGone) {
  EXPECT_EQ(changed(twins, [](auto &graph) { EliminateDeadCode(graph); }),
            "1.neg <- 1.neg; 2.neg <- 2.neg; 3.sin <- 3.sin; 4.sin <- 4.sin; "
            "6.mul <- 6.mul; -5.cos ");
}

TEST(NodeHistory, ANewNodeTakesThePlaceOfAnother) {
  EXPECT_EQ(changed("graph(%x : Tensor):\n"
                    "  %1 : int = prim::Constant[value=1]()\n"
                    "  %2 : int = aten::add(%1, %1)\n"
                    "  %3 : Tensor = aten::sum(%x, %2)\n"
                    "  return (%3)\n",
                    [](auto &graph) { ConstantPropagation(graph); }),
            "5.Constant <- 2.add; 3.sum <- 3.sum; -1.Constant ");
}

/// A value that is found to be another's is not merged with that.
TEST(NodeHistory, WhatIsSimplifiedAwayIsGone) {
  EXPECT_EQ(changed("graph(%x : Tensor):\n"
                    "  %1 : Tensor = aten::sin(%x)\n"
                    "  %2 : Tensor = aten::neg(%1)\n"
                    "  %3 : Tensor = aten::cos(%2)\n"
                    "  return (%3)\n",
                    [](auto &graph) {
                      Node *neg = test::find(*graph, "aten::neg");
                      neg->output()->replaceAllUsesWith(neg->input());
                      neg->destroy();
                    }),
            "1.sin <- 1.sin; 3.cos <- 3.cos; -2.neg ");
}

TEST(NodeHistory, WhatIsNewHelpsOthers) {
  EXPECT_EQ(changed("graph(%x : Tensor):\n"
                    "  %1 : Tensor = aten::sin(%x)\n"
                    "  return (%1)\n",
                    [](auto &graph) {
                      Node *sin = test::find(*graph, "aten::sin");
                      Node *inner = graph->create(aten::cos, {sin->input()});
                      Node *outer = graph->create(aten::neg, {inner->output()});
                      inner->insertBefore(sin);
                      outer->insertBefore(sin);
                      sin->output()->replaceAllUsesWith(outer->output());
                      sin->destroy();
                    }),
            "3.cos <- ~1.sin; 4.neg <- 1.sin; ");
}

TEST(NodeHistory, CopiesComeFromOneNode) {
  std::string told = changed("graph(%x : Tensor):\n"
                             "  %1 : int = prim::Constant[value=2]()\n"
                             "  %2 : bool = prim::Constant[value=1]()\n"
                             "  %3 : Tensor = prim::Loop(%1, %2, %x)\n"
                             "    block0(%i : int, %y : Tensor):\n"
                             "      %6 : Tensor = aten::neg(%y)\n"
                             "      -> (%2, %6)\n"
                             "  return (%3)\n",
                             [](auto &graph) { UnrollConstantLoops(graph); });
  EXPECT_EQ(llvm::StringRef(told).count("neg <- 6.neg;"), 2u) << told;
}

TEST(NodeHistory, BlocksAreFollowed) {
  EXPECT_EQ(changed("graph(%x : Tensor, %c : bool):\n"
                    "  %1 : Tensor = prim::If(%c)\n"
                    "    block0():\n"
                    "      %2 : Tensor = aten::neg(%x)\n"
                    "      %3 : Tensor = aten::neg(%x)\n"
                    "      -> (%3)\n"
                    "    block1():\n"
                    "      -> (%x)\n"
                    "  return (%1)\n",
                    [](auto &graph) { EliminateCommonSubexpression(graph); }),
            "1.If <- 1.If; 2.neg <- 2.neg 3.neg; ");
}

TEST(NodeHistory, CallStacksComeBack) {
  Program program = test::read(twins);
  Graph &graph = *program.items[0].graph;
  Node *node = test::find(graph, "aten::cos");
  auto own = c10::make_intrusive<InlinedCallStack>(nullptr, SourceRange());
  node->setCallStack(own);
  std::shared_ptr<Graph> original = copyGraph(graph);
  NodeHistory history;
  history.follow(*original, graph);
  EXPECT_NE(node->callstack()->get(), own.get());
  history.release(graph);
  EXPECT_EQ(node->callstack()->get(), own.get());
}

} // namespace
