//===- MarkedGraphTest.cpp - A graph that times its nodes -----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Marks change nothing of what a graph gives, and what they write down is what
// ran.
//
//===----------------------------------------------------------------------===//

#include "hier/Profile/MarkedGraph.h"
#include "../IR/TestGraphs.h"
#include "hier/Analysis/HierarchyFacts.h"
#include "hier/IR/NodeParts.h"
#include "llvm/ADT/STLExtras.h"
#include "gtest/gtest.h"

#include <chrono>

using namespace hier;
using namespace torch::jit;

namespace {

/// A loop, a branch in it, and what works in place.
Module makeModule() {
  Module module("__torch__.m.Net");
  module.register_parameter("weight", at::full({4}, 3), false);
  module.define(R"(
def forward(self, x, n: int):
  y = x.clone()
  for i in range(n):
    if i % 2 == 0:
      y.add_(self.weight)
    else:
      y = torch.relu(y) - 1
  return y
)");
  return module;
}

Item itemOf(const Module &module) {
  Item item;
  item.module = objectTreeOf(module);
  return item;
}

InlinedGraph flatGraph(const Module &module) {
  Item item = itemOf(module);
  return llvm::cantFail(flatGraphOf(item, {}));
}

Stack arguments(const Module &module, int64_t turns) {
  return {module._ivalue(), at::arange(4, at::kFloat), turns};
}

at::Tensor tensorOf(const Stack &outputs) { return outputs.at(0).toTensor(); }

/// How often the nodes of `kind` ran, together.
uint64_t callsOf(const MarkedGraph &marked, Graph &graph, const char *kind) {
  uint64_t calls = 0;
  for (auto [place, node] : llvm::enumerate(allNodes(graph)))
    if (node->kind() == c10::Symbol::fromQualString(kind))
      calls += marked.lastRun()[place].calls;
  return calls;
}

TEST(MarkedGraph, GivesWhatTheModuleGives) {
  Module module = makeModule();
  InlinedGraph flat = flatGraph(module);
  std::string before = test::write(*flat.graph);
  MarkedGraph marked(*flat.graph);
  GraphRunner plain(runnableCopy(*flat.graph));
  for (int64_t turns : {0, 1, 5}) {
    at::Tensor output = tensorOf(marked.run(arguments(module, turns)));
    EXPECT_TRUE(
        at::equal(output, tensorOf(plain.run(arguments(module, turns)))));
    c10::IValue own = module.forward({at::arange(4, at::kFloat), turns});
    EXPECT_TRUE(at::equal(output, own.toTensor()));
  }
  EXPECT_EQ(test::write(*flat.graph), before);
}

TEST(MarkedGraph, CountsTurnsAndBranches) {
  Module module = makeModule();
  InlinedGraph flat = flatGraph(module);
  MarkedGraph marked(*flat.graph);
  marked.run(arguments(module, 5));
  EXPECT_EQ(callsOf(marked, *flat.graph, "prim::Loop"), 1u);
  EXPECT_EQ(callsOf(marked, *flat.graph, "prim::If"), 5u);
  EXPECT_EQ(callsOf(marked, *flat.graph, "aten::add_"), 3u);
  EXPECT_EQ(callsOf(marked, *flat.graph, "aten::relu"), 2u);
  marked.run(arguments(module, 0));
  EXPECT_EQ(callsOf(marked, *flat.graph, "prim::If"), 0u);
  EXPECT_EQ(callsOf(marked, *flat.graph, "prim::Loop"), 1u);
}

/// A graph with a fork that ends with `last`, of `%a`.
std::string forkOf(const std::string &last) {
  return R"(graph(%x : Tensor):
  %f : Future[Tensor] = prim::fork_0(%x)
  %y : Tensor = aten::neg(%x)
  %z : Tensor = aten::wait(%f)
  return (%z)
with prim::fork_0 = graph(%i : Tensor):
  %a : Tensor = aten::relu(%i)
  %b : Tensor = )" +
         last + "\n  return (%b)\n";
}

