//===- WriterTest.cpp - From a program to text ----------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// On graphs without opaque text libtorch's own printer is the reference. The
// graphs are the real dumps in test/Inputs.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/Writer.h"
#include "../TestInputs.h"
#include "TestGraphs.h"
#include "hier/IR/Opaque.h"
#include "gtest/gtest.h"

using namespace hier;
using namespace torch::jit;

namespace {

bool hasOpaqueText(const Node &node) {
  for (c10::Symbol name : node.attributeNames())
    if ((node.kindOf(name) == AttributeKind::ival &&
         opaqueText(node.ival(name))) ||
        (node.kindOf(name) == AttributeKind::t && opaqueText(node.t(name))))
      return true;
  return false;
}

bool hasOpaqueText(const Block &block) {
  for (const Node *node : block.nodes()) {
    if (hasOpaqueText(*node))
      return true;
    for (const Block *inner : node->blocks())
      if (hasOpaqueText(*inner))
        return true;
  }
  return false;
}

class RealDump : public testing::TestWithParam<std::string> {
protected:
  void SetUp() override {
    auto file = llvm::MemoryBuffer::getFile(GetParam());
    ASSERT_TRUE(file) << GetParam();
    program = llvm::cantFail(readProgram((*file)->getMemBufferRef()));
  }

  void forEach(llvm::function_ref<void(Graph &)> check) {
    for (Item &item : program.items)
      llvm::cantFail(forEachGraph(item, [&](std::shared_ptr<Graph> &graph) {
        check(*graph);
        return llvm::Error::success();
      }));
  }

  Program program;
};

TEST_P(RealDump, PrintsAsLibtorchPrintsIt) {
  forEach([](Graph &graph) {
    if (!hasOpaqueText(*graph.block())) {
      EXPECT_EQ(test::write(graph), graph.toString());
    }
  });
}

TEST_P(RealDump, PassesLint) {
  forEach([](Graph &graph) { graph.lint(); });
}

std::string nameOfTest(const testing::TestParamInfo<std::string> &info) {
  std::string name = info.param.substr(info.param.rfind('/') + 1);
  std::replace_if(
      name.begin(), name.end(), [](char byte) { return !isalnum(byte); }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Inputs, RealDump,
                         testing::ValuesIn(test::inputFiles()), nameOfTest);

TEST(Writer, IndentsEachLine) {
  std::string text;
  writeGraph(text,
             *test::read("graph(%x : Tensor):\n  return (%x)\n").items[0].graph,
             4);
  EXPECT_EQ(text, "    graph(%x : Tensor):\n      return (%x)\n");
}

} // namespace
