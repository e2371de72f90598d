//===- RunPassesTest.cpp - Hier's passes in another program ---------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// On modules made here, which have to stay as they are, and on what runs.
//
//===----------------------------------------------------------------------===//

#include "hier/Interop/RunPasses.h"

#include "../IR/TestGraphs.h"
#include "hier/IR/NodeParts.h"
#include "hier/IR/Verifier.h"
#include "hier/Interop/HierarchyData.h"
#include "hier/Interop/LiveProgram.h"
#include "hier/Interop/NodeTags.h"
#include "gtest/gtest.h"

#include <torch/csrc/jit/ir/irparser.h>

using namespace hier;
using namespace torch::jit;

namespace {

/// Two objects of one class; the second is called twice.
Module makeModule() {
  auto unit = std::make_shared<CompilationUnit>();
  Module inner("__torch__.m.Inner", unit);
  inner.register_parameter("weight", at::full({2}, 3), false);
  inner.define("def forward(self, x):\n  return x * self.weight\n");
  Module root("__torch__.m.Net", unit);
  root.register_module("a", inner);
  root.register_module("b", inner.copy());
  root.define("def forward(self, x):\n"
              "  y = self.b.forward(self.a.forward(x))\n"
              "  return self.b.forward(y) + 1\n");
  return root;
}

std::string dumpOf(const Module &module) {
  return module.dump_to_str(true, true, true);
}

/// What `graph`, a method of `module`, makes of `input`.
at::Tensor run(const Module &module, const std::shared_ptr<Graph> &graph,
               at::Tensor input) {
  GraphFunction function("f", graph->copy(), nullptr);
  Stack stack = {module._ivalue(), std::move(input)};
  function.run(stack);
  return stack.front().toTensor();
}

template <typename Result> std::string messageOf(Result result) {
  EXPECT_FALSE(bool(result));
  return llvm::toString(result.takeError());
}

TEST(RunPasses, InlinesACopy) {
  Module module = makeModule();
  std::string before = dumpOf(module);
  InlinedGraph inlined = llvm::cantFail(inlineCalls(module));
  EXPECT_EQ(dumpOf(module), before);
  EXPECT_EQ(inlined.calls->inlinedCalls, 3u);
  EXPECT_FALSE(test::find(*inlined.graph, "prim::CallMethod"));
  EXPECT_EQ(test::find(*inlined.graph, "aten::mul")->scopeName(), "__module.a");
  EXPECT_TRUE(
      at::equal(run(module, inlined.graph, at::ones({2})), at::full({2}, 28.)));
}

TEST(RunPasses, TagsACopyOfAModule) {
  Module module = makeModule();
  std::string before = dumpOf(module);
  auto graph = llvm::cantFail(tagHierarchy(module));
  EXPECT_EQ(dumpOf(module), before);
  std::vector<NodeTags> tags = tagsOf(*graph);
  EXPECT_EQ(tags.size(), allNodes(*graph).size());
  const NodeTags *last = nullptr;
  for (const NodeTags &node : tags)
    if (node.kind == "aten::mul")
      last = &node;
  ASSERT_TRUE(last);
  EXPECT_EQ(last->tag, "/Net/Inner");
  EXPECT_EQ(last->path, "b");
  EXPECT_EQ(last->call, 1);
  EXPECT_EQ(last->evidence, "call-stack");
  EXPECT_EQ(last->outputs.size(), 1u);
  EXPECT_EQ(allNodes(*graph)[last->index]->output()->debugName(),
            last->outputs.front());
  EXPECT_TRUE(at::equal(run(module, graph, at::ones({2})), at::full({2}, 28.)));
}

TEST(RunPasses, TagsAGraphInPlace) {
  Module module = makeModule();
  auto graph = llvm::cantFail(inlineCalls(module)).graph;
  TagOptions options;
  options.policy = TagPolicy::hf();
  options.selection = {true, true};
  ASSERT_FALSE(bool(tagHierarchy(*graph, options)));
  Node *product = test::find(*graph, "aten::mul");
  EXPECT_EQ(product->s(c10::Symbol::attr("hierarchy_tag")), "/Net");
  EXPECT_EQ(product->s(c10::Symbol::attr("hierarchy_path")), "a");
  EXPECT_FALSE(product->hasAttributeS("hierarchy_evidence"));
}

TEST(RunPasses, TagsCallsThatAreNotInlined) {
  Module module = makeModule();
  std::shared_ptr<Graph> graph = module.get_method("forward").graph()->copy();
  ASSERT_FALSE(bool(tagHierarchy(*graph)));
  std::vector<NodeTags> tags = tagsOf(*graph);
  EXPECT_EQ(tags.size(), allNodes(*graph).size());
  EXPECT_TRUE(llvm::any_of(tags, [](const NodeTags &node) {
    return node.kind == "prim::CallMethod" && node.path == "a";
  }));
}

TEST(RunPasses, MethodsThatCannotBeInlined) {
  Module module = makeModule();
  EXPECT_EQ(messageOf(inlineCalls(module, "forwards")),
            "__torch__.m.Net: error: the module has no method 'forwards'; it "
            "has forward; did you mean 'forward'?");
  EXPECT_EQ(messageOf(tagHierarchy(module, {}, "loop")),
            "__torch__.m.Net: error: the module has no method 'loop'; it has "
            "forward");
  EXPECT_EQ(messageOf(inlineCalls(module, "forward", {.maxNodes = 2})),
            "inline-calls: error: the calls run more than 2 nodes, the limit "
            "set by 'max-nodes'");
}

TEST(RunPasses, PipelinesOnAModule) {
  Module module = makeModule();
  std::string before = dumpOf(module);
  PipelineResult result = llvm::cantFail(runPipeline(
      module, "clone,strip-hierarchy,torch-cse,inline-calls,torch-dce,"
              "tag-hierarchy{policy=all},print-static-hierarchy"));
  EXPECT_EQ(dumpOf(module), before);
  ASSERT_TRUE(result.graph());
  EXPECT_EQ(llvm::cantFail(result.text()),
            llvm::cantFail(textOf(*result.graph())));
  EXPECT_NE(result.reports.find("\"root_class\": \"Net\""), std::string::npos);
  EXPECT_TRUE(at::equal(run(module, result.graph(), at::ones({2})),
                        at::full({2}, 28.)));
  // What is not inlined is a module still.
  PipelineResult whole = llvm::cantFail(runPipeline(module, ""));
  EXPECT_FALSE(whole.graph());
  EXPECT_TRUE(whole.reports.empty());
  EXPECT_EQ(llvm::cantFail(whole.text()).find("module __torch__.m.Net {"), 0u);
}

TEST(RunPasses, PipelinesOnAGraph) {
  auto graph = llvm::cantFail(inlineCalls(makeModule())).graph;
  std::string before = test::write(*graph);
  PipelineResult result =
      llvm::cantFail(runPipeline(*graph, "tag-hierarchy,torch-cse"));
  EXPECT_EQ(test::write(*graph), before);
  EXPECT_NE(result.graph(), graph);
  EXPECT_EQ(tagsOf(*result.graph()).size(), allNodes(*result.graph()).size());
}

TEST(RunPasses, PipelinesOnAText) {
  std::string text = "graph(%x : Tensor):\n"
                     "  %1 : Tensor = aten::relu(%x)\n"
                     "  return (%1)\n";
  llvm::MemoryBufferRef one(text, "one.ir");
  PipelineResult result = llvm::cantFail(runPipeline(one, "clone"));
  EXPECT_EQ(llvm::cantFail(result.text()), text);
  std::string two = text + text;
  result = llvm::cantFail(
      runPipeline(llvm::MemoryBufferRef(two, "two.ir"), "print-tag-quality"));
  EXPECT_EQ(llvm::cantFail(result.text()), two);
  EXPECT_EQ(result.reports.front(), '[');
  EXPECT_EQ(messageOf(runPipeline(one, "clone", {.method = "forward"})),
            "method: error: a graph has no method 'forward'; only the dump of "
            "a module has methods");
  EXPECT_EQ(messageOf(runPipeline(one, "clone,clones")),
            "pipeline:1:7: error: there is no pass 'clones'; did you mean "
            "'clone'?\nclone,clones\n      ^");
  EXPECT_EQ(messageOf(runPipeline(llvm::MemoryBufferRef("%", "bad.ir"), "")),
            "bad.ir:1:1: error: expected 'graph(' or 'module '\n%\n^");
}

TEST(RunPasses, LeavesTheClassesOfARunningProgramAlone) {
  EXPECT_EQ(messageOf(runPipeline(makeModule(), "torch-inline")),
            "torch-inline: error: a module or graph of a running program has "
            "no calls that it may change; inline-calls works on a copy");
}

TEST(RunPasses, WhatLibtorchThrowsIsAnError) {
  // A class of no compilation unit has no methods to ask for.
  Module none{c10::intrusive_ptr<c10::ivalue::Object>()};
  EXPECT_EQ(messageOf(inlineCalls(none))
                .find("inline-calls: error: libtorch "
                      "gives up: "),
            0u);
  EXPECT_EQ(messageOf(runPipeline(none, ""))
                .find("module: error: libtorch gives up: "),
            0u);
}

TEST(RunPasses, ATaggedNoneStaysNone) {
  std::shared_ptr<Graph> graph = std::make_shared<Graph>();
  parseIR("graph(%self, %x : Tensor):\n"
          "  %none : Tensor? = prim::Constant()\n"
          "  %y : Tensor = aten::clamp(%x, %x, %none)\n"
          "  return (%y)\n",
          graph.get());
  std::shared_ptr<Graph> plain = graph->copy();
  keepRunnable(*plain);
  EXPECT_EQ(test::write(*plain), test::write(*graph));
  ASSERT_FALSE(bool(tagHierarchy(*graph)));
  Node *none = test::find(*graph, "prim::Constant");
  EXPECT_EQ(none->output()->type()->kind(), c10::TypeKind::NoneType);
  EXPECT_TRUE(none->mustBeNone());
  EXPECT_EQ(tagsOf(*graph).size(), 2u);
  EXPECT_FALSE(bool(verifyGraph(*graph)));
  EXPECT_TRUE(
      at::equal(run(makeModule(), graph, at::ones({2})), at::ones({2})));
}

TEST(RunPasses, AttributesOfOtherKindsAreNoTags) {
  std::shared_ptr<Graph> graph =
      test::read("graph(%x : Tensor):\n"
                 "  %1 : Tensor = aten::relu[hierarchy_tag=1, "
                 "hierarchy_call=\"two\", hierarchy_path=[1]](%x)\n"
                 "  return (%1)\n")
          .items[0]
          .graph;
  EXPECT_TRUE(tagsOf(*graph).empty());
  ASSERT_FALSE(bool(tagHierarchy(*graph)));
  ASSERT_EQ(tagsOf(*graph).size(), 1u);
  EXPECT_EQ(tagsOf(*graph).front().tag, "/");
}

TEST(NodeTags, ArePutBack) {
  Module module = makeModule();
  auto tagged = llvm::cantFail(tagHierarchy(module));
  auto graph = llvm::cantFail(inlineCalls(module)).graph;
  std::vector<NodeTags> tags = tagsOf(*tagged);
  ASSERT_FALSE(bool(putTags(*graph, tags)));
  EXPECT_EQ(test::write(*graph), test::write(*tagged));
  tags.back().kind = "aten::sub";
  EXPECT_EQ(llvm::toString(putTags(*graph, tags)),
            "tags: error: node 10 is a 'aten::add', and the tags are of a "
            "'aten::sub'");
  tags.back().index = 11;
  EXPECT_EQ(llvm::toString(putTags(*graph, tags)),
            "tags: error: there is no node 11: the graph has 11");
  EXPECT_EQ(test::write(*graph), test::write(*tagged));
}

TEST(LiveProgram, RefusesAGraphThatIsNotWellFormed) {
  auto graph = llvm::cantFail(inlineCalls(makeModule())).graph;
  Node *sum = test::find(*graph, "aten::add");
  sum->moveBefore(*graph->nodes().begin());
  EXPECT_NE(messageOf(runPipeline(*graph, "")).find("graph: error: "),
            std::string::npos);
}

TEST(HierarchyData, TellsModulesAndCalls) {
  Program program = llvm::cantFail(programOf(makeModule()));
  auto all = llvm::cantFail(
      hierarchiesOf(program, {.policy = TagPolicy::all(), .inlining = {}}));
  ASSERT_EQ(all.size(), 1u);
  const HierarchyData &data = all.front();
  EXPECT_EQ(data.rootClass, "m.Net");
  EXPECT_EQ(data.policy, "all");
  ASSERT_EQ(data.modules.size(), 3u);
  EXPECT_EQ(data.modules[2].path, "b");
  EXPECT_EQ(data.modules[2].definition, "m");
  EXPECT_EQ(data.modules[2].tag, "/Net/Inner");
  EXPECT_FALSE(data.modules[0].tag);
  ASSERT_EQ(data.calls.size(), 4u);
  EXPECT_EQ(data.calls[3].path, "b");
  EXPECT_EQ(data.calls[3].index, 1u);
  EXPECT_TRUE(data.calls[3].firesHooks);
  ASSERT_EQ(data.trace.size(), 6u);
  EXPECT_EQ(data.trace[0].call, 1u);
  EXPECT_TRUE(data.trace[0].enters);
  EXPECT_FALSE(data.trace[1].enters);
  EXPECT_EQ(data.trace[1].depth, 2u);
  EXPECT_EQ(data.tracedTags.at("b"), "/Net/Inner");
  EXPECT_EQ(data.missingCalls, "");
  EXPECT_FALSE(program.items[0].graph);
}

} // namespace
