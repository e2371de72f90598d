//===- ValueNamesTest.cpp - Names and numbers of values -------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Numbers and names stay with their values, by libtorch's printer too.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/ValueNames.h"
#include "TestGraphs.h"
#include "gtest/gtest.h"

using namespace hier;
using namespace torch::jit;

namespace {

std::string nameOf(const Value &value) { return value.debugName(); }

TEST(ValueNamer, NumbersAreKept) {
  Graph graph;
  Value *first = graph.addInput(), *second = graph.addInput();
  ValueNamer namer(graph);
  EXPECT_TRUE(namer.setName(*first, "12"));
  EXPECT_TRUE(namer.setName(*second, "0"));
  namer.finish();
  EXPECT_EQ(nameOf(*first), "12");
  EXPECT_EQ(nameOf(*second), "0");
  EXPECT_EQ(first->unique(), 12u);
  EXPECT_EQ(debugName(*first), "");
  EXPECT_FALSE(first->hasDebugName());
}

TEST(ValueNamer, WhatIsAddedLaterTakesNoNumberThatIsThere) {
  Graph graph;
  Value *named = graph.addInput(), *numbered = graph.addInput();
  ValueNamer namer(graph);
  namer.setName(*named, "x.1");
  namer.setName(*numbered, "12");
  namer.finish();
  EXPECT_EQ(named->unique(), 13u);
  EXPECT_EQ(nameOf(*named), "x.1");
  EXPECT_EQ(graph.addInput()->unique(), 14u);
}

TEST(ValueNamer, AnyNameButANumberOfAnotherForm) {
  Graph graph;
  ValueNamer namer(graph);
  for (const char *name : {"x", "self.f.0.weight", "/f/Conv_output_0", "a b/c",
                           "onnx::Conv_18", "p](r", "x.1.2", "1x", "-1"}) {
    Value *value = graph.addInput();
    EXPECT_TRUE(namer.setName(*value, name));
    EXPECT_EQ(nameOf(*value), name);
    EXPECT_EQ(debugName(*value), name);
  }
  EXPECT_TRUE(namer.setName(*graph.addInput(), "999999999999999999"));
  EXPECT_FALSE(namer.setName(*graph.addInput(), "1000000000000000000"));
  EXPECT_FALSE(namer.setName(*graph.addInput(), "012"));
}

TEST(NameUniquer, TheNewcomerGetsTheSuffix) {
  Graph graph;
  Value *older = graph.addInput("x");
  Value *values[] = {graph.addInput(), graph.addInput(), graph.addInput()};
  NameUniquer names(graph);
  for (Value *value : values)
    names.setName(*value, "x");
  EXPECT_EQ(nameOf(*older), "x");
  EXPECT_EQ(nameOf(*values[0]), "x.1");
  EXPECT_EQ(nameOf(*values[1]), "x.2");
  EXPECT_EQ(nameOf(*values[2]), "x.3");
}

TEST(NameUniquer, ASuffixIsCountedOn) {
  Graph graph;
  graph.addInput("x.1");
  graph.addInput("x.2");
  Value *value = graph.addInput(), *other = graph.addInput();
  NameUniquer names(graph);
  names.setName(*value, "x.1");
  EXPECT_EQ(nameOf(*value), "x.3");
  names.setName(*other, "y.7");
  EXPECT_EQ(nameOf(*other), "y.7");
}

TEST(NameUniquer, NamesAreKnownToLibtorch) {
  Graph graph;
  Value *value = graph.addInput();
  NameUniquer(graph).setName(*value, "x");
  Value *later = graph.addInput("x");
  EXPECT_EQ(nameOf(*later), "x");
  EXPECT_EQ(nameOf(*value), "x.1"); // libtorch renames the older one.
}

TEST(CopyGraph, KeepsNumbersEverywhere) {
  const char *text = R"(graph(%x : Tensor,
      %40 : int,
      %7 : bool):
  %9 : Tensor = prim::If(%7)
    block0():
      %33 : Tensor = aten::sin(%x)
      -> (%33)
    block1():
      %12 : Tensor = prim::Loop(%40, %7, %x)
        block0(%1 : int, %5 : Tensor):
          %2 : Tensor = aten::cos(%5)
          -> (%7, %2)
      -> (%12)
  %3 : Future[Tensor] = prim::fork_0(%9)
  return (%3)
with prim::fork_0 = graph(%20 : Tensor):
  %4 : Tensor = aten::tan(%20)
  return (%4)
)";
  Program program = test::read(text);
  Graph &graph = *program.items[0].graph;
  std::shared_ptr<Graph> copy = copyGraph(graph);
  EXPECT_EQ(copy->toString(), text);
  EXPECT_EQ(test::write(*copy), text);
  EXPECT_EQ(copy->addInput()->unique(), graph.addInput()->unique());
}

} // namespace
