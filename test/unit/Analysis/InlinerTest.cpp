//===- InlinerTest.cpp - Calls replaced by what they run ------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Small graphs, inlined: what is called, where it ends up, in whose scope.
// Real models are compared with libtorch in test/differential.
//
//===----------------------------------------------------------------------===//

#include "hier/Analysis/Inliner.h"
#include "TestModules.h"
#include "hier/IR/ValueNames.h"
#include "gtest/gtest.h"

using namespace hier;
using namespace torch::jit;

namespace {

const char *const callsChildTwice = R"(graph(%self : __torch__.m.Net,
      %x : Tensor):
  %a : __torch__.m.Child = prim::GetAttr[name="a"](%self)
  %3 : Tensor = prim::CallMethod[name="forward"](%a, %x)
  %4 : Tensor = prim::CallMethod[name="forward"](%a, %3)
  return (%4)
)";

const char *const childBody = R"(graph(%self : __torch__.m.Child,
      %x : Tensor):
  %y : Tensor = aten::sin(%x)
  %z : Tensor = aten::cos(%y)
  return (%z)
)";

class InlinerTest : public testing::Test {
protected:
  std::shared_ptr<ModuleCalls> inlineInto(Graph &graph,
                                          const InlineOptions &options = {}) {
    return llvm::cantFail(inlineCalls(graph, *root, options));
  }

  std::string errorOf(Graph &graph, const InlineOptions &options = {}) {
    return llvm::toString(inlineCalls(graph, *root, options).takeError());
  }

  std::unique_ptr<ModuleObject> root = test::object("", "Net");
};

TEST_F(InlinerTest, CallsAreReplacedByTheirBodies) {
  Graph &graph = test::addMethod(*root, "forward", callsChildTwice);
  test::addMethod(test::addChild(*root, "a", "Child"), "forward", childBody);
  inlineInto(graph);
  EXPECT_EQ(test::write(graph), R"(graph(%self : __torch__.m.Net,
      %x : Tensor):
  %a : __torch__.m.Child = prim::GetAttr[name="a"](%self)
  %y : Tensor = aten::sin(%x), scope: __module.a
  %z : Tensor = aten::cos(%y), scope: __module.a
  %y.1 : Tensor = aten::sin(%z), scope: __module.a
  %z.1 : Tensor = aten::cos(%y.1), scope: __module.a
  return (%z.1)
)");
  graph.lint();
}

TEST_F(InlinerTest, TheTwoCallsAreTold) {
  Graph &graph = test::addMethod(*root, "forward", callsChildTwice);
  test::addMethod(test::addChild(*root, "a", "Child"), "forward", childBody);
  std::shared_ptr<ModuleCalls> record = inlineInto(graph);
  ModuleId child = *record->modules.find("a");
  EXPECT_EQ(record->calls.callsOf(child), 2u);
  std::vector<uint32_t> indices;
  for (Node *node : graph.nodes()) {
    std::optional<CallId> call = record->callOf(node->scope());
    ASSERT_TRUE(call);
    if (node->kind() == aten::sin) {
      EXPECT_EQ(record->calls[*call].module, child);
      indices.push_back(record->calls[*call].index);
    }
  }
  EXPECT_EQ(indices, (std::vector<uint32_t>{0, 1}));
}

TEST_F(InlinerTest, CalleesStayAsTheyAre) {
  Graph &graph = test::addMethod(*root, "forward", callsChildTwice);
  Graph &callee = test::addMethod(test::addChild(*root, "a", "Child"),
                                  "forward", childBody);
  inlineInto(graph);
  EXPECT_EQ(test::write(callee), childBody);
}

TEST_F(InlinerTest, ABodyThatReturnsItsInput) {
  Graph &graph = test::addMethod(*root, "forward", callsChildTwice);
  test::addMethod(test::addChild(*root, "a", "Child"), "forward",
                  "graph(%self : __torch__.m.Child,\n      %x : Tensor):\n"
                  "  return (%x)\n");
  inlineInto(graph);
  EXPECT_EQ(graph.outputs()[0], graph.inputs()[1]);
  EXPECT_EQ(test::find(graph, "prim::CallMethod"), nullptr);
  graph.lint();
}