TEST(MarkedGraph, RunsForksWhereTheyStand) {
  Program program = test::read(forkOf("aten::relu(%a)"));
  Graph &graph = *program.items[0].graph;
  MarkedGraph marked(graph);
  Stack outputs = marked.run({at::full({2}, -1)});
  EXPECT_TRUE(at::equal(tensorOf(outputs), at::zeros({2})));
  EXPECT_EQ(callsOf(marked, graph, "prim::fork"), 1u);
  EXPECT_EQ(callsOf(marked, graph, "aten::relu"), 2u);
  EXPECT_EQ(callsOf(marked, graph, "aten::wait"), 1u);
}

TEST(MarkedGraph, MarksWhatRuns) {
  Module module = makeModule();
  InlinedGraph flat = flatGraph(module);
  MarkedGraph marked(*flat.graph);
  size_t constants = 0;
  for (auto [place, node] : llvm::enumerate(allNodes(*flat.graph))) {
    EXPECT_EQ(marked.isMarked(place), node->kind() != prim::Constant);
    constants += node->kind() == prim::Constant;
  }
  EXPECT_GT(constants, 0u);
}

/// The clock is read often enough: of a run that takes its time, little is in
/// no node.
TEST(MarkedGraph, TimesAddUpToTheRun) {
  Module module("__torch__.m.Products");
  module.define("def forward(self, x):\n  return x @ x @ x @ x\n");
  InlinedGraph flat = flatGraph(module);
  MarkedGraph marked(*flat.graph);
  at::Tensor x = at::ones({256, 256});
  marked.run({module._ivalue(), x});
  auto start = std::chrono::steady_clock::now();
  marked.run({module._ivalue(), x});
  std::chrono::duration<double, std::nano> whole =
      std::chrono::steady_clock::now() - start;
  double sum = 0;
  for (const NodeRun &run : marked.lastRun())
    sum += static_cast<double>(run.nanoseconds);
  EXPECT_LE(sum, whole.count());
  EXPECT_GE(sum, 0.2 * whole.count());
}

/// The node that a run fails at, and what is said of it.
template <typename Runner>
std::string failureOf(const Runner &runner, const Stack &inputs) {
  try {
    runner.run(inputs);
    return "none";
  } catch (const RunFailure &failure) {
    return failure.node + ": " + llvm::StringRef(failure.what()).rtrim().str();
  }
}

TEST(MarkedGraph, NamesTheNodeThatFails) {
  Module module("__torch__.m.Net");
  module.define("def forward(self, x, n: int):\n"
                "  y = torch.relu(x)\n"
                "  for i in range(n):\n"
                "    y = y.view([3])\n"
                "  return y\n");
  InlinedGraph flat = flatGraph(module);
  MarkedGraph marked(*flat.graph);
  GraphRunner plain(runnableCopy(*flat.graph));
  EXPECT_EQ(failureOf(marked, arguments(module, 0)), "none");
  EXPECT_EQ(failureOf(plain, arguments(module, 0)), "none");
  for (const std::string &failure : {failureOf(marked, arguments(module, 1)),
                                     failureOf(plain, arguments(module, 1))})
    EXPECT_TRUE(llvm::StringRef(failure).contains(
        "= aten::view': shape '[3]' is invalid for input of size 4"))
        << failure;
  EXPECT_ANY_THROW(marked.run({}));
}

TEST(MarkedGraph, NamesTheNodeOfAForkThatFails) {
  Program program = test::read(forkOf("aten::mm(%a, %a)"));
  Graph &graph = *program.items[0].graph;
  std::string expected = "'%b = aten::mm': self must be a matrix";
  EXPECT_EQ(failureOf(MarkedGraph(graph), {at::ones({2})}), expected);
  EXPECT_EQ(failureOf(GraphRunner(runnableCopy(graph)), {at::ones({2})}),
            expected);
}

TEST(MarkedGraph, RunsWhatHasTags) {
  Program program = test::read(R"(graph(%x : Tensor):
  %1 : Tensor? = prim::Constant[hierarchy_tag="/A"]()
  %2 : bool = aten::__is__[hierarchy_tag="/A"](%1, %1)
  return (%2)
)");
  Stack outputs = MarkedGraph(*program.items[0].graph).run({at::ones({})});
  EXPECT_TRUE(outputs.at(0).toBool());
}

TEST(MarkCost, IsSmall) {
  MarkCost cost = measureMarkCost();
  EXPECT_GT(cost.inNode, 0);
  EXPECT_GE(cost.whole, cost.inNode);
  EXPECT_LT(cost.whole, 1e6);
}

} // namespace
