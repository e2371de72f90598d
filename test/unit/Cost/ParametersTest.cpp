//===- ParametersTest.cpp - How large parameters are ----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Of live modules, of texts, of graphs alone.
//
//===----------------------------------------------------------------------===//

#include "../IR/TestGraphs.h"
#include "hier/Cost/Costs.h"
#include "llvm/ADT/StringExtras.h"
#include "gtest/gtest.h"

using namespace hier;
using namespace torch::jit;

namespace {

/// `module.name=elements/bytes`, with `?` for what is not known and `*` after
/// what is shared.
std::string spell(const std::vector<Parameter> &parameters) {
  std::string spelt;
  auto amount = [](const std::optional<uint64_t> &given) {
    return given ? std::to_string(*given) : "?";
  };
  for (const Parameter &each : parameters)
    spelt += each.module + "." + each.name + "=" + amount(each.elements) + "/" +
             amount(each.bytes) + (each.isShared ? "* " : " ");
  return spelt;
}

std::string ofGraph(llvm::StringRef nodes) {
  Program program = test::read("graph(%self : __torch__.M,\n"
                               "      %x : Float(2, 3),\n"
                               "      %i : Float(2, 4, 8, 8),\n"
                               "      %n : int,\n"
                               "      %f : bool,\n"
                               "      %e : float):\n" +
                               nodes.str() + "  return ()\n");
  return spell(costsOf(program.items[0], *program.items[0].graph).parameters);
}

std::string read(const char *name, const char *from = "self",
                 const char *type = "Tensor") {
  return std::string("  %") + name + " : " + type + " = prim::GetAttr[name=\"" +
         name + "\"](%" + from + ")\n";
}

TEST(Parameters, OfAGraph) {
  EXPECT_EQ(ofGraph(read("w", "self", "Float(5, 3)")), ".w=15/60 ");
  EXPECT_EQ(ofGraph(read("w")), ".w=?/? ");
  EXPECT_EQ(ofGraph(read("training", "self", "bool")), "");
  EXPECT_EQ(ofGraph(read("a", "self", "__torch__.A") +
                    read("b", "a", "__torch__.B") + read("w", "b")),
            "a.b.w=?/? ");
}

/// Paths of modules in modules would grow with the square of their depth.
TEST(Parameters, OfModulesThatAreTooDeep) {
  auto chain = [](size_t depth) {
    std::string nodes;
    for (size_t at = 0; at < depth; ++at) {
      std::string owner = at == 0 ? "self" : "m" + std::to_string(at - 1);
      std::string name = "m" + std::to_string(at);
      nodes += read(name.c_str(), owner.c_str(), "__torch__.A");
    }
    std::string last = "m" + std::to_string(depth - 1);
    return ofGraph(nodes + read("w", last.c_str()));
  };
  EXPECT_NE(chain(256), "");
  EXPECT_EQ(chain(257), "");
}

TEST(Parameters, OfAGraphWithoutAModule) {
  Program program = test::read("graph(%x : Float(2, 3)):\n  return ()\n");
  EXPECT_EQ(
      spell(costsOf(program.items[0], *program.items[0].graph).parameters),
      ".=?/? ");
}

TEST(Parameters, OfModulesThatAGraphCalls) {
  llvm::StringRef calls = "  %r : Tensor = prim::CallMethod[name=\"f\"](%a)\n"
                          "  %s : Tensor = prim::CallMethod[name=\"f\"](%a)\n";
  EXPECT_EQ(ofGraph(read("a", "self", "__torch__.A") + calls.str()), "a.=?/? ");
}

TEST(Parameters, OperationsTellOfTheirWeights) {
  EXPECT_EQ(ofGraph(read("w") + read("b") +
                    "  %r : Float(2, 5) = aten::linear(%x, %w, %b)\n"),
            ".w=15/60 .b=5/20 ");
  EXPECT_EQ(ofGraph(read("w") + read("b") +
                    "  %r : Half(2, 5) = aten::addmm(%b, %x, %w, %n, %n)\n"),
            ".w=15/30 .b=?/? ");
  EXPECT_EQ(ofGraph(read("w") + read("b") +
                    "  %l : int[] = prim::ListConstruct(%n)\n"
                    "  %r : Float(2, 3) = aten::layer_norm(%x, %l, %w, %b, %e, "
                    "%f)\n"),
            ".w=3/12 .b=3/12 ");
  EXPECT_EQ(ofGraph(read("w") + "  %r : Float(2, 5) = aten::matmul(%x, %w)\n"),
            ".w=?/? ");
  EXPECT_EQ(ofGraph(read("w") + "  %r : Tensor = aten::mm(%x, %w)\n"),
            ".w=?/? ");
}

TEST(Parameters, ListsThatNoOperationTakesAreNotRead) {
  auto normalised = [](size_t count) {
    std::string ones = llvm::join(std::vector<std::string>(count, "1"), ", ");
    std::string numbers =
        llvm::join(std::vector<std::string>(count, "%n"), ", ");
    return ofGraph(read("w") + read("b") +
                   "  %l : int[] = prim::ListConstruct(" + numbers + ")\n" +
                   "  %r : Float(" + ones + ") = aten::relu(%x)\n" +
                   "  %s : Float(" + ones +
                   ") = aten::layer_norm(%r, %l, %w, %b, %e, %f)\n");
  };
  EXPECT_EQ(normalised(16), ".w=1/4 .b=1/4 ");
  EXPECT_EQ(normalised(17), ".w=?/? .b=?/? ");
}

TEST(Parameters, OfConvolutions) {
  const char *convolution =
      "  %one : int = prim::Constant[value=1]()\n"
      "  %zero : int = prim::Constant[value=0]()\n"
      "  %ones : int[] = prim::ListConstruct(%one, %one)\n"
      "  %zeros : int[] = prim::ListConstruct(%zero, %zero)\n"
      "  %two : int = prim::Constant[value=2]()\n"
      "  %r : Float(2, 6, 6, 6) = aten::conv2d(%i, %w, %b, %ones, %zeros, "
      "%ones, %two)\n";
  EXPECT_EQ(ofGraph(read("w") + read("b") + convolution),
            ".w=108/432 .b=6/24 ");
}

/// Running statistics are buffers. Weights of full precision may scale what is
/// of less.
TEST(Parameters, OfNormalisations) {
  std::string reads = read("w") + read("b") + read("m") + read("v");
  std::string call =
      " = aten::batch_norm(%i, %w, %b, %m, %v, %f, %e, %e, %f)\n";
  EXPECT_EQ(ofGraph(reads + "  %r : Float(2, 4, 8, 8)" + call),
            ".w=4/16 .b=4/16 ");
  EXPECT_EQ(ofGraph(reads + "  %r : Half(2, 4, 8, 8)" + call),
            ".w=4/? .b=4/? ");
}

const char *moduleText = "module __torch__.M {\n"
                         "  parameters {\n"
                         "    scale = ...\n"
                         "  }\n"
                         "  attributes {\n"
                         "    scale = ...\n"
                         "    mask = ...\n"
                         "    a = <__torch__.A object at 0x1>\n"
                         "  }\n"
                         "  methods {\n"
                         "  }\n"
                         "  submodules {\n"
                         "    module __torch__.A {\n"
                         "      parameters {\n"
                         "        w = ...\n"
                         "      }\n"
                         "      attributes {\n"
                         "        w = ...\n"
                         "      }\n"
                         "      methods {\n"
                         "      }\n"
                         "      submodules {\n"
                         "      }\n"
                         "    }\n"
                         "  }\n"
                         "}\n";

/// The text says what is a parameter, its graph how large.
TEST(Parameters, OfAModuleText) {
  Program program = test::read(moduleText);
  Item &item = program.items[0];
  Program flat = test::read("graph(%self : __torch__.M, %x : Float(2, 3)):\n" +
                            read("mask") + read("a", "self", "__torch__.A") +
                            read("w", "a") +
                            "  %r : Float(2, 5) = aten::linear(%x, %w, %mask)\n"
                            "  return ()\n");
  EXPECT_EQ(spell(costsOf(item, *flat.items[0].graph).parameters),
            ".scale=?/? a.w=15/60 ");
}

/// A tensor that two modules have counts once; a view of another part of one
/// memory is another.
TEST(Parameters, OfALiveModule) {
  Module root("__torch__.M");
  Module child("__torch__.A");
  at::Tensor weight = at::ones({4, 3});
  root.register_parameter("w", weight, /*is_buffer=*/false);
  root.register_buffer("mask", at::ones({7}));
  child.register_parameter("w", weight, /*is_buffer=*/false);
  child.register_parameter("half", weight.slice(0, 2), /*is_buffer=*/false);
  child.register_parameter("h", at::ones({2}, at::kHalf), /*is_buffer=*/false);
  root.register_module("a", child);
  Item item;
  item.module = objectTreeOf(root);
  Graph empty;
  EXPECT_EQ(spell(costsOf(item, empty).parameters),
            ".w=12/48 a.w=12/48* a.half=6/24 a.h=2/4 ");
}

/// Of `tensor` under two names.
std::string ofLiveTensor(const at::Tensor &tensor) {
  Module module("__torch__.M");
  module.register_parameter("p", tensor, /*is_buffer=*/false);
  module.register_parameter("q", tensor, /*is_buffer=*/false);
  Item item;
  item.module = objectTreeOf(module);
  Program flat =
      test::read("graph(%self : __torch__.M):\n" + read("p") + "  return ()\n");
  return spell(costsOf(item, *flat.items[0].graph).parameters);
}

/// libtorch throws when it is asked for the sizes of some, for the strides or
/// the storage of others.
TEST(Parameters, OfTensorsOfAllKinds) {
  at::Tensor ones = at::ones({4, 3});
  EXPECT_EQ(ofLiveTensor(ones), ".p=12/48 .q=12/48* ");
  EXPECT_EQ(ofLiveTensor(
                at::_nested_tensor_from_tensor_list({ones, ones.slice(0, 2)})),
            ".p=?/? .q=?/?* ");
  EXPECT_EQ(ofLiveTensor(ones.to_sparse()), ".p=12/? .q=12/?* ");
  EXPECT_EQ(ofLiveTensor(ones.to_sparse_csr()), ".p=12/? .q=12/?* ");
  EXPECT_EQ(ofLiveTensor(at::quantize_per_tensor(ones, 0.1, 0, at::kQInt8)),
            ".p=12/12 .q=12/12* ");
  EXPECT_EQ(ofLiveTensor(at::quantize_per_channel(
                ones, at::ones({4}), at::zeros({4}), 0, at::kQUInt4x2)),
            ".p=12/? .q=12/?* ");
  EXPECT_EQ(ofLiveTensor(at::empty({4, 3}, at::kMeta)), ".p=12/48 .q=12/48* ");
  EXPECT_EQ(ofLiveTensor(at::Tensor()), ".p=?/? .q=?/? ");
}

} // namespace