TEST_F(InlinerTest, CallsWithinBlocksAndWithinBodies) {
  Graph &graph = test::addMethod(*root, "forward",
                                 R"(graph(%self : __torch__.m.Net,
      %x : Tensor,
      %c : bool):
  %a : __torch__.m.Child = prim::GetAttr[name="a"](%self)
  %4 : Tensor = prim::If(%c)
    block0():
      %5 : Tensor = prim::CallMethod[name="forward"](%a, %x, %c)
      -> (%5)
    block1():
      -> (%x)
  return (%4)
)");
  ModuleObject &child = test::addChild(*root, "a", "Child");
  test::addMethod(child, "forward", R"(graph(%self : __torch__.m.Child,
      %x : Tensor,
      %c : bool):
  %b : __torch__.m.Leaf = prim::GetAttr[name="b"](%self)
  %4 : int = prim::Constant[value=3]()
  %5 : Tensor = prim::Loop(%4, %c, %x)
    block0(%i : int, %y : Tensor):
      %8 : Tensor = prim::CallMethod[name="forward"](%b, %y)
      -> (%c, %8)
  return (%5)
)");
  test::addMethod(test::addChild(child, "b", "Leaf"), "forward",
                  "graph(%self : __torch__.m.Leaf,\n      %x : Tensor):\n"
                  "  %2 : Tensor = aten::sin(%x)\n"
                  "  return (%2)\n");
  inlineInto(graph);
  graph.lint();
  Node *branch = test::find(graph, "prim::If");
  Node *loop = test::find(*branch->blocks()[0], "prim::Loop");
  ASSERT_TRUE(loop);
  EXPECT_EQ(loop->scopeName(), "__module.a");
  Node *sine = test::find(*loop->blocks()[0], "aten::sin");
  ASSERT_TRUE(sine);
  EXPECT_EQ(sine->scopeName(), "__module.a/__module.a.b");
  EXPECT_EQ(sine->input(), loop->blocks()[0]->inputs()[1]);
}

TEST_F(InlinerTest, AModuleAsAnArgument) {
  Graph &graph = test::addMethod(*root, "forward",
                                 R"(graph(%self : __torch__.m.Net,
      %x : Tensor):
  %a : __torch__.m.Child = prim::GetAttr[name="a"](%self)
  %b : __torch__.m.Leaf = prim::GetAttr[name="b"](%self)
  %4 : Tensor = prim::CallMethod[name="forward"](%a, %b, %x)
  return (%4)
)");
  test::addMethod(test::addChild(*root, "a", "Child"), "forward",
                  R"(graph(%self : __torch__.m.Child,
      %other : __torch__.m.Leaf,
      %x : Tensor):
  %4 : Tensor = prim::CallMethod[name="forward"](%other, %x)
  return (%4)
)");
  test::addMethod(test::addChild(*root, "b", "Leaf"), "forward", childBody);
  inlineInto(graph);
  EXPECT_EQ(test::find(graph, "aten::sin")->scopeName(),
            "__module.a/__module.b");
}

TEST_F(InlinerTest, SubgraphsRunWhereTheyStand) {
  Graph &graph = test::addMethod(*root, "forward",
                                 R"(graph(%self : __torch__.m.Net,
      %x : Tensor):
  %a : __torch__.m.Child = prim::GetAttr[name="a"](%self)
  %3 : Future[Tensor] = prim::fork_0(%a, %x)
  return (%3)
with prim::fork_0 = graph(%a.1 : __torch__.m.Child,
      %y : Tensor):
  %2 : Tensor = prim::CallMethod[name="forward"](%a.1, %y)
  return (%2)
)");
  test::addMethod(test::addChild(*root, "a", "Child"), "forward", childBody);
  inlineInto(graph);
  Graph &forked = *test::find(graph, "prim::fork")->g(attr::Subgraph);
  ASSERT_NE(test::find(forked, "aten::sin"), nullptr);
  EXPECT_EQ(test::find(forked, "aten::sin")->scopeName(), "__module.a");
  EXPECT_EQ(forked.outputs()[0]->node()->kind(), aten::cos);
}

TEST_F(InlinerTest, ACallWithoutABodyStays) {
  Graph &graph = test::addMethod(*root, "forward", callsChildTwice);
  test::addChild(*root, "a", "Child");
  inlineInto(graph);
  EXPECT_EQ(test::write(graph), callsChildTwice);
}

