//===- ActivationTest.cpp - The bytes of the tensors that nodes make ------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// New tensors, views, and what is written in place; blocks that are run often.
//
//===----------------------------------------------------------------------===//

#include "../IR/TestGraphs.h"
#include "hier/Cost/Costs.h"
#include "hier/IR/NodeParts.h"
#include "gtest/gtest.h"

using namespace hier;
using namespace torch::jit;

namespace {

constexpr auto unknown = std::nullopt;
using Amount = std::optional<uint64_t>;

/// Of `line`, the last node of a graph with some inputs and constants.
Amount bytes(llvm::StringRef line) {
  Program program = test::read(
      "graph(%x : Float(2, 3, strides=[3, 1], requires_grad=0, device=cpu),\n"
      "      %t : Float(2, 3, strides=[1, 2], requires_grad=0, device=cpu),\n"
      "      %p : Float(2, 1, strides=[1, 2], requires_grad=0, device=cpu),\n"
      "      %one : Float(requires_grad=0, device=cpu),\n"
      "      %n : int, %f : float, %none : NoneType, %l : int[], %u : "
      "Tensor,\n"
      "      %c : bool, %d : Device):\n"
      "  %half : float = prim::Constant[value=0.5]()\n"
      "  %zero : float = prim::Constant[value=0.]()\n"
      "  %yes : bool = prim::Constant[value=1]()\n"
      "  %no : bool = prim::Constant[value=0]()\n"
      "  " +
      line.str() + "\n  return ()\n");
  return costOf(*program.items[0].graph->block()->return_node()->prev())
      .activationBytes;
}

TEST(Activation, NewTensors) {
  EXPECT_EQ(bytes("%r : Float(2, 3) = aten::relu(%x)"), 24);
  EXPECT_EQ(bytes("%r : Half(2, 3) = aten::relu(%x)"), 12);
  EXPECT_EQ(bytes("%r : Long(device=cpu) = prim::NumToTensor(%n)"), 8);
  EXPECT_EQ(bytes("%r : Float(2, *) = aten::relu(%x)"), unknown);
  EXPECT_EQ(bytes("%r : Tensor = aten::relu(%x)"), unknown);
  EXPECT_EQ(bytes("%r : Float(2, 3), %s : Long(2, 3) = aten::sort(%x, %n, "
                  "%no)"),
            72);
}

TEST(Activation, WhatIsNoTensor) {
  EXPECT_EQ(bytes("%r : int = aten::dim(%x)"), 0);
  EXPECT_EQ(bytes("%r : int[] = aten::size(%x)"), 0);
  EXPECT_EQ(bytes("%r : Tensor[] = prim::ListConstruct(%x, %u)"), 0);
  EXPECT_EQ(bytes("%r : Tensor = prim::Constant[value=<Tensor>]()"), 0);
}

TEST(Activation, ViewsAndResultsInPlace) {
  EXPECT_EQ(bytes("%r : Float(3, 2) = aten::view(%x, %l)"), 0);
  EXPECT_EQ(bytes("%r : Float(3, 2) = aten::t(%x)"), 0);
  EXPECT_EQ(bytes("%r : Float(2, 3) = aten::relu_(%x)"), 0);
  EXPECT_EQ(bytes("%r : Tensor[] = aten::unbind(%x, %n)"), 0);
  EXPECT_EQ(bytes("%r : Tensor[] = aten::unsafe_chunk(%x, %n, %n)"), 0);
}

TEST(Activation, ResultsThatMayBeViews) {
  EXPECT_EQ(bytes("%r : Float(2, 3) = aten::to(%x, %n, %no, %no, %none)"), 0);
  EXPECT_EQ(bytes("%r : Half(2, 3) = aten::to(%x, %n, %no, %no, %none)"), 12);
  EXPECT_EQ(bytes("%r : Float(2, 3, strides=[3, 1], requires_grad=0, "
                  "device=cpu) = aten::to(%t, %n, %no, %no, %none)"),
            24);
  const char *order = "%r : Float(2, 3, strides=[3, 1], requires_grad=0, "
                      "device=cpu) = aten::contiguous(";
  EXPECT_EQ(bytes(std::string(order) + "%x, %n)"), 0);
  EXPECT_EQ(bytes(std::string(order) + "%t, %n)"), 24);
  const char *shape = "%r : Float(6, strides=[1], requires_grad=0, device=cpu) "
                      "= aten::reshape(";
  EXPECT_EQ(bytes(std::string(shape) + "%x, %l)"), 0);
  EXPECT_EQ(bytes(std::string(shape) + "%t, %l)"), 24);
}

TEST(Activation, ListsMoveTheirElements) {
  const char *list = "%q : Tensor[] = prim::ListConstruct(%x)\n"
                     "  %r : Tensor[] = aten::";
  EXPECT_EQ(bytes(std::string(list) + "add(%q, %q)"), 0);
  EXPECT_EQ(bytes(std::string(list) + "slice(%q, %n, %n, %n)"), 0);
  EXPECT_EQ(bytes("%r : Tensor[] = aten::where(%x)"), unknown);
}

/// What is missing in a type is not taken to be as it would have to be.
TEST(Activation, ResultsThatNobodyCanTellFromViews) {
  EXPECT_EQ(bytes("%r : Float(2, 3) = aten::to(%u, %n, %no, %no, %none)"),
            unknown);
  EXPECT_EQ(bytes("%r : Tensor = aten::to(%x, %n, %no, %no, %none)"), unknown);
  EXPECT_EQ(bytes("%r : Float(2, 3) = aten::to(%x, %n, %no, %no, %n)"),
            unknown);
  EXPECT_EQ(bytes("%r : Float(2, 3) = aten::contiguous(%x, %n)"), unknown);
  EXPECT_EQ(bytes("%r : Float(2, 3) = aten::contiguous(%u, %n)"), unknown);
  EXPECT_EQ(bytes("%r : Float(6) = aten::reshape(%u, %l)"), unknown);
  EXPECT_EQ(bytes("%r : Tensor = aten::reshape(%x, %l)"), unknown);
  EXPECT_EQ(bytes("%r : Float(6) = aten::flatten(%u, %n, %n)"), unknown);
  EXPECT_EQ(bytes("%r : Float(2, 3) = aten::type_as(%u, %x)"), unknown);
  EXPECT_EQ(bytes("%r : Float(6) = aten::ravel(%u)"), unknown);
  EXPECT_EQ(bytes("%r : Float(2, 3) = aten::pin_memory(%x, %none)"), unknown);
  EXPECT_EQ(bytes("%r : Float(0, 3) = aten::reshape(%u, %l)"), 0);
}

TEST(Activation, ReshapesAreViewsWhereStridesAllowIt) {
  EXPECT_EQ(bytes("%r : Float(6) = aten::reshape(%x, %l)"), 0);
  EXPECT_EQ(bytes("%r : Float(6) = aten::reshape(%t, %l)"), 24);
  EXPECT_EQ(bytes("%r : Float(1) = aten::reshape(%one, %l)"), 0);
  EXPECT_EQ(bytes("%r : Float(6) = aten::ravel(%x)"), 0);
  EXPECT_EQ(bytes("%r : Float(6) = aten::ravel(%t)"), 24);
}

TEST(Activation, ConversionsCopyWhereSomethingChanges) {
  auto to = [](const char *device, const char *operands) {
    return bytes("%r : Float(2, 3, strides=[3, 1], requires_grad=0, device=" +
                 std::string(device) + ") = aten::to(" + operands + ")");
  };
  EXPECT_EQ(to("cpu", "%x, %d, %n, %no, %no, %none"), 0);
  EXPECT_EQ(to("cuda:0", "%x, %d, %n, %no, %no, %none"), 24);
  EXPECT_EQ(to("cpu", "%x, %d, %n, %no, %yes, %none"), 24);
  EXPECT_EQ(to("cpu", "%x, %d, %n, %no, %c, %none"), unknown);
  EXPECT_EQ(to("cpu", "%x, %t, %no, %no, %none"), 0);
  EXPECT_EQ(bytes("%r : Float(2, 1, strides=[1, 1], requires_grad=0, "
                  "device=cpu) = aten::to(%p, %n, %no, %no, %n)"),
            8);
  EXPECT_EQ(bytes("%r : Float(2, 3) = aten::to(%x, %d, %n, %no, %no, %none)"),
            unknown);
  EXPECT_EQ(bytes("%r : Float(2, 3, device=cuda:0) = aten::cuda(%x)"), 24);
  EXPECT_EQ(bytes("%r : Float(2, 3, device=cpu) = aten::cpu(%x)"), 0);
  EXPECT_EQ(bytes("%r : Float(2, 3) = aten::cpu(%x)"), unknown);
  EXPECT_EQ(bytes("%r : Float() = aten::as_tensor(%f, %none, %none)"), 4);
}

TEST(Activation, DropoutsCopyWhereTheyDrop) {
  EXPECT_EQ(bytes("%r : Float(2, 3) = aten::dropout(%x, %f, %no)"), 0);
  EXPECT_EQ(bytes("%r : Float(2, 3) = aten::dropout(%x, %half, %yes)"), 24);
  EXPECT_EQ(bytes("%r : Float(2, 3) = aten::dropout(%x, %zero, %yes)"), 0);
  EXPECT_EQ(bytes("%r : Float(2, 3) = aten::dropout(%x, %zero, %c)"), 0);
  EXPECT_EQ(bytes("%r : Float(2, 3) = aten::dropout(%x, %half, %c)"), unknown);
  EXPECT_EQ(bytes("%r : Float(2, 3) = aten::dropout(%x, %f, %yes)"), unknown);
}

TEST(Activation, WhatIsNotSeenIsNotKnown) {
  EXPECT_EQ(bytes("%r : Float(2, 3) = my::op(%x)"), unknown);
  EXPECT_EQ(bytes("%r : Float(2, 3) = aten::relu(%x, %x, %x)"), unknown);
  EXPECT_EQ(bytes("%r : Float(2, 3) = ^Scale(2)(%x)"), unknown);
  EXPECT_EQ(bytes("%r : Float(2, 3) = onnx::Relu(%x)"), 24);
}

/// The text has no types for what is read from a module, but that has tensors.
TEST(Activation, LiveTensorsTellWhetherAResultIsAView) {
  auto bytesOfReshape = [](const at::Tensor &weight) {
    Module module("__torch__.M");
    module.register_parameter("w", weight, /*is_buffer=*/false);
    Item item;
    item.module = objectTreeOf(module);
    Program flat =
        test::read("graph(%self : __torch__.M, %l : int[]):\n"
                   "  %w : Tensor = prim::GetAttr[name=\"w\"](%self)\n"
                   "  %r : Float(6) = aten::reshape(%w, %l)\n"
                   "  return ()\n");
    return costsOf(item, *flat.items[0].graph).nodes.back().activationBytes;
  };
  EXPECT_EQ(bytesOfReshape(at::ones({2, 3})), 0);
  EXPECT_EQ(bytesOfReshape(at::ones({3, 2}).t()), 24);
  EXPECT_EQ(bytesOfReshape(at::ones({2, 3}).to_sparse()), unknown);
}

/// The costs of the nodes of `kind` in a graph around `nodes`.
std::vector<NodeCost> costs(const char *kind, llvm::StringRef nodes) {
  Program program =
      test::read("graph(%a : Float(2, 3), %b : Float(3, 5), %c : bool):\n"
                 "  %yes : bool = prim::Constant[value=1]()\n"
                 "  %no : bool = prim::Constant[value=0]()\n"
                 "  %4 : int = prim::Constant[value=4]()\n" +
                 nodes.str() + "  return ()\n");
  Item &item = program.items[0];
  std::vector<NodeCost> all = costsOf(item, *item.graph).nodes;
  std::vector<NodeCost> found;
  std::vector<Node *> every = allNodes(*item.graph);
  EXPECT_EQ(all.size(), every.size());
  for (size_t at = 0; at < every.size(); ++at) {
    if (!every[at]->owningGraph()->block()->owningNode() &&
        every[at]->owningGraph() == item.graph.get()) {
      EXPECT_EQ(costOf(*every[at]), all[at]);
    }
    if (every[at]->kind() == c10::Symbol::fromQualString(kind))
      found.push_back(all[at]);
  }
  return found;
}

const NodeCost product = {60, 40};
const NodeCost nothing = {0, 0};
const NodeCost notKnown = {};

std::vector<NodeCost> loop(const char *condition, const char *next) {
  return costs("aten::mm", std::string("   = prim::Loop(%4, %") + condition +
                               ")\n"
                               "    block0(%i : int):\n"
                               "      %r : Float(2, 5) = aten::mm(%a, %b)\n"
                               "      -> (%" +
                               next + ")\n");
}

TEST(Repetition, LoopsCountAsOftenAsTheyTurn) {
  EXPECT_EQ(loop("yes", "yes"), std::vector{(NodeCost{240, 160})});
  EXPECT_EQ(loop("yes", "no"), std::vector{product});
  EXPECT_EQ(loop("no", "yes"), std::vector{nothing});
  EXPECT_EQ(loop("yes", "c"), std::vector{notKnown});
  EXPECT_EQ(loop("c", "yes"), std::vector{notKnown});
}

std::vector<NodeCost> branches(const char *condition) {
  return costs("aten::mm", std::string("   = prim::If(%") + condition +
                               ")\n"
                               "    block0():\n"
                               "      %r : Float(2, 5) = aten::mm(%a, %b)\n"
                               "      -> ()\n"
                               "    block1():\n"
                               "      %s : Float(2, 5) = aten::mm(%a, %b)\n"
                               "      -> ()\n");
}

TEST(Repetition, OneBranchIsRun) {
  EXPECT_EQ(branches("yes"), (std::vector{product, nothing}));
  EXPECT_EQ(branches("no"), (std::vector{nothing, product}));
  EXPECT_EQ(branches("c"), (std::vector{notKnown, notKnown}));
}

/// What takes nothing takes nothing however often it is run.
TEST(Repetition, NothingIsNothing) {
  EXPECT_EQ(costs("aten::dim", "   = prim::If(%c)\n"
                               "    block0():\n"
                               "      %r : int = aten::dim(%a)\n"
                               "      -> ()\n"
                               "    block1():\n"
                               "      -> ()\n"),
            std::vector{nothing});
}

TEST(Repetition, SubgraphsRunWhereTheyStand) {
  EXPECT_EQ(costs("aten::mm",
                  "   = prim::Loop(%4, %yes)\n"
                  "    block0(%i : int):\n"
                  "      %f : Future(Tensor) = prim::fork_0(%a, %b)\n"
                  "      -> (%yes)\n"
                  "  return ()\n"
                  "with prim::fork_0 = graph(%a : Float(2, 3),\n"
                  "      %b : Float(3, 5)):\n"
                  "  %r : Float(2, 5) = aten::mm(%a, %b)\n"
                  "  return (%r)\n"
                  "graph():\n"),
            std::vector{(NodeCost{240, 160})});
}

} // namespace
