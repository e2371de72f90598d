//===- ModelViewTest.cpp - A model as people look at it -------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A model that calls one of its modules twice and another not at all, as a dump
// of the module and as what torch prints of it when it has inlined the calls.
//
//===----------------------------------------------------------------------===//

#include "hier/View/ModelView.h"
#include "../TestInputs.h"
#include "hier/Analysis/HierarchyFacts.h"
#include "hier/IR/Reader.h"
#include "hier/Profile/Profile.h"
#include "gtest/gtest.h"

using namespace hier;

namespace {

constexpr llvm::StringLiteral moduleDump = R"(module __torch__.m.Model {
  parameters {
  }
  attributes {
    training = False
    first = <__torch__.m.Layer object at 0x1>
    unused = <__torch__.m.Idle object at 0x2>
  }
  methods {
    method forward {
      graph(%self : __torch__.m.Model,
            %x : Float(2, 4, strides=[4, 1], requires_grad=0, device=cpu)):
        %first.1 : __torch__.m.Layer = prim::GetAttr[name="first"](%self)
        %y : Float(2, 8, strides=[8, 1], requires_grad=0, device=cpu) = prim::CallMethod[name="forward"](%first.1, %x)
        %first : __torch__.m.Layer = prim::GetAttr[name="first"](%self)
        %z : Float(2, 8, strides=[8, 1], requires_grad=0, device=cpu) = prim::CallMethod[name="forward"](%first, %x)
        %3 : int = prim::Constant[value=1]()
        %w : Float(2, 8, strides=[8, 1], requires_grad=0, device=cpu) = aten::add(%y, %z, %3) # m.py:9:0
        return (%w)

    }
  }
  submodules {
    module __torch__.m.Layer {
      parameters {
        weight = <Tensor>
      }
      attributes {
        weight = <Tensor>
        training = False
      }
      methods {
        method forward {
          graph(%self : __torch__.m.Layer,
                %x : Float(2, 4, strides=[4, 1], requires_grad=0, device=cpu)):
            %weight : Tensor = prim::GetAttr[name="weight"](%self)
            %2 : NoneType = prim::Constant()
            %y : Float(2, 8, strides=[8, 1], requires_grad=0, device=cpu) = aten::linear(%x, %weight, %2) # m.py:4:0
            return (%y)

        }
      }
      submodules {
      }
    }
    module __torch__.m.Idle {
      parameters {
      }
      attributes {
        training = False
      }
      methods {
      }
      submodules {
      }
    }
  }
}
)";

constexpr llvm::StringLiteral inlinedDump = R"(graph(%self : __torch__.m.Model,
      %x : Float(2, 4, strides=[4, 1], requires_grad=0, device=cpu)):
  %2 : NoneType = prim::Constant(), scope: __module.first
  %first : __torch__.m.Layer = prim::GetAttr[name="first"](%self)
  %weight : Tensor = prim::GetAttr[name="weight"](%first)
  %y : Float(2, 8, strides=[8, 1], requires_grad=0, device=cpu) = aten::linear(%x, %weight, %2), scope: __module.first # m.py:4:0
  %w : Float(2, 8, strides=[8, 1], requires_grad=0, device=cpu) = aten::relu(%y) # m.py:9:0
  return (%w)
)";

ModelView view(llvm::StringRef text, const ViewOptions &options = {}) {
  Program program = llvm::cantFail(readProgram({text, "text"}));
  return llvm::cantFail(viewOf(program.items.front(), "text", options));
}

const ModelView::Node &nodeOf(const ModelView &view, llvm::StringRef kind) {
  for (const ModelView::Node &node : view.nodes)
    if (node.kind == kind)
      return node;
  ADD_FAILURE() << "no " << kind.str();
  return view.nodes.front();
}

TEST(ModelView, HasModulesCalledOrNot) {
  ModelView model = view(moduleDump);
  ASSERT_EQ(model.modules.size(), 3);
  EXPECT_EQ(model.name, "text");
  EXPECT_EQ(model.rootClass, "m.Model");
  EXPECT_EQ(model.modules[0].path, "");
  EXPECT_EQ(model.modules[0].calls, 1);
  EXPECT_EQ(model.modules[1].path, "first");
  EXPECT_EQ(model.modules[1].className, "Layer");
  EXPECT_EQ(model.modules[1].definition, "m");
  EXPECT_EQ(model.modules[1].tag, "/Model/Layer");
  EXPECT_EQ(model.modules[1].calls, 2);
  EXPECT_TRUE(model.modules[1].isStatic && model.modules[1].isTraced);
  EXPECT_EQ(model.modules[2].path, "unused");
  EXPECT_EQ(model.modules[2].tag, "/Model/Idle");
  EXPECT_EQ(model.modules[2].calls, 0);
  EXPECT_TRUE(model.modules[2].isStatic);
  EXPECT_FALSE(model.modules[2].isTraced);
  EXPECT_EQ(model.missingCalls, "");
  EXPECT_EQ(model.missingModules, "");
}

