//===- PipelineTest.cpp - Passes in a row ---------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Pipelines from text, and how they run.
//
//===----------------------------------------------------------------------===//

#include "hier/Passes/Pipeline.h"
#include "../IR/TestGraphs.h"
#include "hier/Support/Diagnostic.h"
#include "gtest/gtest.h"

#include "llvm/ADT/STLExtras.h"

using namespace hier;
using llvm::StringRef;

namespace {

/// The column and the message, or nothing when `text` is a pipeline.
std::string errorOf(StringRef text) {
  Pipeline pipeline;
  std::string all = llvm::toString(pipeline.append(text, "-"));
  StringRef first = StringRef(all).split('\n').first;
  first.consume_front("-:1:");
  return first.str();
}

TEST(Passes, AreSortedAndFound) {
  const PassRegistry &registry = PassRegistry::builtin();
  EXPECT_TRUE(
      llvm::is_sorted(registry.passes(), [](const auto *one, const auto *two) {
        return one->flag < two->flag;
      }));
  for (const PassInfo *pass : registry.passes())
    EXPECT_EQ(registry.find(pass->flag), pass);
  EXPECT_EQ(registry.find("clon"), nullptr);
  EXPECT_EQ(registry.find("clonee"), nullptr);
  EXPECT_EQ(registry.find(""), nullptr);
  EXPECT_EQ(registry.find("zzz"), nullptr);
}

llvm::Expected<std::unique_ptr<Pass>> createNothing(const PassOptions &) {
  return nullptr;
}

TEST(Passes, AreAddedInOrder) {
  PassRegistry registry;
  size_t count = registry.passes().size();
  static const PassInfo first = {"a-pass", "", "", createNothing};
  static const PassInfo last = {"zz9", "", "", createNothing};
  llvm::cantFail(registry.add(last));
  llvm::cantFail(registry.add(first));
  EXPECT_EQ(registry.passes().front(), &first);
  EXPECT_EQ(registry.passes().back(), &last);
  EXPECT_EQ(registry.find("a-pass"), &first);
  EXPECT_EQ(registry.passes().size(), count + 2);
  EXPECT_EQ(PassRegistry::builtin().find("a-pass"), nullptr);
}

TEST(Passes, WhatIsNotAdded) {
  PassRegistry registry;
  static const PassInfo twice = {"clone", "", "", createNothing};
  EXPECT_EQ(llvm::toString(registry.add(twice)),
            "passes: error: there is a pass 'clone' already");
  static const PassInfo names[] = {{"", "", "", createNothing},
                                   {"-a", "", "", createNothing},
                                   {"a--b", "", "", createNothing},
                                   {"A", "", "", createNothing},
                                   {"a{", "", "", createNothing}};
  for (const PassInfo &pass : names)
    EXPECT_EQ(llvm::toString(registry.add(pass)),
              ("passes: error: '" + pass.flag +
               "' is no name for a pass: it takes small letters and digits "
               "between single hyphens")
                  .str());
}

TEST(Passes, KnowTheirOptions) {
  EXPECT_TRUE(PassRegistry::builtin().find("clone")->optionKeys().empty());
  EXPECT_TRUE(llvm::is_contained(
      PassRegistry::builtin().find("tag-hierarchy")->optionKeys(), "policy"));
}

/// What a pass cannot do without is no option.
TEST(Passes, AreMadeWithoutOptions) {
  for (const PassInfo *pass : PassRegistry::builtin().passes())
    EXPECT_EQ(errorOf(pass->flag), "") << pass->flag.str();
}

TEST(Pipeline, WhatIsOne) {
  for (const char *text :
       {"clone", "clone,clone", " clone , inline-calls ", "clone{}",
        "tag-hierarchy{policy=all attributes=tag,path},clone",
        "tag-hierarchy { policy='hf' } , clone"})
    EXPECT_EQ(errorOf(text), "") << text;
}

TEST(Pipeline, WhatIsNone) {
  EXPECT_EQ(errorOf(""), "1: error: expected the name of a pass");
  EXPECT_EQ(errorOf("clone,"), "7: error: expected the name of a pass");
  EXPECT_EQ(errorOf("clone,,clone"), "7: error: expected the name of a pass");
  EXPECT_EQ(errorOf("{}"), "1: error: expected the name of a pass");
  EXPECT_EQ(errorOf("clone clone"), "7: error: expected ',' between passes");
  EXPECT_EQ(errorOf("clone{}clone"), "8: error: expected ',' between passes");
  EXPECT_EQ(errorOf("clone}"), "6: error: expected ',' between passes");
  EXPECT_EQ(errorOf("clone{a=b"), "6: error: the brace is not closed");
  EXPECT_EQ(errorOf("clone{a=b c"), "6: error: the brace is not closed");
  EXPECT_EQ(errorOf("clone{a='}"), "9: error: the quote is not closed");
}

std::string printed(StringRef text) {
  Pipeline pipeline;
  llvm::cantFail(pipeline.append(text, "-"));
  std::string result;
  llvm::raw_string_ostream os(result);
  pipeline.print(os);
  return result;
}

TEST(Pipeline, WhatIsPrintedIsReadAgain) {
  EXPECT_EQ(printed(" clone ,clone{}"), "clone,clone");
  std::string path = printed("tag-hierarchy{ policy=\"all\"  max-nodes='7' }");
  EXPECT_EQ(path, "tag-hierarchy{policy=all max-nodes=7}");
  EXPECT_EQ(printed(path), path);
}

TEST(Pipeline, NamesAreGuessed) {
  EXPECT_EQ(errorOf("clone,inline-cals"),
            "7: error: there is no pass 'inline-cals'; did you mean "
            "'inline-calls'?");
  EXPECT_EQ(errorOf("something-else"),
            "1: error: there is no pass 'something-else'");
}

TEST(Pipeline, OptionsAreChecked) {
  EXPECT_EQ(errorOf("clone{a=b}"),
            "7: error: pass 'clone' has no option 'a'; it takes none");
  EXPECT_EQ(errorOf("inline-calls{max-nodes=x}"),
            "24: error: expected a number for 'max-nodes', not 'x'");
}

TEST(Pipeline, EmptyUntilSomethingIsAppended) {
  Pipeline pipeline;
  EXPECT_TRUE(pipeline.empty());
  EXPECT_FALSE(pipeline.appendPass(*PassRegistry::builtin().find("clone"), "",
                                   "--clone"));
  EXPECT_FALSE(pipeline.empty());
}

TEST(Pipeline, RunsOnEachItem) {
  const char *text = "graph(%x : Tensor):\n  return (%x)\n\n"
                     "graph(%y : Tensor):\n  return (%y)\n";
  Program program = test::read(text);
  std::vector<std::shared_ptr<torch::jit::Graph>> before;
  before.reserve(program.items.size());
  for (Item &item : program.items)
    before.push_back(item.graph);
  Pipeline pipeline;
  llvm::cantFail(pipeline.append("clone", "-"));
  llvm::cantFail(pipeline.run(program));
  for (size_t index = 0; index < before.size(); ++index)
    EXPECT_NE(program.items[index].graph, before[index]);
  std::string written;
  writeProgram(written, program);
  EXPECT_EQ(written, text);
}

/// Breaks what it is run on.
class Break : public Pass {
public:
  llvm::Error run(Item &item) override {
    auto nodes = item.graph->nodes();
    nodes.begin()->moveBefore(item.graph->return_node());
    return llvm::Error::success();
  }
};

class Throw : public Pass {
public:
  llvm::Error run(Item &item) override {
    item.graph->inputs().at(1);
    return llvm::Error::success();
  }
};

/// What comes of running `PassClass` on two nodes.
template <typename PassClass> std::string errorOfPass(bool verifyEach) {
  PassInfo info = {
      "some-pass", "", "",
      [](const PassOptions &) -> llvm::Expected<std::unique_ptr<Pass>> {
        return std::make_unique<PassClass>();
      }};
  Program program = test::read("graph(%x : Tensor):\n"
                               "  %1 : Tensor = aten::sin(%x)\n"
                               "  %2 : Tensor = aten::cos(%1)\n"
                               "  return (%2)\n");
  Pipeline pipeline;
  llvm::cantFail(pipeline.appendPass(info, "", "--some-pass"));
  return llvm::toString(pipeline.run(program, verifyEach));
}

TEST(Pipeline, WhatAPassBreaksIsFound) {
  EXPECT_EQ(errorOfPass<Break>(/*verifyEach=*/true),
            "some-pass: error: broken IR: '%2 = aten::cos' uses '%1', which is "
            "not defined before it");
  EXPECT_EQ(errorOfPass<Break>(/*verifyEach=*/false), "");
}

TEST(Pipeline, WhatLibtorchThrowsIsAnErrorOfThePass) {
  std::string error = errorOfPass<Throw>(/*verifyEach=*/true);
  EXPECT_TRUE(StringRef(error).starts_with("some-pass: error: ")) << error;
  EXPECT_FALSE(StringRef(error).contains("frame #")) << error;
}

TEST(Pipeline, TaggedOnceIsTaggedTwice) {
  Program program = test::read("graph(%x : Tensor):\n"
                               "  %1 : Tensor = aten::sin(%x), scope: "
                               "__module.a\n"
                               "  return (%1)\n");
  Pipeline pipeline;
  llvm::cantFail(pipeline.append("tag-hierarchy{attributes=tag,path}", "-"));
  llvm::cantFail(pipeline.run(program));
  std::string once = test::write(*program.items[0].graph);
  EXPECT_TRUE(StringRef(once).contains("hierarchy_path=\"a\""));
  llvm::cantFail(pipeline.run(program));
  EXPECT_EQ(test::write(*program.items[0].graph), once);
}

TEST(Pipeline, WhatIsTaggedStillRuns) {
  Program program = test::read("graph(%x : Tensor):\n"
                               "  %none : NoneType = prim::Constant()\n"
                               "  %1 : Tensor = aten::clamp(%x, %none, %x)\n"
                               "  return (%1)\n");
  Pipeline pipeline;
  llvm::cantFail(pipeline.append("tag-hierarchy", "-"));
  llvm::cantFail(pipeline.run(program));
  torch::jit::GraphFunction function("tagged", program.items[0].graph, nullptr);
  at::Tensor input = at::ones({2});
  torch::jit::Stack stack = {input};
  function.run(stack);
  EXPECT_TRUE(stack.back().toTensor().equal(input));
}

} // namespace
