//===- NodeCostTest.cpp - What running a node takes -----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each rule, and what is missing for it. The numbers are what torch's counter
// says; test/Python/costs.py asks it itself.
//
//===----------------------------------------------------------------------===//

#include "../IR/TestGraphs.h"
#include "hier/Cost/Costs.h"
#include "hier/IR/NodeParts.h"
#include "llvm/ADT/StringExtras.h"
#include "gtest/gtest.h"

using namespace hier;
using namespace torch::jit;

namespace {

constexpr auto unknown = std::nullopt;
using Amount = std::optional<uint64_t>;

/// The cost of the last node of a graph with these inputs and nodes.
NodeCost costOfLast(llvm::StringRef inputs, llvm::StringRef nodes) {
  Program program = test::read("graph(" + inputs.str() + "):\n" + nodes.str() +
                               "  return ()\n");
  Graph &graph = *program.items[0].graph;
  return costOf(*graph.block()->return_node()->prev());
}

/// Of `%r : result = call`.
Amount flops(llvm::StringRef inputs, llvm::StringRef result,
             llvm::StringRef call, llvm::StringRef before = "") {
  return costOfLast(inputs, before.str() + "  %r : " + result.str() + " = " +
                                call.str() + "\n")
      .flops;
}

TEST(NodeCost, ProductsOfMatrices) {
  const char *two = "%a : Float(2, 3), %b : Float(3, 5)";
  EXPECT_EQ(flops(two, "Tensor", "aten::mm(%a, %b)"), 60);
  EXPECT_EQ(flops("%c : Tensor, %a : Float(2, 3), %b : Float(3, 5), %n : int",
                  "Tensor", "aten::addmm(%c, %a, %b, %n, %n)"),
            60);
  const char *batches =
      "%c : Tensor, %a : Float(7, 2, 3), %b : Float(7, 3, 5), "
      "%n : int";
  EXPECT_EQ(flops(batches, "Tensor", "aten::bmm(%a, %b)"), 420);
  EXPECT_EQ(flops(batches, "Tensor", "aten::baddbmm(%c, %a, %b, %n, %n)"), 420);
}

/// What one operand lacks, the other or the result may have.
TEST(NodeCost, SizesComeFromWhereverTheyAreKnown) {
  EXPECT_EQ(
      flops("%a : Float(2, 3), %b : Tensor", "Float(2, 5)", "aten::mm(%a, %b)"),
      60);
  EXPECT_EQ(
      flops("%a : Float(2, *), %b : Float(3, 5)", "Tensor", "aten::mm(%a, %b)"),
      60);
  EXPECT_EQ(
      flops("%a : Float(2, 3), %b : Tensor", "Tensor", "aten::mm(%a, %b)"),
      unknown);
  EXPECT_EQ(
      flops("%a : Tensor, %b : Tensor", "Float(2, 5)", "aten::mm(%a, %b)"),
      unknown);
}

TEST(NodeCost, SizesThatNoNumberHolds) {
  EXPECT_EQ(flops("%a : Float(9000000000000000000, 3), %b : Float(3, 5)",
                  "Tensor", "aten::mm(%a, %b)"),
            unknown);
  EXPECT_EQ(flops("%a : Float(-2, 3), %b : Float(3, 5)", "Tensor",
                  "aten::mm(%a, %b)"),
            unknown);
}

TEST(NodeCost, Linear) {
  EXPECT_EQ(flops("%x : Float(2, 7, 3), %w : Tensor, %b : Tensor",
                  "Float(2, 7, 5)", "aten::linear(%x, %w, %b)"),
            420);
  EXPECT_EQ(flops("%x : Float(2, 7, 3), %w : Float(5, 3), %b : Tensor",
                  "Tensor", "aten::linear(%x, %w, %b)"),
            420);
  EXPECT_EQ(flops("%x : Tensor, %w : Float(5, 3), %b : Tensor",
                  "Float(2, 7, 5)", "aten::linear(%x, %w, %b)"),
            420);
  EXPECT_EQ(flops("%x : Tensor, %w : Tensor, %b : Tensor", "Float(2, 7, 5)",
                  "aten::linear(%x, %w, %b)"),
            unknown);
}

Amount matmul(const char *left, const char *right,
              const char *result = "Tensor") {
  return flops(std::string("%a : ") + left + ", %b : " + right, result,
               "aten::matmul(%a, %b)");
}

TEST(NodeCost, MatmulOfAllRanks) {
  EXPECT_EQ(matmul("Float(4)", "Float(4)"), 0);
  EXPECT_EQ(matmul("Float(3, 4)", "Float(4)"), 0);
  EXPECT_EQ(matmul("Float(4)", "Float(4, 5)"), 40);
  EXPECT_EQ(matmul("Float(2, 3, 4)", "Float(4, 5)"), 240);
  EXPECT_EQ(matmul("Float(3, 4)", "Float(2, 4, 5)"), 240);
  EXPECT_EQ(matmul("Float(1, 3, 4)", "Float(2, 4, 5)"), 240);
  EXPECT_EQ(matmul("Float(7, 2, 3, 4)", "Float(2, 4, 5)"), 1680);
  EXPECT_EQ(matmul("Float(2, 3, 4)", "Tensor", "Float(2, 3, 5)"), 240);
  EXPECT_EQ(matmul("Float(3, 4)", "Tensor", "Float(3)"), 0);
  EXPECT_EQ(matmul("Float(4)", "Tensor", "Float(5)"), 40);
  EXPECT_EQ(matmul("Float(4)", "Tensor"), unknown);
  EXPECT_EQ(matmul("Tensor", "Tensor", "Float(2, 3)"), unknown);
}

/// aten::matmul makes one product with a vector of a batch if it can, and that
/// is not counted; else it is a batch of products, and they are.
TEST(NodeCost, MatmulOfABatchAndAVector) {
  const char *vector = "Float(4, strides=[1], requires_grad=0, device=cpu)";
  EXPECT_EQ(matmul("Float(2, 3, 4, strides=[12, 4, 1])", vector), 0);
  EXPECT_EQ(matmul("Float(2, 3, 4, strides=[4, 8, 1])", vector), 48);
  EXPECT_EQ(matmul("Float(2, 3, 4, strides=[4, 8, 1])",
                   "Float(4, strides=[1], requires_grad=1, device=cpu)"),
            0);
  EXPECT_EQ(matmul("Float(2, 3, 4)", vector), unknown);
  EXPECT_EQ(matmul(vector, "Float(2, 4, 5, strides=[20, 5, 1])"), 80);
  EXPECT_EQ(matmul(vector, "Float(2, 4, 5, strides=[20, 1, 4])"), 0);
}

TEST(NodeCost, ProductsWithVectorsAreNotCounted) {
  const char *inputs = "%a : Float(3, 4), %b : Float(4), %c : Float(3)";
  EXPECT_EQ(flops(inputs, "Float(3)", "aten::mv(%a, %b)"), 0);
  EXPECT_EQ(flops(inputs, "Float()", "aten::dot(%b, %b)"), 0);
}

TEST(NodeCost, Attention) {
  const char *rest = ", %m : NoneType, %p : float, %f : bool";
  auto attention = [&](const std::string &tensors) {
    return flops(tensors + rest, "Tensor",
                 "aten::scaled_dot_product_attention(%q, %k, %v, %m, %p, %f, "
                 "%m, %f)");
  };
  EXPECT_EQ(attention("%q : Float(2, 4, 8, 16), %k : Float(2, 4, 9, 16), "
                      "%v : Float(2, 4, 9, 12)"),
            32256);
  EXPECT_EQ(attention("%q : Float(2, 4, 8, 16), %k : Float(2, 2, 9, 16), "
                      "%v : Float(2, 2, 9, 12)"),
            32256);
  EXPECT_EQ(attention("%q : Float(4, 8, 16), %k : Float(4, 9, 16), "
                      "%v : Float(4, 9, 12)"),
            16128);
  EXPECT_EQ(attention("%q : Float(2, 4, 8, 16), %k : Tensor, "
                      "%v : Float(2, 4, 9, 12)"),
            unknown);
}

//===----------------------------------------------------------------------===//
// Convolutions
//===----------------------------------------------------------------------===//

/// aten::_convolution with one number for all of stride, padding and dilation.
Amount convolution(const char *input, const char *weight, const char *result,
                   int stride, int padding, int dilation, bool isTransposed,
                   int extra, int groups) {
  std::string nodes;
  auto constant = [&](const char *name, const char *type, int value) {
    nodes += std::string("  %") + name + " : " + type +
             " = prim::Constant[value=" + std::to_string(value) + "]()\n";
  };
  auto list = [&](const char *name, int value) {
    constant((std::string(name) + "0").c_str(), "int", value);
    nodes += std::string("  %") + name + " : int[] = prim::ListConstruct(%" +
             name + "0, %" + name + "0)\n";
  };
  list("s", stride);
  list("p", padding);
  list("d", dilation);
  constant("t", "bool", isTransposed);
  list("e", extra);
  constant("g", "int", groups);
  return flops(std::string("%x : ") + input + ", %w : " + weight +
                   ", %b : Tensor",
               result,
               "aten::_convolution(%x, %w, %b, %s, %p, %d, %t, %e, %g, %t, %t, "
               "%t, %t)",
               nodes);
}

TEST(NodeCost, Convolutions) {
  EXPECT_EQ(convolution("Float(2, 4, 8, 8)", "Float(6, 2, 3, 3)",
                        "Float(2, 6, 6, 6)", 1, 0, 1, false, 0, 2),
            15552);
  EXPECT_EQ(convolution("Float(2, 4, 8, 8)", "Float(4, 3, 3, 3)",
                        "Float(2, 3, 10, 10)", 1, 0, 1, true, 0, 1),
            27648);
  EXPECT_EQ(convolution("Tensor", "Float(6, 2, 3, 3)", "Tensor", 1, 0, 1, false,
                        0, 2),
            unknown);
}

/// A kernel is known if only one fits the sizes of input and result.
TEST(NodeCost, KernelsFollowFromSizes) {
  const char *input = "Float(2, 4, 8, 8)";
  EXPECT_EQ(
      convolution(input, "Tensor", "Float(2, 6, 6, 6)", 1, 0, 1, false, 0, 2),
      15552);
  EXPECT_EQ(
      convolution(input, "Tensor", "Float(2, 6, 8, 8)", 1, 2, 2, false, 0, 2),
      2 * 2 * 64 * 6 * 2 * 9);
  EXPECT_EQ(
      convolution(input, "Tensor", "Float(2, 3, 10, 10)", 1, 0, 1, true, 0, 1),
      27648);
  EXPECT_EQ(
      convolution(input, "Tensor", "Float(2, 3, 17, 17)", 2, 0, 1, true, 0, 1),
      27648);
  EXPECT_EQ(
      convolution(input, "Tensor", "Float(2, 6, 4, 4)", 2, 1, 1, false, 0, 2),
      unknown);
  EXPECT_EQ(
      convolution(input, "Tensor", "Float(2, 6, 9, 9)", 1, 0, 1, false, 0, 2),
      unknown);
  EXPECT_EQ(
      convolution(input, "Tensor", "Float(2, 6, 6, 6)", 1, 0, 0, false, 0, 2),
      unknown);
}

TEST(NodeCost, ConvolutionsWithoutABatch) {
  const char *inputs = "%x : Float(4, 8, 8), %w : Float(6, 4, 3, 3), "
                       "%b : Tensor, %l : int[], %g : int";
  EXPECT_EQ(flops(inputs, "Float(6, 6, 6)",
                  "aten::conv2d(%x, %w, %b, %l, %l, %l, %g)"),
            15552);
}

//===----------------------------------------------------------------------===//
// Einsum
//===----------------------------------------------------------------------===//

Amount einsum(const char *equation, const char *left, const char *right) {
  std::string nodes = std::string("  %e : str = prim::Constant[value=\"") +
                      equation +
                      "\"]()\n"
                      "  %l : Tensor[] = prim::ListConstruct(%a, %b)\n"
                      "  %n : NoneType = prim::Constant()\n";
  return flops(std::string("%a : ") + left + ", %b : " + right, "Tensor",
               "aten::einsum(%e, %l, %n)", nodes);
}

TEST(NodeCost, Einsum) {
  EXPECT_EQ(einsum("ij,jk->ik", "Float(2, 3)", "Float(3, 4)"), 48);
  EXPECT_EQ(einsum("ij, jk", "Float(2, 3)", "Float(3, 4)"), 48);
  EXPECT_EQ(einsum("i,i", "Float(3)", "Float(3)"), 6);
  EXPECT_EQ(einsum("i,j->ij", "Float(3)", "Float(4)"), 0);
  EXPECT_EQ(einsum("ijl,jk->ik", "Float(2, 3, 7)", "Float(3, 4)"), 48);
  EXPECT_EQ(einsum("ij,jk->ik", "Float(2, 1)", "Float(3, 4)"), 0);
  EXPECT_EQ(einsum("...ij,...jk->...ik", "Float(5, 2, 3)", "Float(3, 4)"), 240);
  EXPECT_EQ(einsum("ii,ij->j", "Float(3, 3)", "Float(3, 4)"), 24);
  EXPECT_EQ(einsum("ij,jk->ik", "Float(2, *)", "Float(3, 4)"), unknown);
  EXPECT_EQ(einsum("ij,jk->ik", "Float(2)", "Float(3, 4)"), unknown);
  EXPECT_EQ(einsum("ij.jk", "Float(2, 3)", "Float(3, 4)"), unknown);
}

//===----------------------------------------------------------------------===//
// What is too long
//===----------------------------------------------------------------------===//

/// Of a convolution whose strides, paddings and dilations are what `makes`
/// does.
Amount convolutionBy(llvm::StringRef makes) {
  return flops("%x : Float(2, 4, 8, 8), %w : Tensor, %b : Tensor",
               "Float(2, 6, 4, 4)",
               "aten::conv2d(%x, %w, %b, %l, %l, %l, %one)",
               "  %one : int = prim::Constant[value=1]()\n"
               "  %l : int[] = " +
                   makes.str() + "\n");
}

/// `count` of `word`, as a list.
std::string repeated(llvm::StringRef word, size_t count) {
  return llvm::join(std::vector<llvm::StringRef>(count, word), ", ");
}

/// Each operation of a text might read them all.
TEST(NodeCost, ListsThatNoOperationTakesAreNotRead) {
  auto constant = [](size_t count) {
    return convolutionBy("prim::Constant[value=[" + repeated("1", count) +
                         "]]()");
  };
  auto made = [](size_t count) {
    return convolutionBy("prim::ListConstruct(" + repeated("%one", count) +
                         ")");
  };
  auto onnx = [](size_t count) {
    return flops("%x : Float(2, 4, 8, 8), %w : Tensor", "Float(2, 6, 8, 8)",
                 "onnx::Conv[kernel_shape=[" + repeated("1", count) +
                     "]](%x, %w)");
  };
  EXPECT_EQ(constant(2), 2 * 2 * 16 * 6 * 4 * 49);
  EXPECT_EQ(constant(16), constant(2));
  EXPECT_EQ(constant(17), unknown);
  EXPECT_EQ(made(16), constant(2));
  EXPECT_EQ(made(17), unknown);
  EXPECT_EQ(onnx(16), 2 * 2 * 64 * 6 * 4);
  EXPECT_EQ(onnx(17), unknown);
}

TEST(NodeCost, EquationsThatAreTooLongAreNotRead) {
  std::string equation = "ij,jk->ik";
  equation.resize(256, ' ');
  EXPECT_EQ(einsum(equation.c_str(), "Float(2, 3)", "Float(3, 4)"), 48);
  equation.push_back(' ');
  EXPECT_EQ(einsum(equation.c_str(), "Float(2, 3)", "Float(3, 4)"), unknown);
}

//===----------------------------------------------------------------------===//
// Other operations
//===----------------------------------------------------------------------===//

TEST(NodeCost, WhatMultipliesNoMatricesTakesNone) {
  EXPECT_EQ(flops("%x : Tensor", "Tensor", "aten::relu(%x)"), 0);
  EXPECT_EQ(flops("%x : Tensor", "int", "aten::dim(%x)"), 0);
  EXPECT_EQ(flops("%x : Tensor", "Tensor[]", "prim::ListConstruct(%x)"), 0);
  EXPECT_EQ(flops("%x : Tensor", "Tensor", "onnx::Relu(%x)"), 0);
}

TEST(NodeCost, WhatIsNotSeenIsNotKnown) {
  EXPECT_EQ(flops("%x : Float(2)", "Float(2)", "my::product(%x)"), unknown);
  EXPECT_EQ(flops("%x : Float(2)", "Float(2)", "aten::no_such(%x)"), unknown);
  EXPECT_EQ(flops("%x : Float(2)", "Float(2)", "prim::no_such(%x)"), unknown);
  EXPECT_EQ(flops("%x : Float(2)", "Float(2)", "quantized::linear(%x)"),
            unknown);
  EXPECT_EQ(flops("%m : __torch__.M, %x : Float(2)", "Float(2)",
                  "prim::CallMethod[name=\"forward\"](%m, %x)"),
            unknown);
  EXPECT_EQ(flops("%x : Float(2)", "Float(2)", "^Scale(2)(%x)"), unknown);
  EXPECT_EQ(flops("%x : Float(2, 3), %l : Tensor[], %f : bool, %n : int",
                  "(Tensor, Tensor)", "aten::lstm(%x, %l, %l, %f, %n)"),
            unknown);
}

TEST(NodeCost, AnyOperandsAreRead) {
  for (const char *call :
       {"aten::mm()", "aten::linear(%x)", "aten::matmul(%x)", "aten::bmm(%n)",
        "aten::_convolution(%x, %x)", "aten::einsum(%x, %x)",
        "aten::scaled_dot_product_attention(%n)", "onnx::Conv(%x)",
        "aten::conv_transpose2d()", "aten::einsum()", "onnx::Gemm()"})
    EXPECT_EQ(flops("%x : Float(2), %n : int", "int", call), unknown) << call;
  EXPECT_EQ(flops("%x : Float(2, 3, 4)", "Float(2, 3)", "aten::matmul(%x)"),
            unknown);
}

TEST(NodeCost, Onnx) {
  EXPECT_EQ(flops("%a : Float(2, 3, 4), %b : Tensor", "Float(2, 3, 5)",
                  "onnx::MatMul(%a, %b)"),
            240);
  EXPECT_EQ(flops("%a : Float(2, 3), %b : Tensor", "Float(2, 5)",
                  "onnx::Gemm[transB=1](%a, %b)"),
            60);
  EXPECT_EQ(flops("%x : Float(2, 4, 8, 8), %w : Tensor", "Float(2, 6, 6, 6)",
                  "onnx::Conv[group=2, kernel_shape=[3, 3]](%x, %w)"),
            15552);
  EXPECT_EQ(flops("%x : Float(2, 4, 8, 8), %w : Float(4, 3, 3, 3)", "Tensor",
                  "onnx::ConvTranspose(%x, %w)"),
            27648);
}

} // namespace