TEST(ModelView, AddsUpWhatModulesCost) {
  ModelView model = view(moduleDump);
  const ModelView::Module &root = model.modules[0], &layer = model.modules[1];
  EXPECT_EQ(layer.own.nodes, 6);
  EXPECT_EQ(layer.own.flops, (Amount{2 * 2 * (2 * 4 * 8), 0}));
  EXPECT_EQ(layer.own.parameters, (Amount{32, 0}));
  EXPECT_EQ(layer.own.activationBytes, (Amount{2 * 2 * 8 * 4, 0}));
  EXPECT_EQ(layer.total, layer.own);
  EXPECT_EQ(root.own.flops, Amount{});
  EXPECT_EQ(root.total.flops, layer.own.flops);
  EXPECT_EQ(root.total.nodes, model.nodes.size());
  EXPECT_EQ(root.total.activationBytes, (Amount{3 * 2 * 8 * 4, 0}));
}

TEST(ModelView, SpansLieWithinThoseAround) {
  ModelView model = view(moduleDump);
  ASSERT_EQ(model.calls.size(), 3);
  EXPECT_EQ(model.calls[0].begin, 0);
  EXPECT_EQ(model.calls[0].end, model.nodes.size());
  EXPECT_EQ(model.calls[1].module, 1);
  EXPECT_EQ(model.calls[2].index, 1);
  EXPECT_EQ(model.calls[1].end - model.calls[1].begin, 3);
  EXPECT_EQ(model.calls[2].end - model.calls[2].begin, 3);
  EXPECT_LE(model.calls[1].end, model.calls[2].begin);
  for (size_t node = model.calls[2].begin; node < model.calls[2].end; ++node)
    EXPECT_EQ(model.nodes[node].call, 2);
}

std::string replaced(std::string text, llvm::StringRef from,
                     llvm::StringRef with) {
  size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from.str();
  return text.replace(at, from.size(), with);
}

/// The tracer leaves scopes of other modules on what it moves.
TEST(ModelView, TakesNoScopeOfANodeForACall) {
  std::string text = replaced(moduleDump.str(), "prim::Constant()",
                              "prim::Constant(), scope: __module.unused");
  text = replaced(text, "[value=1]()", "[value=1](), scope: __module.first");
  text = replaced(text, "(%y, %z, %3)", "(%y, %z, %3), scope: __module.first");
  ModelView model = view(text);
  ASSERT_EQ(model.calls.size(), 3);
  EXPECT_EQ(model.modules[1].calls, 2);
  EXPECT_EQ(model.modules[2].calls, 0);
  const ModelView::Node &none = nodeOf(model, "prim::Constant");
  EXPECT_EQ(none.module, 2);
  EXPECT_EQ(model.tags[none.tag], "/Model/Idle");
  const ModelView::Node &add = nodeOf(model, "aten::add");
  EXPECT_EQ(add.module, 1);
  for (const ModelView::Node &node : model.nodes)
    EXPECT_LT(node.call, model.calls.size());
  for (const ModelView::Call &call : model.calls)
    EXPECT_LE(call.begin, call.end);
}

/// A call that stays is no more than a node of the module that it calls.
TEST(ModelView, HasNoCallsThatAreNotFollowed) {
  ModelView model = view(replaced(moduleDump.str(), R"("forward"](%first, )",
                                  R"("gone"](%first, )"));
  ASSERT_EQ(model.calls.size(), 2);
  const ModelView::Node &call = nodeOf(model, "prim::CallMethod");
  EXPECT_EQ(call.module, 1);
  EXPECT_LT(call.call, model.calls.size());
  EXPECT_NE(model.missingCalls, "");
}

