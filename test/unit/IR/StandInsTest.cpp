//===- StandInsTest.cpp - What libtorch cannot judge, hidden from it ------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Put, seen, and taken off again to the byte.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/StandIns.h"
#include "TestGraphs.h"
#include "gtest/gtest.h"

#include "llvm/Support/FileUtilities.h"

#include <torch/csrc/jit/passes/common_subexpression_elimination.h>
#include <torch/csrc/jit/passes/constant_propagation.h>
#include <torch/csrc/jit/passes/dead_code_elimination.h>

using namespace hier;
using namespace torch::jit;

namespace {

/// What `pass` makes of `text` behind stand-ins.
std::string after(llvm::StringRef text,
                  void (*pass)(std::shared_ptr<Graph> &)) {
  Program program = test::read(text);
  std::shared_ptr<Graph> graph = program.items[0].graph;
  StandIns standIns;
  standIns.put(*graph);
  pass(graph);
  standIns.takeOff(*graph);
  return test::write(*graph);
}

constexpr const char *text =
    "graph(%x : Tensor):\n"
    "  %t : Tensor = prim::Constant[value=<Tensor>](), scope: __module.a # "
    "f.py:1:2\n"
    "  %12 : Tensor = prim::Constant[value=<Tensor>]()\n"
    "  %y.1 : Tensor = my::op[a=1, b=<Tensor>, c=\"s\"](%x, %t)\n"
    "  %3 : Tensor = onnx::Conv[w=<Tensor>](%y.1)\n"
    "  %4 : Tensor, %5 : Tensor = my::two(%3, %12)\n"
    "  %6 : Tensor = aten::relu[b=<Tensor>](%4)\n"
    "  return (%5, %6)\n";

TEST(StandIns, TakenOffNothingHasChanged) {
  EXPECT_EQ(after(text, [](auto &) {}),
            test::write(*test::read(text).items[0].graph));
  EXPECT_EQ(after(text, [](auto &) {}), std::string(text));
}

TEST(StandIns, HideWhatLibtorchThrowsOn) {
  EXPECT_EQ(after(text,
                  [](auto &graph) {
                    EliminateCommonSubexpression(graph);
                    ConstantPropagation(graph);
                  }),
            std::string(text));
}

TEST(StandIns, OperationsOfOnnxAreRemovedWhenDead) {
  const char *dead = "graph(%x : Tensor):\n"
                     "  %1 : Tensor = onnx::Neg(%x)\n"
                     "  %2 : Tensor = onnx::RandomNormalLike(%x)\n"
                     "  %3 : Tensor = my::op(%x)\n"
                     "  %4 : Tensor = prim::Constant[value=<Tensor>]()\n"
                     "  return (%x)\n";
  EXPECT_EQ(after(dead, [](auto &graph) { EliminateDeadCode(graph); }),
            "graph(%x : Tensor):\n"
            "  %2 : Tensor = onnx::RandomNormalLike(%x)\n"
            "  %3 : Tensor = my::op(%x)\n"
            "  return (%x)\n");
}

/// It would be read while the text is looked at.
TEST(StandIns, FilesAreNotRead) {
  llvm::SmallString<64> file;
  int descriptor;
  ASSERT_FALSE(
      llvm::sys::fs::createTemporaryFile("hier-read", "bin", descriptor, file));
  llvm::FileRemover remover(file);
  llvm::raw_fd_ostream(descriptor, /*shouldClose=*/true) << "sixteen bytes...";
  std::string reads =
      "graph():\n"
      "  %1 : str = prim::Constant[value=\"" +
      file.str().str() +
      "\"]()\n"
      "  %2 : bool = prim::Constant[value=0]()\n"
      "  %3 : int = prim::Constant[value=4]()\n"
      "  %n : NoneType = prim::Constant()\n"
      "  %5 : Tensor = aten::from_file(%1, %2, %3, %n, %n, %n, %n)\n"
      "  return (%5)\n";
  auto fold = [](std::shared_ptr<Graph> &graph) { ConstantPropagation(graph); };
  EXPECT_EQ(after(reads, fold), reads);
  // Without stand-ins it is.
  std::shared_ptr<Graph> graph = test::read(reads).items[0].graph;
  fold(graph);
  EXPECT_EQ(test::find(*graph, "aten::from_file"), nullptr);
}

TEST(StandIns, WhatHasBlocksStays) {
  std::shared_ptr<Graph> graph = test::read("graph(%x : Tensor):\n"
                                            "  %1 : Tensor = my::op(%x)\n"
                                            "    block0():\n"
                                            "      -> (%x)\n"
                                            "  return (%1)\n")
                                     .items[0]
                                     .graph;
  StandIns().put(*graph);
  EXPECT_NE(test::find(*graph, "my::op"), nullptr);
}

} // namespace
