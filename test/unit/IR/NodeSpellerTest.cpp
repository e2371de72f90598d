//===- NodeSpellerTest.cpp - Single nodes and values as text --------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What is spelt of a node is what the writer prints of it.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/NodeSpeller.h"
#include "TestGraphs.h"
#include "gtest/gtest.h"

using namespace hier;
using namespace hier::test;
using namespace torch::jit;

namespace {

constexpr llvm::StringLiteral text = R"(graph(%x.1 : Float(2, 3)):
  %1 : int = prim::Constant[value=2, hierarchy_tag="/M"](), scope: __module.a # m.py:3:0
  %y : Tensor, %z : Tensor = my::op[hierarchy_tag="/M"](%x.1, %1) # m.py:4:0
  %w : Tensor = prim::FusionGroup_0[kept=1, hierarchy_tag="/M"](%y)
   = prim::Print(%w)
  return (%w)
with prim::FusionGroup_0 = graph(%a : Tensor):
  return (%a)
)";

class NodeSpelling : public testing::Test {
protected:
  Program program = read(text);
  Item &item = program.items.front();
  Graph &graph = *item.graph;
  NodeSpeller speller{item, {c10::Symbol::attr("hierarchy_tag")}};
};

TEST_F(NodeSpelling, HasTheStatementAlone) {
  EXPECT_EQ(speller.statement(*find(graph, "prim::Constant")),
            "%1 : int = prim::Constant[value=2]()");
  EXPECT_EQ(speller.statement(*find(graph, "my::op")),
            "%y : Tensor, %z : Tensor = my::op(%x.1, %1)");
  EXPECT_EQ(speller.statement(*find(graph, "prim::FusionGroup")),
            "%w : Tensor = prim::FusionGroup_0[kept=1](%y)");
  EXPECT_EQ(speller.statement(*find(graph, "prim::Print")),
            " = prim::Print(%w)");
}

TEST_F(NodeSpelling, LeavesNothingOutUnlessToldTo) {
  NodeSpeller whole(item, {});
  EXPECT_EQ(
      whole.statement(*find(graph, "my::op")),
      "%y : Tensor, %z : Tensor = my::op[hierarchy_tag=\"/M\"](%x.1, %1)");
}

TEST_F(NodeSpelling, HasValuesAndTypes) {
  const Value &input = *graph.inputs()[0];
  EXPECT_EQ(speller.name(input), "%x.1");
  EXPECT_EQ(speller.type(input), "Float(2, 3)");
  EXPECT_EQ(speller.name(*find(graph, "prim::Constant")->output()), "%1");
}

TEST_F(NodeSpelling, HasAttributesOneByOne) {
  auto all = speller.attributes(*find(graph, "prim::FusionGroup"));
  ASSERT_EQ(all.size(), 2);
  EXPECT_EQ(all[0].name, "kept");
  EXPECT_EQ(all[0].value, "1");
  EXPECT_EQ(all[1].name, "Subgraph");
  EXPECT_EQ(all[1].value, "<Graph>");
}

TEST_F(NodeSpelling, HasNoTypesWhereTheTextHadNone) {
  item.printsTypes = false;
  NodeSpeller bare(item, {});
  EXPECT_EQ(bare.type(*graph.inputs()[0]), "");
  EXPECT_EQ(bare.statement(*find(graph, "prim::Print")), " = prim::Print(%w)");
}

} // namespace
