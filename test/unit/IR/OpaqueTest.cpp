//===- OpaqueTest.cpp - What libtorch has no form for ---------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Text goes where its node goes, and no pass takes it for other text.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/Opaque.h"
#include "TestGraphs.h"
#include "gtest/gtest.h"

#include <torch/csrc/jit/ir/node_hashing.h>
#include <torch/csrc/jit/passes/common_subexpression_elimination.h>
#include <torch/csrc/jit/passes/constant_pooling.h>
#include <torch/csrc/jit/passes/dead_code_elimination.h>

using namespace hier;
using namespace torch::jit;

namespace {

TEST(Opaque, ValuesAreEqualToThemselvesOnly) {
  c10::IValue value = makeOpaqueValue("..."), same = makeOpaqueValue("...");
  EXPECT_EQ(opaqueText(value), "...");
  EXPECT_EQ(value, value);
  EXPECT_NE(value, same);
  EXPECT_EQ(opaqueText(c10::IValue(1)), std::nullopt);
  EXPECT_EQ(opaqueText(c10::IValue()), std::nullopt);
}

TEST(Opaque, TensorsCarryText) {
  at::Tensor tensor = makeOpaqueTensor("<Tensor>", at::kHalf);
  EXPECT_EQ(opaqueText(tensor), "<Tensor>");
  EXPECT_EQ(tensor.scalar_type(), at::kHalf);
  EXPECT_EQ(opaqueText(at::Tensor()), std::nullopt);
  EXPECT_EQ(opaqueText(at::ones({9})), std::nullopt);
  EXPECT_EQ(opaqueText(at::empty({9}, at::kMeta)), std::nullopt);
}

TEST(Opaque, TypesAreEqualWhenSpeltAlike) {
  c10::TypePtr type = makeOpaqueType("Mystery");
  EXPECT_EQ(type->str(), "Mystery");
  EXPECT_TRUE(*type == *makeOpaqueType("Mystery"));
  EXPECT_FALSE(*type == *makeOpaqueType("Other"));
  EXPECT_FALSE(*type == *c10::AnyType::get());
  EXPECT_FALSE(*c10::AnyType::get() == *type);
}

class OpaqueInAGraph : public testing::Test {
protected:
  static constexpr const char *text = R"(graph(%x : Mystery[0]):
  %a : Tensor = prim::Constant[value=<Tensor>]()
  %b : Tensor = prim::Constant[value=<Tensor>]()
  %c : Float(3) = prim::Constant[value= 0.1234 -1 3 [ CPUFloatType{3} ]]()
  %d : Float(3) = prim::Constant[value= 0.1234 -1 3 [ CPUFloatType{3} ]]()
  %e : bool[] = prim::Constant[value=[True, False]]()
  %f : bool[] = prim::Constant[value=[True, False]]()
  %g : Mystery[0] = my::op[odd=<1 & 2>](%x)
  return (%a, %b, %c, %d, %e, %f, %g)
)";
  Program program = test::read(text);
  std::shared_ptr<Graph> graph = program.items[0].graph;
};

TEST_F(OpaqueInAGraph, SurvivesCopies) {
  EXPECT_EQ(test::write(*graph->copy()->copy()), text);
}

TEST_F(OpaqueInAGraph, OutlivesTheGraph) {
  std::shared_ptr<Graph> copy = graph->copy();
  graph.reset();
  program.items.clear();
  EXPECT_EQ(test::write(*copy), text);
}

TEST_F(OpaqueInAGraph, ValuesOfOneTextAreNotEqual) {
  std::vector<Node *> nodes(graph->nodes().begin(), graph->nodes().end());
  ASSERT_EQ(nodes[4]->kindOf(attr::value), AttributeKind::ival);
  EXPECT_TRUE(EqualNode()(nodes[4], nodes[4]));
  EXPECT_FALSE(EqualNode()(nodes[4], nodes[5]));
}

TEST_F(OpaqueInAGraph, TensorsOfOneTextAreTwo) {
  std::vector<Node *> nodes(graph->nodes().begin(), graph->nodes().end());
  for (size_t index : {0, 2}) {
    ASSERT_EQ(nodes[index]->kindOf(attr::value), AttributeKind::t);
    EXPECT_FALSE(
        nodes[index]->t(attr::value).is_same(nodes[index + 1]->t(attr::value)));
  }
}

TEST(OpaqueConstants, ValuesAreMergedByNoPass) {
  Program program = test::read(R"(graph():
  %a : bool[] = prim::Constant[value=[True, False]]()
  %b : bool[] = prim::Constant[value=[True, False]]()
  return (%a, %b)
)");
  std::shared_ptr<Graph> graph = program.items[0].graph;
  ConstantPooling(graph);
  EliminateCommonSubexpression(graph);
  EXPECT_NE(graph->outputs()[0], graph->outputs()[1]);
}

TEST(OpaqueConstants, AreRemovedWhenDead) {
  Program program = test::read(R"(graph(%x : Tensor):
  %a : Tensor = prim::Constant[value=<Tensor>]()
  %b : bool[] = prim::Constant[value=[True, False]]()
  return (%x)
)");
  std::shared_ptr<Graph> graph = program.items[0].graph;
  EliminateDeadCode(graph);
  EXPECT_EQ(test::write(*graph), "graph(%x : Tensor):\n  return (%x)\n");
}

} // namespace
