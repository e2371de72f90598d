//===- ReaderTest.cpp - From text to a program ----------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What is read is what libtorch would have: its own parser, its verifier and
// its accessors agree. How each construct is spelt is tested in test/IR.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/Reader.h"
#include "TestGraphs.h"
#include "gtest/gtest.h"

#include <torch/csrc/jit/ir/irparser.h>

using namespace hier;
using namespace torch::jit;

namespace {

/// What both parsers read.
const char *const commonText = R"(graph(%x : Tensor,
      %y : Tensor,
      %cond : bool):
  %3 : int = prim::Constant[value=1]()
  %4 : float = prim::Constant[value=0.5]()
  %5 : str = prim::Constant[value="a\"b\n"]()
  %6 : int[] = prim::ListConstruct(%3, %3)
  %7 : (Tensor, int[]) = prim::TupleConstruct(%x, %6)
  %8 : Tensor, %9 : int[] = prim::TupleUnpack(%7)
  %10 : Tensor = prim::If(%cond)
    block0():
      %11 : Tensor = aten::add(%x, %y, %3)
      -> (%11)
    block1():
      %12 : Tensor = prim::Loop(%3, %cond, %x)
        block0(%13 : int, %14 : Tensor):
          %15 : Tensor = aten::mul(%14, %y)
          -> (%cond, %15)
      -> (%12)
  %16 : Tensor = foo::bar[a=1, b=0.5, c="t", d=[1, 2], e=[0.5], f=["u"]](%10)
  return (%16, %8)
)";

TEST(Reader, AgreesWithParseIR) {
  auto graph = std::make_shared<Graph>();
  parseIR(commonText, graph.get());
  Program program = test::read(commonText);
  EXPECT_EQ(program.items[0].graph->toString(), graph->toString());
  EXPECT_EQ(graph->toString(), commonText);
}

/// parseIR makes an IValue of any list; libtorch's own passes make vectors.
TEST(Reader, GivesAttributesTheirKinds) {
  Program program = test::read(commonText);
  Node &node = *test::find(*program.items[0].graph, "foo::bar");
  EXPECT_EQ(node.i(c10::Symbol::attr("a")), 1);
  EXPECT_EQ(node.f(c10::Symbol::attr("b")), 0.5);
  EXPECT_EQ(node.s(c10::Symbol::attr("c")), "t");
  // As parseIR has it, a list is an IValue.
  EXPECT_EQ(node.ival(c10::Symbol::attr("d")).toIntVector(),
            (std::vector<int64_t>{1, 2}));
  EXPECT_EQ(node.ival(c10::Symbol::attr("e")).toDoubleVector(),
            std::vector<double>{0.5});
  EXPECT_EQ(node.ival(c10::Symbol::attr("f")).toListRef()[0], "u");
}

TEST(Reader, UsesAreThoseOfTheText) {
  Program program = test::read(commonText);
  Graph &graph = *program.items[0].graph;
  EXPECT_EQ(graph.inputs()[1]->uses().size(), 2u);
  EXPECT_EQ(test::find(graph, "prim::If")->input(), graph.inputs()[2]);
  EXPECT_EQ(graph.outputs()[0]->node(), test::find(graph, "foo::bar"));
  graph.lint();
}

class Places : public testing::Test {
protected:
  Program program = test::read(
      "graph(%x : Tensor):\n"
      "  %1 : Tensor = aten::sin(%x), scope: __module.a/__module.a.b # "
      "/opt/m.py:12:4\n"
      "  %2 : Tensor = aten::cos(%1), scope: pkg.M::/pkg.E::enc/pkg.L::enc.fc\n"
      "  %3 : Tensor = aten::tan(%2) # <string>:3:44\n"
      "  %4 : Tensor = aten::exp(%3), scope: __module.a/__module.a.b\n"
      "  return (%4)\n");
  Graph &graph = *program.items[0].graph;

  Node &node(const char *kind) { return *test::find(graph, kind); }
};

TEST_F(Places, ScopesAreChains) {
  ScopePtr scope = node("aten::sin").scope();
  EXPECT_EQ(scope->namesFromRoot(), "__module.a/__module.a.b");
  EXPECT_EQ(scope->name().toUnqualString(), std::string("__module.a.b"));
  EXPECT_EQ(scope->parent()->namesFromRoot(), "__module.a");
  EXPECT_TRUE(scope->parent()->parent()->isRoot());
  EXPECT_EQ(node("aten::cos").scopeName(), "pkg.M::/pkg.E::enc/pkg.L::enc.fc");
  EXPECT_TRUE(node("aten::tan").scope()->isBlank());
  EXPECT_EQ(node("aten::exp").scope(), scope);
}

TEST_F(Places, LocationsHaveAFileALineAndAColumn) {
  auto place = node("aten::sin").sourceRange().file_line_col();
  ASSERT_TRUE(place);
  EXPECT_EQ(*place, std::make_tuple(std::string("/opt/m.py"), 12u, 4u));
  place = node("aten::tan").sourceRange().file_line_col();
  ASSERT_TRUE(place);
  EXPECT_EQ(*place, std::make_tuple(std::string("<string>"), 3u, 44u));
  EXPECT_FALSE(node("aten::cos").sourceRange().file_line_col());
}

TEST_F(Places, LibtorchPrintsThem) {
  EXPECT_EQ(graph.toString(), test::write(graph));
}

TEST(Reader, ModulesHaveTypesAndMethods) {
  Program program = test::read(R"(module __torch__.m.Net {
  parameters {
  }
  attributes {
    child = <__torch__.m.Child object at 0x1>
  }
  methods {
    method forward {
      graph(%self : __torch__.m.Net,
            %x : Tensor):
        %child : __torch__.m.Child = prim::GetAttr[name="child"](%self)
        %3 : Tensor = prim::CallMethod[name="forward"](%child, %x)
        return (%3)
  
    }
  }
  submodules {
    module __torch__.m.Child {
      parameters {
      }
      attributes {
      }
      methods {
        method forward {
          graph(%self : __torch__.m.Child,
                %x : Tensor):
            return (%x)
      
        }
      }
      submodules {
      }
    }
  }
}
)");
  ModuleObject &root = *program.items[0].module;
  ASSERT_TRUE(root.type);
  EXPECT_TRUE(root.type->is_module());
  EXPECT_NE(root.type->findMethod("forward"), nullptr);
  ModuleObject *child = root.findChild("child");
  ASSERT_TRUE(child);
  EXPECT_EQ(child->className, "__torch__.m.Child");
  Node *get = test::find(*root.findMethod("forward")->graph, "prim::GetAttr");
  EXPECT_EQ(get->output()->type(), child->type);
  EXPECT_EQ(toGraphFunction(child->type->getMethod("forward")).graph(),
            child->findMethod("forward")->graph);
}

} // namespace