TEST(ModelView, TellsAllOfANode) {
  ModelView model = view(moduleDump);
  const ModelView::Node &linear = nodeOf(model, "aten::linear");
  EXPECT_EQ(linear.source, "m.py:4:0");
  EXPECT_EQ(linear.evidence, "call-stack");
  EXPECT_EQ(linear.module, 1);
  ASSERT_EQ(linear.operands.size(), 3);
  EXPECT_EQ(linear.operands[0].node, ModelView::none);
  EXPECT_EQ(linear.operands[0].name, "%x");
  EXPECT_EQ(model.nodes[linear.operands[1].node].kind, "prim::GetAttr");
  ASSERT_EQ(linear.outputs.size(), 1);
  EXPECT_EQ(linear.outputs[0].type,
            "Float(2, 8, strides=[8, 1], requires_grad=0, device=cpu)");
  EXPECT_EQ(linear.cost.flops, 2 * 2 * 4 * 8);
  const ModelView::Node &constant = nodeOf(model, "prim::GetAttr");
  ASSERT_EQ(constant.attributes.size(), 1);
  EXPECT_EQ(constant.attributes[0].value, "\"first\"");
  ASSERT_EQ(model.inputs.size(), 2);
  EXPECT_EQ(model.inputs[1].name, "%x");
  ASSERT_EQ(model.results.size(), 1);
  EXPECT_EQ(model.nodes[model.results[0].node].kind, "aten::add");
}

TEST(ModelView, SpellsNothingUnlessItIsWanted) {
  ViewOptions options;
  options.spellsNodes = false;
  ModelView model = view(moduleDump, options);
  const ModelView::Node &linear = nodeOf(model, "aten::linear");
  EXPECT_EQ(linear.text, "");
  EXPECT_TRUE(linear.operands.empty());
  EXPECT_EQ(linear.cost.flops, 2 * 2 * 4 * 8);
}

TEST(ModelView, ReadsCallsOffScopes) {
  ModelView model = view(inlinedDump);
  ASSERT_EQ(model.modules.size(), 2);
  EXPECT_EQ(model.modules[1].path, "first");
  EXPECT_EQ(model.modules[1].calls, 1);
  ASSERT_EQ(model.calls.size(), 2);
  EXPECT_EQ(nodeOf(model, "aten::linear").call, 1);
  EXPECT_EQ(nodeOf(model, "aten::relu").call, 0);
  EXPECT_EQ(model.calls[1].end, 4);
  EXPECT_NE(model.missingCalls, "");
  EXPECT_NE(model.missingModules, "");
}

/// A graph without scopes tells of modules that nothing is known to call.
TEST(ModelView, HasTheTagsThatTagHierarchyWrites) {
  ModelView model = view(R"(graph(%self : __torch__.Net, %u : Tensor):
  %a : __torch__.Layer = prim::GetAttr[name="a"](%self)
  %w : Tensor = prim::GetAttr[name="w"](%a)
  %y : Tensor = aten::mm(%u, %w)
  return (%y)
)");
  EXPECT_EQ(model.tags[nodeOf(model, "aten::mm").tag], "/Net/Layer");
  EXPECT_EQ(nodeOf(model, "aten::mm").call, 0);
}

TEST(ModelView, PutsNodesOfBlocksInTheirOwners) {
  ModelView model = view(R"(graph(%x : Tensor, %c : bool):
  %y : Tensor = prim::If(%c)
    block0():
      %a : Tensor = aten::relu(%x)
      -> (%a)
    block1():
      -> (%x)
  %z : Tensor = prim::FusionGroup_0(%y)
  return (%z)
with prim::FusionGroup_0 = graph(%i : Tensor):
  %b : Tensor = aten::neg(%i)
  return (%b)
)");
  ASSERT_EQ(model.nodes.size(), 4);
  EXPECT_EQ(model.nodes[0].owner, ModelView::none);
  EXPECT_EQ(model.nodes[1].owner, 0);
  EXPECT_EQ(model.nodes[2].operands[0].node, 0);
  EXPECT_EQ(model.nodes[3].owner, 2);
}

//===----------------------------------------------------------------------===//
// Real dumps
//===----------------------------------------------------------------------===//

TEST(RealModelView, CountsEachNodeOnce) {
  for (const std::string &file : test::inputFiles()) {
    SCOPED_TRACE(file);
    ModelView model = view(test::contentsOf(file));
    ModuleCost sum;
    for (const ModelView::Module &module : model.modules)
      sum += module.own;
    EXPECT_EQ(sum, model.modules[0].total);
    EXPECT_EQ(sum.nodes, model.nodes.size());
    for (const ModelView::Node &node : model.nodes)
      EXPECT_TRUE(model.modules[node.module].isTraced);
  }
}

/// A call lies within the one it was made in, and after those before it.
TEST(RealModelView, SpansOfCallsNest) {
  for (const std::string &file : test::inputFiles()) {
    SCOPED_TRACE(file);
    ModelView model = view(test::contentsOf(file));
    std::vector<size_t> lastEnds(model.calls.size()); // of calls within
    for (size_t call = 1; call < model.calls.size(); ++call) {
      const ModelView::Call &inner = model.calls[call];
      const ModelView::Call &outer = model.calls[inner.parent];
      ASSERT_LT(inner.parent, call);
      EXPECT_LE(inner.begin, inner.end);
      EXPECT_GE(inner.begin, outer.begin);
      EXPECT_LE(inner.end, outer.end);
      EXPECT_GE(inner.begin, lastEnds[inner.parent]);
      lastEnds[inner.parent] = inner.end;
    }
  }
}

