//===- VerifierTest.cpp - Tests of the verifier ---------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Breaks each rule through libtorch's own interface, which checks none of them,
// and sees that it is named.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/Verifier.h"

#include "../../../lib/IR/TorchAccess.h"
#include "TestGraphs.h"
#include "hier/IR/Nesting.h"

#include "gtest/gtest.h"

using namespace hier;
using namespace torch::jit;

namespace {

class Verifier : public testing::Test {
protected:
  explicit Verifier(llvm::StringRef text = "graph(%x : Tensor, %c : bool):\n"
                                           "  %1 : Tensor = aten::neg(%x)\n"
                                           "  %2 : Tensor = aten::abs(%1)\n"
                                           "  %3 : Tensor = prim::If(%c)\n"
                                           "    block0():\n"
                                           "      %y : Tensor = aten::cos(%x)\n"
                                           "      -> (%y)\n"
                                           "    block1():\n"
                                           "      -> (%x)\n"
                                           "  return (%2, %3)\n")
      : program(test::read(text)), graph(*program.items[0].graph),
        neg(test::find(graph, "aten::neg")),
        abs(test::find(graph, "aten::abs")),
        branch(test::find(graph, "prim::If")) {}

  std::string fault() { return llvm::toString(verifyGraph(graph, "it")); }

  Program program;
  Graph &graph;
  Node *neg, *abs, *branch;
};

TEST_F(Verifier, AcceptsWhatIsWhole) {
  EXPECT_EQ(fault(), "");
  EXPECT_FALSE(verifyProgram(program));
}

TEST_F(Verifier, UseBeforeDefinition) {
  neg->moveAfter(abs);
  EXPECT_EQ(fault(), "it: error: broken IR: '%2 = aten::abs' uses '%1', which "
                     "is not defined before it");
}

TEST_F(Verifier, UseOfItself) {
  neg->replaceInput(0, neg->output());
  EXPECT_EQ(fault(), "it: error: broken IR: '%1 = aten::neg' uses '%1', which "
                     "is not defined before it");
}

TEST_F(Verifier, UseInItsOwnBlocks) {
  branch->blocks()[0]->nodes().front()->replaceInput(0, branch->output());
  EXPECT_EQ(fault(), "it: error: broken IR: '%y = aten::cos' uses '%3', which "
                     "is not defined before it");
}

TEST_F(Verifier, UseAfterTheBlock) {
  Value *inner = branch->blocks()[0]->outputs()[0];
  graph.registerOutput(inner);
  EXPECT_EQ(fault(), "it: error: broken IR: the end of its block uses '%y', "
                     "which is defined in a block that has ended");
}

TEST_F(Verifier, ANodeOfAnotherGraph) {
  Graph other;
  other.create(aten::sin, {})->insertBefore(abs);
  EXPECT_EQ(fault(), "it: error: broken IR: a 'aten::sin' is in a block that "
                     "it does not belong to");
}

TEST_F(Verifier, OneNumberForTwo) {
  access::get<access::ValueUnique>(*abs->output()) = 1;
  EXPECT_EQ(fault(), "it: error: broken IR: '%1' has the number of another "
                     "value");
}

TEST_F(Verifier, OneNameForTwo) {
  access::get<access::ValueName>(*abs->output()) = "x";
  EXPECT_EQ(fault(), "it: error: broken IR: '%x' is the name of two values");
}

TEST_F(Verifier, ANameThatTheGraphDoesNotKnow) {
  access::get<access::ValueName>(*abs->output()) = "z";
  EXPECT_EQ(fault(), "it: error: broken IR: '%z' is not in the graph's table "
                     "of names");
}

TEST_F(Verifier, ANameWithoutAValue) {
  access::get<access::GraphNames>(graph).emplace("z", abs->output());
  EXPECT_EQ(fault(), "it: error: broken IR: the graph's table of names has "
                     "names of no value");
}

TEST_F(Verifier, UsesThatAreNone) {
  Node *unplaced = graph.create(aten::neg, {neg->output()});
  EXPECT_EQ(fault(), "it: error: broken IR: '%1' records 2 uses and has 1");
  unplaced->destroy();
}

TEST_F(Verifier, BlocksThatDoNotFit) {
  branch->eraseBlock(1);
  EXPECT_EQ(fault(), "it: error: broken IR: '%3 = prim::If' has 1 block and "
                     "needs 2");
}

TEST_F(Verifier, AScopeOfTwoLines) {
  neg->setScope(c10::make_intrusive<Scope>()->push(
      c10::Symbol::scope("__module.a\n__module.b")));
  EXPECT_EQ(fault(), "it: error: broken IR: '%1 = aten::neg' has a scope of "
                     "more than one line");
}

TEST_F(Verifier, APythonCallOfNoFunction) {
  graph.insertNode(graph.create(prim::PythonOp, /*num_outputs=*/0));
  EXPECT_EQ(fault(), "it: error: broken IR: a 'prim::PythonOp' calls no Python "
                     "function");
}

class ModuleVerifier : public Verifier {
protected:
  ModuleVerifier()
      : Verifier("graph(%x : Tensor, %c : bool):\n"
                 "  %1 : Future[Tensor] = prim::fork_0(%x)\n"
                 "  return (%1)\n"
                 "with prim::fork_0 = graph(%y : Tensor):\n"
                 "  %1 : Tensor = aten::neg(%y)\n"
                 "  return (%1)\n") {}
};

TEST_F(ModuleVerifier, LooksIntoSubgraphs) {
  Node *fork = test::find(graph, "prim::fork");
  Graph &inner = *fork->g(attr::Subgraph);
  access::get<access::ValueName>(*inner.outputs()[0]) = "y";
  EXPECT_EQ(fault(), "it: error: broken IR: '%y' is the name of two values");
}

TEST_F(ModuleVerifier, SubgraphsThatDoNotFit) {
  test::find(graph, "prim::fork")->g(attr::Subgraph)->addInput("z");
  EXPECT_EQ(fault(), "it: error: broken IR: '%1 = prim::fork' has a subgraph "
                     "that has 2 inputs and needs 1");
}

TEST_F(ModuleVerifier, SubgraphsAreATree) {
  Node *fork = test::find(graph, "prim::fork");
  auto nesting = [&] { return llvm::toString(checkNesting(graph, "it")); };
  EXPECT_EQ(nesting(), "");
  std::shared_ptr<Graph> inner = fork->g(attr::Subgraph);
  fork->gs_(c10::Symbol::attr("others"), {inner});
  EXPECT_EQ(fault(), "it: error: broken IR: '%1 = prim::fork' has a subgraph "
                     "that is another node's too, or holds the node");
  EXPECT_EQ(nesting(), fault());
  fork->gs_(c10::Symbol::attr("others"), {nullptr});
  EXPECT_EQ(fault(), "it: error: broken IR: '%1 = prim::fork' has an attribute "
                     "for a graph with no graph in it");
  EXPECT_EQ(nesting(), fault());
}

TEST_F(ModuleVerifier, NamesTheMethod) {
  auto module = std::make_unique<ModuleObject>();
  module->className = "__torch__.A";
  module->methods.push_back({"forward", program.items[0].graph});
  access::get<access::ValueName>(*graph.outputs()[0]) = "x";
  program.items[0].graph = nullptr;
  program.items[0].module = std::move(module);
  EXPECT_EQ(llvm::toString(verifyProgram(program)),
            "verifier: error: broken IR in method 'forward' of '__torch__.A': "
            "'%x' is the name of two values");
}

} // namespace
