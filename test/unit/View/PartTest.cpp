//===- PartTest.cpp - One module of a model -------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// On a view that is put together here: `a`, which is called twice, has `b` in
// it and calls `c`, which is beside it.
//
//===----------------------------------------------------------------------===//

#include "hier/View/Part.h"
#include "gtest/gtest.h"

using namespace hier;

namespace {

ModelView::Module module(std::string path, std::string name, size_t parent) {
  ModelView::Module module;
  module.path = std::move(path);
  module.name = std::move(name);
  module.className = "Class";
  module.definition = "m";
  module.parent = parent;
  return module;
}

ModelView::Node node(std::string output, size_t module, size_t call,
                     std::vector<ModelView::Operand> operands) {
  ModelView::Node node;
  node.module = module;
  node.call = call;
  node.operands = std::move(operands);
  node.outputs = {{std::move(output), "Tensor"}};
  return node;
}

ModelView whole() {
  ModelView view;
  view.name = "whole";
  view.modules = {module("", "", 0), module("a", "a", 0), module("a.b", "b", 1),
                  module("c", "c", 0)};
  view.calls = {{0, 0, 0, "/M", false, 0, 6},
                {0, 1, 0, "/M/A", true, 1, 4},
                {1, 2, 0, "/M/A/B", true, 1, 2},
                {1, 3, 0, "/M/C", true, 2, 3},
                {0, 1, 1, "/M/A", true, 4, 5}};
  view.inputs = {{"%x", "Tensor"}, {"%self", "m.Model"}};
  size_t none = ModelView::none;
  view.nodes = {node("%0", 0, 0, {{none, 0, "%x"}}),
                node("%1", 2, 2, {{0, 0, "%0"}, {none, 0, "%x"}}),
                node("%2", 3, 3, {{1, 0, "%1"}}),
                node("%3", 1, 1, {{2, 0, "%2"}}),
                node("%4", 1, 4, {{3, 0, "%3"}, {none, 0, "%x"}}),
                node("%5", 0, 0, {{4, 0, "%4"}, {4, 0, "%4"}})};
  view.nodes[3].owner = 1;
  view.nodes[4].owner = 0;
  view.results = {{5, 0, "%5"}, {3, 0, "%3"}};
  return view;
}

TEST(Part, HasTheModulesBelow) {
  ModelView part = partOf(whole(), "a").value();
  ASSERT_EQ(part.modules.size(), 2);
  EXPECT_EQ(part.modules[0].path, "a");
  EXPECT_EQ(part.modules[0].parent, 0);
  EXPECT_EQ(part.modules[1].path, "a.b");
  EXPECT_EQ(part.modules[1].parent, 0);
  EXPECT_EQ(part.rootClass, "m.Class");
}

TEST(Part, HasItsNodesWithNewPlaces) {
  ModelView part = partOf(whole(), "a").value();
  ASSERT_EQ(part.nodes.size(), 3);
  EXPECT_EQ(part.nodes[0].module, 1);
  EXPECT_EQ(part.nodes[0].operands[0].node, ModelView::none);
  EXPECT_EQ(part.nodes[1].owner, 0);
  EXPECT_EQ(part.nodes[2].owner, ModelView::none);
  EXPECT_EQ(part.nodes[2].operands[0].node, 1);
}

TEST(Part, TakesAndGivesWhatGoesInAndOut) {
  ModelView part = partOf(whole(), "a").value();
  ASSERT_EQ(part.inputs.size(), 3);
  EXPECT_EQ(part.inputs[0].name, "%0");
  EXPECT_EQ(part.inputs[1].name, "%x");
  EXPECT_EQ(part.inputs[2].name, "%2");
  ASSERT_EQ(part.results.size(), 3);
  EXPECT_EQ(part.results[0].node, 0); // by `c`
  EXPECT_EQ(part.results[1].node, 2); // by the root, once
  EXPECT_EQ(part.results[2].node, 1); // by whoever runs the graph
}

/// One that stands for what is around, the two of `a`, and that of `a.b`.
TEST(Part, HasTheCallsInIt) {
  ModelView part = partOf(whole(), "a").value();
  ASSERT_EQ(part.calls.size(), 4);
  EXPECT_TRUE(part.calls[0].isAround);
  EXPECT_FALSE(part.calls[1].isAround);
  EXPECT_EQ(part.calls[0].end, 3);
  EXPECT_EQ(part.calls[1].parent, 0);
  EXPECT_EQ(part.calls[1].end, 2);
  EXPECT_EQ(part.calls[2].parent, 1);
  EXPECT_EQ(part.calls[2].module, 1);
  EXPECT_EQ(part.calls[3].index, 1);
  EXPECT_EQ(part.calls[3].begin, 2);
  EXPECT_EQ(part.nodes[0].call, 2);
  EXPECT_EQ(part.nodes[2].call, 3);
}

TEST(Part, StartsWithItsOwnCallIfThereIsOne) {
  ModelView part = partOf(whole(), "a.b").value();
  ASSERT_EQ(part.calls.size(), 1);
  EXPECT_EQ(part.calls[0].parent, 0);
  EXPECT_EQ(part.calls[0].tag, "/M/A/B");
  EXPECT_EQ(part.calls[0].end, 1);
  EXPECT_EQ(part.nodes[0].call, 0);
}

/// `a` calls `c` beside it, which calls `a.b`: a call in `a`'s, though by way
/// of another module.
TEST(Part, HasCallsByWayOfOthersWhereTheyRan) {
  ModelView view = whole();
  view.calls = {{0, 0, 0, "/M", false, 0, 6},
                {0, 1, 0, "/M/A", true, 1, 5},
                {1, 3, 0, "/M/C", true, 1, 4},
                {2, 2, 0, "/M/C/B", true, 1, 2}};
  for (ModelView::Node &node : view.nodes)
    node.call = 0;
  view.nodes[1].call = 3;
  ModelView part = partOf(view, "a").value();
  ASSERT_EQ(part.calls.size(), 2);
  EXPECT_FALSE(part.calls[0].isAround);
  EXPECT_EQ(part.calls[1].parent, 0);
  EXPECT_EQ(part.calls[1].module, 1);
  EXPECT_EQ(part.nodes[0].call, 1);
}

TEST(Part, IsNothingWhereThereIsNoModule) {
  EXPECT_FALSE(partOf(whole(), "b").has_value());
  EXPECT_EQ(partOf(whole(), "").value().nodes.size(), 6);
}

} // namespace
