//===- FurtherNamesTest.cpp - Modules that an archive holds twice ---------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What is one module, and what only shares its weights.
//
//===----------------------------------------------------------------------===//

#include "TestModules.h"
#include "hier/Analysis/ModuleCalls.h"
#include "gtest/gtest.h"

using namespace hier;
using torch::jit::Module;

namespace {

class FurtherNamesTest : public testing::Test {
protected:
  Module make(const char *className) { return Module(className, unit); }

  /// A module of its own class with the parameter `weight`.
  Module withWeight(const char *className, const at::Tensor &weight) {
    Module module = make(className);
    module.register_parameter("weight", weight, false);
    return module;
  }

  /// `name=first` for each further name below `root`.
  std::string names(const Module &root) {
    tree = objectTreeOf(root);
    ModuleCalls record(*tree);
    std::string text;
    for (const auto &[name, first] : record.aliases.paths(record.modules))
      text.append(name).append("=").append(first).append(" ");
    return text;
  }

  std::shared_ptr<torch::jit::CompilationUnit> unit =
      std::make_shared<torch::jit::CompilationUnit>();
  std::unique_ptr<ModuleObject> tree;
  at::Tensor weight = at::ones({2});
};

TEST_F(FurtherNamesTest, OneObjectOfTwoNamesIsOneModule) {
  Module root = make("__torch__.m.Net"), inner = make("__torch__.m.Inner");
  root.register_module("a", inner);
  root.register_module("b", inner);
  EXPECT_EQ(names(root), "b=a ");
}

TEST_F(FurtherNamesTest, SoAreTwoObjectsOfOneClassWithOneWeight) {
  Module root = make("__torch__.m.Net");
  root.register_module("a", withWeight("__torch__.m.E", weight));
  root.register_module("b",
                       withWeight("__torch__.m.___torch_mangle_1.E", weight));
  root.register_module("c", withWeight("__torch__.m.Other", weight));
  root.register_module(
      "d", withWeight("__torch__.m.___torch_mangle_2.E", at::ones({2})));
  EXPECT_EQ(names(root), "b=a ");
}

TEST_F(FurtherNamesTest, SoAreThoseAroundThem) {
  Module root = make("__torch__.m.Net");
  Module a = make("__torch__.m.Outer");
  a.register_module("e", withWeight("__torch__.m.E", weight));
  Module b = make("__torch__.m.___torch_mangle_3.Outer");
  b.register_module("e", withWeight("__torch__.m.___torch_mangle_4.E", weight));
  root.register_module("a", a);
  root.register_module("b", b);
  EXPECT_EQ(names(root), "b=a b.e=a.e ");
}

TEST_F(FurtherNamesTest, NothingIsToldOfModulesWithoutTensors) {
  Module root = make("__torch__.m.Net");
  root.register_module("a", withWeight("__torch__.m.E", at::ones({0})));
  root.register_module(
      "b", withWeight("__torch__.m.___torch_mangle_5.E", at::ones({0})));
  root.register_module("c", make("__torch__.m.F"));
  root.register_module("d", make("__torch__.m.___torch_mangle_6.F"));
  EXPECT_EQ(names(root), "");
}

/// A trace of a root with modules that share one weight.
class TracedNamesTest : public FurtherNamesTest {
protected:
  TracedNamesTest() {
    // A call without a source line is the tracer's.
    defineMethod(
        *unit, *root.type(),
        {"forward", test::read("graph(%self : __torch__.m.Net, %x : Tensor):\n"
                               "  %1 : Tensor = prim::CallMethod"
                               "[name=\"forward\"](%self, %x)\n"
                               "  return (%1)\n")
                        .items[0]
                        .graph});
  }

  Module add(Module &parent, const std::string &name, bool isCalled) {
    std::string number = std::to_string(count++);
    Module module = withWeight(
        ("__torch__.m.___torch_mangle_" + number + ".E").c_str(), weight);
    if (isCalled)
      module.define("def forward(self, x):\n  return x + self.weight\n");
    parent.register_module(name, module);
    return module;
  }

  Module addOuter(const std::string &name) {
    std::string number = std::to_string(count++);
    Module module =
        make(("__torch__.m.___torch_mangle_" + number + ".O").c_str());
    root.register_module(name, module);
    return module;
  }

  Module root = make("__torch__.m.Net");
  int count = 1;
};

TEST_F(TracedNamesTest, TheLastNameIsCalled) {
  add(root, "shared", /*isCalled=*/false);
  Module encoder = addOuter("encoder"), decoder = addOuter("decoder");
  add(encoder, "embed", /*isCalled=*/false);
  add(decoder, "embed", /*isCalled=*/true);
  EXPECT_EQ(names(root), "decoder.embed=shared encoder.embed=shared ");
}

TEST_F(TracedNamesTest, AnEarlierOneIsOfAnotherModule) {
  Module encoder = addOuter("encoder"), decoder = addOuter("decoder");
  add(encoder, "embed", /*isCalled=*/true);
  add(decoder, "embed", /*isCalled=*/false);
  EXPECT_EQ(names(root), "");
}

TEST_F(TracedNamesTest, OfTwoInOneModuleTheFirstIsCalled) {
  Module one = addOuter("one"), two = addOuter("two");
  add(one, "a", /*isCalled=*/true);
  add(one, "b", /*isCalled=*/false);
  EXPECT_EQ(names(root), "one.b=one.a ");
  weight = at::ones({2});
  add(two, "a", /*isCalled=*/false);
  add(two, "b", /*isCalled=*/true);
  EXPECT_EQ(names(root), "one.b=one.a ");
}

TEST_F(TracedNamesTest, SubmodulesGoWithTheirOwners) {
  Module one = addOuter("one"), two = addOuter("two");
  add(one, "e", /*isCalled=*/true);
  add(two, "e", /*isCalled=*/false);
  EXPECT_EQ(names(root), "");
  one.define("def forward(self, x):\n  return self.e.forward(x)\n");
  EXPECT_EQ(names(root), "two=one two.e=one.e ");
}

TEST_F(TracedNamesTest, TwoThatAreCalledAreTwo) {
  add(root, "a", /*isCalled=*/true);
  add(root, "b", /*isCalled=*/true);
  add(root, "c", /*isCalled=*/false);
  EXPECT_EQ(names(root), "");
}

TEST_F(FurtherNamesTest, OneModuleHasOneNumber) {
  Module root = make("__torch__.m.Net"), inner = make("__torch__.m.Inner");
  root.register_module("a", inner);
  root.register_module("b", inner);
  tree = objectTreeOf(root);
  ModuleCalls record(*tree);
  EXPECT_EQ(record.moduleOf(*tree->children[0]),
            record.moduleOf(*tree->children[1]));
  EXPECT_EQ(record.modules.size(), 3u);
  EXPECT_EQ(record.aliases.paths(record.modules).at("b"), "a");
}

} // namespace
