//===- AttributionTest.cpp - Which module each node belongs to ------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What golden tests cannot see: a graph that is looked at again.
//
//===----------------------------------------------------------------------===//

#include "hier/Analysis/Attribution.h"
#include "../IR/TestGraphs.h"
#include "hier/Analysis/HierarchyFacts.h"
#include "gtest/gtest.h"

using namespace hier;
using namespace torch::jit;

namespace {

/// `path call`, of each node.
std::vector<std::string> owners(Graph &graph, ModuleCalls &record) {
  std::vector<std::string> all;
  for (const Attribution &attribution : Attributor(graph, record).run())
    all.push_back(record.modules.path(attribution.module) + " " +
                  std::to_string(attribution.call));
  return all;
}

/// The constant serves both layers, and so belongs to what is around them,
/// which runs nothing itself.
TEST(Attribution, SaysTheSameOfARecordThatWasUsed) {
  Program program = test::read(R"(graph(%x : Tensor):
  %one : int = prim::Constant[value=1](), scope: __module.stack/__module.stack.a
  %y : Float(1, strides=[1], requires_grad=0, device=cpu) = aten::add(%x, %x, %one), scope: __module.stack/__module.stack.a
  %z : Float(1, strides=[1], requires_grad=0, device=cpu) = aten::add(%y, %x, %one), scope: __module.stack/__module.stack.b
  return (%z)
)");
  Graph &graph = *program.items[0].graph;
  ModuleCalls record{ClassName()};
  std::vector<std::string> first = owners(graph, record);
  EXPECT_EQ(first,
            (std::vector<std::string>{"stack 1", "stack.a 2", "stack.b 3"}));
  EXPECT_EQ(owners(graph, record), first);
}

} // namespace
