//===- ModulesTest.cpp - What has become of modules -----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A model of two layers, as a dump of the module in which names and calls can
// be chosen.
//
//===----------------------------------------------------------------------===//

#include "TestDiffs.h"
#include "gtest/gtest.h"

using namespace hier;
using namespace hier::test;

namespace {

/// One layer, whose path in the model is `name`.
struct Layer {
  std::string name;
  std::string className = "Layer";
  std::string kind = "relu";
  size_t calls = 1;
  std::string bias = "NoneType = prim::Constant()";
  std::string operands = "%2";
};

std::string dumpOf(const Layer &layer) {
  return "    module __torch__.m." + layer.className +
         " {\n      parameters {\n        weight = <Tensor>\n      }\n"
         "      attributes {\n        weight = <Tensor>\n      }\n"
         "      methods {\n        method forward {\n"
         "          graph(%self : __torch__.m." +
         layer.className +
         ",\n                %x : Float(2, 4)):\n"
         "            %w : Tensor = prim::GetAttr[name=\"weight\"](%self)\n"
         "            %1 : " +
         layer.bias +
         "\n"
         "            %2 : Float(2, 4) = aten::linear(%x, %w, %1)\n"
         "            %3 : Float(2, 4) = aten::" +
         layer.kind + "(" + layer.operands +
         ")\n            return (%3)\n\n        }\n      }\n"
         "      submodules {\n      }\n    }\n";
}

/// The call that makes `%y.<number>` of `input`.
std::string callOf(const Layer &layer, const std::string &number,
                   const std::string &input) {
  return "        %" + number + " : __torch__.m." + layer.className +
         " = prim::GetAttr[name=\"" + layer.name + "\"](%self)\n        %y." +
         number + " : Float(2, 4) = prim::CallMethod[name=\"forward\"](%" +
         number + ", " + input + ")\n";
}

/// A model that calls each layer in turn.
ModelView model(const std::vector<Layer> &layers) {
  std::string attributes, calls, modules;
  std::string last = "%x";
  for (const Layer &layer : layers) {
    attributes += "    " + layer.name + " = <__torch__.m." + layer.className +
                  " object at 0x1>\n";
    modules += dumpOf(layer);
    for (size_t call = 0; call < layer.calls; ++call) {
      std::string number = layer.name + "." + std::to_string(call);
      calls += callOf(layer, number, last);
      last = "%y." + number;
    }
  }
  return viewOfText("module __torch__.m.Model {\n  parameters {\n  }\n"
                    "  attributes {\n" +
                    attributes +
                    "  }\n  methods {\n    method forward {\n"
                    "      graph(%self : __torch__.m.Model,\n"
                    "            %x : Float(2, 4)):\n" +
                    calls + "        return (" + last +
                    ")\n\n    }\n  }\n  submodules {\n" + modules + "  }\n}\n");
}

TEST(ModuleDiff, NothingInItself) {
  std::vector<Layer> layers = {{"first"}, {"second"}};
  EXPECT_EQ(printed(model(layers), model(layers)), equal);
}

TEST(ModuleDiff, AModuleThatHasCome) {
  ModelView before = model({{"first"}});
  ModelView after = model({{"first"}, {"second"}});
  EXPECT_EQ(printed(before, after),
            "~ graph\n"
            "  ~ result 0: %6 (aten::relu) -> %11 (aten::relu)\n"
            "+ second (Layer)\n"
            "  + %10 : Float(2, 4) = aten::linear(%6, %w.1, %9)\n"
            "  + %11 : Float(2, 4) = aten::relu(%10)\n"
            "modules: 1 added; nodes: 2 added; inputs and results: 1 "
            "changed\n");
  ModelDiff diff = diffOf(after, before);
  ASSERT_EQ(diff.modules.size(), 1);
  EXPECT_EQ(diff.modules[0].before, 2);
  EXPECT_EQ(diff.modules[0].after, ModelDiff::none);
  EXPECT_EQ(diff.moduleCounts, (ModelDiff::Counts{0, 1, 0, 0}));
  EXPECT_EQ(diff.nodeCounts, (ModelDiff::Counts{0, 2, 0, 0}));
}

TEST(ModuleDiff, ClassesAndCalls) {
  EXPECT_EQ(printed(model({{"first"}}), model({{"first", "Other"}})),
            "~ first (Other)\n"
            "  ~ class: m.Layer -> m.Other\n"
            "  ~ tag: /Model/Layer -> /Model/Other\n"
            "modules: 1 changed; nodes: none\n");
  EXPECT_EQ(printed(model({{"first"}}), model({{"first", "Other"}}),
                    without(DiffAspect::Tags)),
            equal);
  ModelDiff diff =
      diffOf(model({{"first"}}), model({{"first", "Layer", "relu", 2}}));
  ASSERT_EQ(diff.modules.size(), 1);
  EXPECT_EQ(diff.modules[0].changes[0],
            (ModelDiff::Change{DiffAspect::Calls, "calls", "1", "2"}));
  EXPECT_EQ(diff.nodeCounts, (ModelDiff::Counts{2, 0, 0, 0}));
}

TEST(ModuleDiff, AModuleWithAnotherName) {
  ModelView before = model({{"first"}, {"second", "Layer", "tanh"}});
  ModelView after = model({{"first"}, {"last", "Layer", "tanh"}});
  EXPECT_EQ(printed(before, after), "> last (Layer), was second (Layer)\n"
                                    "modules: 1 renamed; nodes: none\n");
}

TEST(ModuleDiff, NodesThatAnotherModuleHasNow) {
  ModelView before = model({{"first", "Layer", "relu"}, {"second"}});
  ModelView after = model({{"first", "Layer", "relu"}, {"second"}});
  // As if the activation were called from the layer after it.
  for (ModelView::Node &node : after.nodes)
    if (node.kind == "aten::relu" && node.module == 1)
      node.module = 2;
  EXPECT_EQ(printed(before, after), "~ first (Layer)\n"
                                    "  < 1 moved to other modules\n"
                                    "~ second (Layer)\n"
                                    "  > %6 : Float(2, 4) = aten::relu(%5)\n"
                                    "      from first (Layer)\n"
                                    "modules: 2 changed; nodes: 1 moved\n");
}

TEST(ModuleDiff, WhatLayersShareIsPrintedOnce) {
  auto layers = [](const char *kind) {
    return model({{"0", "Layer", kind}, {"1", "Layer", kind}});
  };
  EXPECT_EQ(printed(layers("relu"), layers("tanh")),
            "~ graph\n"
            "  ~ result 0: %11 (aten::relu) -> %11 (aten::tanh)\n"
            "~ 0 (Layer)\n"
            "  - %6 : Float(2, 4) = aten::relu(%5)\n"
            "  + %6 : Float(2, 4) = aten::tanh(%5)\n"
            "~ 1 (Layer)\n"
            "  ~ %10 : Float(2, 4) = aten::linear(%6, %w.1, %9)\n"
            "      operand 0: %6 (aten::relu) -> %6 (aten::tanh)\n"
            "  - %11 : Float(2, 4) = aten::relu(%10)\n"
            "  + %11 : Float(2, 4) = aten::tanh(%10)\n"
            "modules: 2 changed; nodes: 2 added, 2 removed, 1 changed; inputs "
            "and results: 1 changed\n");
  auto more = [](const char *kind) {
    return model(
        {{"x"}, {"0", "Layer", kind}, {"y"}, {"1", "Layer", kind}, {"z"}});
  };
  EXPECT_NE(printed(more("relu"), more("tanh")).find("~ 1 (Layer): as 0\n"),
            std::string::npos);
}

TEST(ModuleDiff, OtherConstantsAreNotShared) {
  auto layers = [](const char *first, const char *second) {
    auto constant = [](const char *value) {
      return "float = prim::Constant[value=" + std::string(value) + "]()";
    };
    return model({{"0", "Layer", "relu", 1, constant(first)},
                  {"1", "Layer", "relu", 1, constant(second)}});
  };
  ModelView before = layers("1e-05", "1e-05");
  EXPECT_NE(printed(before, layers("2e-05", "2e-05")).find(": as 0\n"),
            std::string::npos);
  EXPECT_EQ(printed(before, layers("2e-05", "3e-05")).find(": as 0\n"),
            std::string::npos);
}

/// Nor are those of nodes that have come or gone.
TEST(ModuleDiff, OtherNewNodesAreNotShared) {
  auto layers = [](const Layer &first, const Layer &second) {
    Layer named = first, other = second;
    named.name = "0";
    other.name = "1";
    return model({{"x"}, named, {"y"}, other, {"z"}});
  };
  auto expectShared = [&](bool isShared, const Layer &old, const Layer &first,
                          const Layer &second) {
    for (const std::string &text :
         {printed(layers(old, old), layers(first, second)),
          printed(layers(first, second), layers(old, old))})
      EXPECT_EQ(text.find("~ 1 (Layer): as 0\n") != std::string::npos, isShared)
          << text;
  };
  auto withAttribute = [](const char *value) {
    return Layer{"", "Layer", "tanh[a=" + std::string(value) + "]"};
  };
  Layer relu;
  expectShared(true, relu, withAttribute("1"), withAttribute("1"));
  expectShared(false, relu, withAttribute("1"), withAttribute("2"));
  auto withConstant = [](const char *value) {
    return Layer{"",
                 "Layer",
                 "tanh",
                 1,
                 "NoneType = prim::Constant()\n            %c : float = "
                 "prim::Constant[value=" +
                     std::string(value) + "]()",
                 "%2, %c"};
  };
  expectShared(true, relu, withConstant("0.1"), withConstant("0.1"));
  expectShared(false, relu, withConstant("0.1"), withConstant("0.2"));
  auto withList = [](const char *value) {
    return Layer{"",
                 "Layer",
                 "tanh",
                 1,
                 "NoneType = prim::Constant()\n            %c : int = "
                 "prim::Constant[value=" +
                     std::string(value) +
                     "]()\n            %l : int[] = "
                     "prim::ListConstruct(%c, %c)",
                 "%2, %l"};
  };
  expectShared(true, relu, withList("1"), withList("1"));
  expectShared(false, relu, withList("1"), withList("2"));
}

TEST(ModuleDiff, CountsForEachModule) {
  ModelView before = model({{"first"}, {"second"}});
  ModelView after = model({{"first", "Layer", "tanh"}, {"second"}});
  DiffPrinting printing;
  printing.isSummary = true;
  EXPECT_EQ(printed(before, after, DiffAspects::byDefault(), printing),
            "~ first (Layer): nodes 1 added, 1 removed\n"
            "~ second (Layer): nodes 1 changed\n"
            "modules: 2 changed; nodes: 1 added, 1 removed, 1 changed\n");
  printing.depth = 0;
  EXPECT_EQ(printed(before, after, DiffAspects::byDefault(), printing),
            "~ <root> (Model): 2 modules in it; nodes 1 added, 1 removed, 1 "
            "changed\n"
            "modules: 2 changed; nodes: 1 added, 1 removed, 1 changed\n");
}

TEST(ModuleDiff, CostsThatAreKnown) {
  ModelView before = model({{"first"}}), after = model({{"first"}});
  after.modules[1].own.parameters.known += 8;
  EXPECT_EQ(printed(before, after), "~ first (Layer)\n"
                                    "  ~ parameters: 16 -> 24\n"
                                    "modules: 1 changed; nodes: none\n");
  EXPECT_EQ(printed(before, after, without(DiffAspect::Costs)), equal);
  after.modules[1].own.parameters.unknown = 1;
  EXPECT_EQ(printed(before, after), equal);
}

TEST(ModuleDiff, ControlCharactersAreSpelt) {
  EXPECT_EQ(printed(model({{"first"}}), model({{"first"}, {"a\x1b[31m"}})),
            "~ graph\n"
            "  ~ result 0: %6 (aten::relu) -> %11 (aten::relu)\n"
            "+ a\\x1b[31m (Layer)\n"
            "  + %10 : Float(2, 4) = aten::linear(%6, %w.1, %9)\n"
            "  + %11 : Float(2, 4) = aten::relu(%10)\n"
            "modules: 1 added; nodes: 2 added; inputs and results: 1 "
            "changed\n");
}

} // namespace