TEST_F(InlinerTest, ACallOfAnotherShapeStays) {
  Graph &graph = test::addMethod(*root, "forward", callsChildTwice);
  test::addMethod(test::addChild(*root, "a", "Child"), "forward",
                  "graph(%self : __torch__.m.Child):\n"
                  "  return (%self)\n");
  inlineInto(graph);
  EXPECT_EQ(test::write(graph), callsChildTwice);
}

TEST_F(InlinerTest, RecursionIsAnError) {
  Graph &graph = test::addMethod(*root, "forward", callsChildTwice);
  test::addMethod(test::addChild(*root, "a", "Child"), "forward",
                  R"(graph(%self : __torch__.m.Child,
      %x : Tensor):
  %2 : Tensor = prim::CallMethod[name="forward"](%self, %x)
  return (%2)
)");
  EXPECT_EQ(errorOf(graph), "inline-calls: error: the call of method "
                            "'forward' of module 'a' is recursive");
}

TEST_F(InlinerTest, RecursionIsAnErrorAtAPlaceInTheModel) {
  Graph &graph = test::addMethod(*root, "forward", R"(graph(%self : Net):
  %1 : int = prim::CallMethod[name="forward"](%self) # net.py:12:4
  return (%1)
)");
  EXPECT_EQ(errorOf(graph), "inline-calls: error: the call at net.py:12:4 of "
                            "method 'forward' of module '' is recursive");
}

TEST_F(InlinerTest, TheLimitOfNodes) {
  Graph &graph = test::addMethod(*root, "forward", callsChildTwice);
  std::shared_ptr<Graph> same = copyGraph(graph);
  test::addMethod(test::addChild(*root, "a", "Child"), "forward", childBody);
  EXPECT_EQ(errorOf(graph, {3}),
            "inline-calls: error: the calls run more than 3 nodes, the limit "
            "set by 'max-nodes'");
  inlineInto(*same, {4});
  EXPECT_EQ(test::find(*same, "prim::CallMethod"), nullptr);
}

/// Appends a call of `function`, through a constant that names it.
Value *addCall(Graph &graph, Function &function, Value *argument) {
  Node *callee = graph.appendNode(graph.create(prim::Constant));
  callee->s_(attr::name, function.name());
  callee->output()->setType(c10::FunctionType::create(&function));
  return graph
      .appendNode(
          graph.create(prim::CallFunction, {callee->output(), argument}))
      ->output();
}

TEST_F(InlinerTest, FunctionsThatCallThemselves) {
  CompilationUnit unit;
  auto body = std::make_shared<Graph>();
  Function *function = unit.create_function("helper", body);
  body->registerOutput(addCall(*body, *function, body->addInput("y")));
  Graph graph;
  graph.addInput("self");
  graph.registerOutput(addCall(graph, *function, graph.addInput("x")));
  EXPECT_EQ(errorOf(graph), "inline-calls: error: the call of a function of "
                            "module '' is recursive");
}

TEST_F(InlinerTest, FunctionsRunForTheirCaller) {
  CompilationUnit unit;
  Function *function = unit.create_function(
      "helper", test::read("graph(%y : Tensor):\n"
                           "  %z : Tensor = aten::sin(%y)\n"
                           "  return (%z)\n")
                    .items[0]
                    .graph);
  Graph graph;
  Value *self = graph.addInput("self");
  Value *input = graph.addInput("x");
  graph.registerOutput(addCall(graph, *function, input));
  inlineInto(graph);
  Node *sine = graph.outputs()[0]->node();
  EXPECT_EQ(sine->kind(), aten::sin);
  EXPECT_EQ(sine->input(), input);
  EXPECT_TRUE(sine->scope()->isBlank());
  EXPECT_FALSE(self->hasUses());
}

TEST_F(InlinerTest, DepthIsNoMatter) {
  constexpr size_t depth = 100'000;
  CompilationUnit unit;
  Function *callee = nullptr;
  for (size_t level = 0; level < depth; ++level) {
    auto body = std::make_shared<Graph>();
    Value *input = body->addInput();
    body->registerOutput(callee ? addCall(*body, *callee, input) : input);
    callee = unit.create_function("f" + std::to_string(level), body);
  }
  Graph graph;
  Value *input = graph.addInput();
  graph.registerOutput(addCall(graph, *callee, input));
  inlineInto(graph);
  EXPECT_EQ(graph.outputs()[0], input);
}

} // namespace