TEST(ModelView, HasTheTimesAndShapesOfAProfile) {
  torch::jit::Module module("__torch__.m.Net");
  module.define("def forward(self, x):\n  return torch.mm(x, x)\n");
  Item item;
  item.module = objectTreeOf(module);
  InlinedGraph flat = llvm::cantFail(flatGraphOf(item, {}));
  item.profile = llvm::cantFail(
      profile(*flat.graph, {module._ivalue(), at::ones({4, 4})}));
  ModelView model = llvm::cantFail(viewOf(item, "net"));
  const ModelView::Node &product = nodeOf(model, "aten::mm");
  ASSERT_TRUE(product.nanoseconds.has_value());
  EXPECT_GT(*product.nanoseconds, 0);
  EXPECT_EQ(product.cost.flops, 2 * 4 * 4 * 4);
  EXPECT_EQ(model.modules[0].total.nanoseconds, product.nanoseconds);
  item.profile.reset();
  model = llvm::cantFail(viewOf(item, "net"));
  EXPECT_FALSE(nodeOf(model, "aten::mm").nanoseconds.has_value());
  EXPECT_FALSE(model.modules[0].total.nanoseconds.has_value());
}

/// The graph has no shapes.
TEST(ModelView, HasTheParametersThatTheTypesOfAProfileTell) {
  constexpr llvm::StringLiteral text = R"(graph(%self : __torch__.m.Net,
      %x : Tensor):
  %weight : Tensor = prim::GetAttr[name="weight"](%self)
  %2 : NoneType = prim::Constant()
  %y : Tensor = aten::linear(%x, %weight, %2)
  return (%y)
)";
  Program program = llvm::cantFail(readProgram({text, "text"}));
  Item &item = program.items.front();
  auto floats = [](at::IntArrayRef sizes) {
    return c10::TensorType::createContiguous(at::kFloat, at::kCPU, sizes);
  };
  auto seen = std::make_shared<Profile>();
  seen->nodes.resize(3);
  seen->types = {floats({2, 3}), nullptr, floats({2, 5})}; // %x, %weight, %y
  item.profile = seen;
  ModelView model = llvm::cantFail(viewOf(item, "net"));
  EXPECT_EQ(model.modules[0].own.flops, (Amount{60, 0}));
  EXPECT_EQ(model.modules[0].own.parameters, (Amount{15, 0}));
  EXPECT_EQ(model.modules[0].own.parameterBytes, (Amount{60, 0}));
}

TEST(Amount, StopsAtTheLargestNumber) {
  Amount sum{std::numeric_limits<uint64_t>::max() - 1, 1};
  sum.add(5);
  sum.add(std::nullopt);
  EXPECT_EQ(sum.known, std::numeric_limits<uint64_t>::max());
  EXPECT_EQ(sum.unknown, 2);
  EXPECT_FALSE(sum.isKnown());
}

TEST(ModelView, TellsWhatBlocksTakeAndGive) {
  ModelView model = view(R"(graph(%x : Tensor, %n : int, %c : bool):
  %y : Tensor = prim::Loop(%n, %c, %x)
    block0(%i : int, %carried : Tensor):
      %z : Tensor = prim::If(%c)
        block0():
          -> (%carried)
        block1():
          %w : Tensor = aten::add(%carried, %x, %i)
          -> (%w)
      -> (%c, %z)
  return (%y)
)");
  ASSERT_EQ(model.nodes.size(), 3);
  EXPECT_EQ(model.results[0].node, 0);
  EXPECT_EQ(model.nodes[0].results[0].output, 2); // %c, an input of the graph
  EXPECT_EQ(model.nodes[0].results[0].owner, ModelView::none);
  EXPECT_EQ(model.nodes[0].results[1].node, 1);
  EXPECT_EQ(model.nodes[1].results[1].node, 2);
  const ModelView::Node &add = model.nodes[2];
  EXPECT_EQ(add.block, 1);
  EXPECT_EQ(add.operands[0].node, ModelView::none);
  EXPECT_EQ(add.operands[0].owner, 0);
  EXPECT_EQ(add.operands[0].output, 1);
  EXPECT_EQ(add.operands[1].owner, ModelView::none);
}

} // namespace
