//===- NodesTest.cpp - What has become of nodes ---------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Graphs of few nodes, of which one thing is changed.
//
//===----------------------------------------------------------------------===//

#include "TestDiffs.h"
#include "gtest/gtest.h"

using namespace hier;
using namespace hier::test;

namespace {

constexpr llvm::StringLiteral plain = R"(graph(%x : Tensor, %y : Tensor):
  %2 : float = prim::Constant[value=0.10000000000000001]()
  %3 : bool = prim::Constant[value=0]()
  %a : Tensor = aten::relu(%x) # m.py:1:0
  %b : Tensor = aten::sub(%a, %y)
  %c : Tensor = aten::dropout(%b, %2, %3)
  return (%c)
)";

/// `plain` with `text` in the place of `what`.
std::string with(llvm::StringRef what, llvm::StringRef text) {
  std::string result = plain.str();
  size_t found = result.find(what);
  EXPECT_NE(found, std::string::npos) << what.str();
  return result.replace(found, what.size(), text);
}

TEST(NodeDiff, NothingInItself) { EXPECT_EQ(printed(plain, plain), equal); }

TEST(NodeDiff, NothingInEmptyGraphs) {
  EXPECT_EQ(printed("graph():\n  return ()\n", "graph():\n  return ()\n"),
            equal);
}

TEST(NodeDiff, NothingInNamesAndPlaces) {
  EXPECT_EQ(printed(plain, R"(graph(%in : Tensor, %0 : Tensor):
  %7 : Tensor = aten::relu(%in) # other.py:9:0
  %8 : bool = prim::Constant[value=0]()
  %9 : float = prim::Constant[value=0.10000000000000001]()
  %x : Tensor = aten::sub(%7, %0)
  %y : Tensor = aten::dropout(%x, %9, %8)
  return (%y)
)"),
            equal);
}

TEST(NodeDiff, NothingInRepeatedConstants) {
  constexpr llvm::StringLiteral pooled = R"(graph(%x : Tensor):
  %1 : int = prim::Constant[value=1]()
  %a : Tensor = aten::add(%x, %x, %1)
  %b : Tensor = aten::add(%a, %x, %1)
  return (%b)
)";
  constexpr llvm::StringLiteral repeated = R"(graph(%x : Tensor):
  %1 : int = prim::Constant[value=1]()
  %a : Tensor = aten::add(%x, %x, %1)
  %2 : int = prim::Constant[value=1]()
  %b : Tensor = aten::add(%a, %x, %2)
  return (%b)
)";
  EXPECT_EQ(printed(pooled, repeated), equal);
}

TEST(NodeDiff, NothingInManglingAndNone) {
  auto text = [](llvm::StringRef mangling, llvm::StringRef none) {
    return ("graph(%x : __torch__.m." + mangling + "Pair):\n  %1 : " + none +
            " = prim::Constant()\n  %2 : __torch__.m." + mangling +
            "Pair = m::same(%x, %1)\n  return (%2)\n")
        .str();
  };
  EXPECT_EQ(
      printed(text("___torch_mangle_4.", "NoneType"), text("", "Tensor?")),
      equal);
}

/// As traces compute sizes, and as torch's inliner leaves them.
TEST(NodeDiff, NothingInSizesAsTensors) {
  EXPECT_EQ(printed(R"(graph(%x : Tensor, %d : int):
  %n : int = aten::size(%x, %d)
  %t : Tensor = prim::NumToTensor(%n)
  %m : int = aten::Int(%t)
  %l : int[] = prim::ListConstruct(%m)
  return (%l)
)",
                    R"(graph(%x : Tensor, %d : int):
  %n : int = aten::size(%x, %d)
  %l : int[] = prim::ListConstruct(%n)
  return (%l)
)"),
            equal);
}

TEST(NodeDiff, NothingInTuplesThatAreTakenApart) {
  constexpr llvm::StringLiteral packed = R"(graph(%x : Tensor):
  %a : Tensor = aten::relu(%x)
  %t : (Tensor, Tensor) = prim::TupleConstruct(%a, %x)
  %b : Tensor, %c : Tensor = prim::TupleUnpack(%t)
  %d : Tensor = aten::mul(%b, %c)
  return (%d)
)";
  EXPECT_EQ(printed(packed, R"(graph(%x : Tensor):
  %a : Tensor = aten::relu(%x)
  %d : Tensor = aten::mul(%a, %x)
  return (%d)
)"),
            equal);
  EXPECT_EQ(printed(packed, R"(graph(%x : Tensor):
  %a : Tensor = aten::relu(%x)
  %d : Tensor = aten::mul(%x, %a)
  return (%d)
)"),
            "~ <root>\n"
            "  ~ %d : Tensor = aten::mul(%x, %a)\n"
            "      operand 0: %a (aten::relu) -> %x (input 0)\n"
            "      operand 1: %x (input 0) -> %a (aten::relu)\n"
            "modules: 1 changed; nodes: 1 changed\n");
}

TEST(NodeDiff, AConstant) {
  EXPECT_EQ(printed(plain, with("0.10000000000000001", "0.5")),
            "~ <root>\n"
            "  ~ %c : Tensor = aten::dropout(%b, %2, %3)\n"
            "      operand 1: 0.10000000000000001 -> 0.5\n"
            "modules: 1 changed; nodes: 1 changed\n");
}

TEST(NodeDiff, ListsOfConstants) {
  auto text = [](llvm::StringRef last) {
    return ("graph(%x : Tensor):\n  %1 : int = prim::Constant[value=2]()\n"
            "  %2 : int = prim::Constant[value=" +
            last +
            "]()\n  %3 : int[] = prim::ListConstruct(%1, %2)\n"
            "  %4 : Tensor = aten::view(%x, %3)\n  return (%4)\n")
        .str();
  };
  EXPECT_EQ(printed(text("3"), text("-1")),
            "~ <root>\n"
            "  ~ %4 : Tensor = aten::view(%x, %3)\n"
            "      operand 1: [2, 3] -> [2, -1]\n"
            "modules: 1 changed; nodes: 1 changed\n");
}

/// One of two equal lists is written to, so which of them is used counts.
TEST(NodeDiff, ListsThatMayBeWrittenTo) {
  auto text = [](llvm::StringRef use, llvm::StringRef list) {
    return ("graph(%x : Tensor):\n  %1 : int = prim::Constant[value=1]()\n"
            "  %l : int[] = prim::ListConstruct(%1)\n"
            "  %m : int[] = prim::ListConstruct(%1)\n  %u = " +
            use + "\n  %y : Tensor = aten::view(%x, " + list +
            ")\n  return (%y)\n")
        .str();
  };
  for (llvm::StringRef use :
       {"aten::append(%l, %1)", "aten::_set_item(%l, %1, %1)",
        "aten::extend(%l, %m)", "aten::insert(%l, %1, %1)", "aten::pop(%l, %1)",
        "aten::clear(%l)", "aten::reverse(%l)", "aten::sort(%l)",
        "aten::remove(%l, %1)", "aten::Delete(%l, %1)",
        "aten::_unwrap_optional(%l)", "prim::TupleConstruct(%l)",
        "prim::CallFunction(%x, %l)", "m::unknown(%l)"}) {
    SCOPED_TRACE(use.str());
    EXPECT_EQ(printed(text(use, "%l"), text(use, "%l")), equal);
    EXPECT_NE(printed(text(use, "%l"), text(use, "%m")), equal);
  }
  for (llvm::StringRef use : {"aten::len(%l)", "aten::reshape(%x, %l)",
                              "aten::sum(%x, %l)", "aten::list(%l)"}) {
    SCOPED_TRACE(use.str());
    EXPECT_EQ(printed(text(use, "%l"), text(use, "%m")), equal);
  }
}

TEST(NodeDiff, ListsThatBlocksGive) {
  auto text = [](llvm::StringRef list) {
    return ("graph(%x : Tensor, %c : bool):\n"
            "  %1 : int = prim::Constant[value=1]()\n"
            "  %l : int[] = prim::ListConstruct(%1)\n"
            "  %m : int[] = prim::ListConstruct(%1)\n"
            "  %i : int[] = prim::If(%c)\n    block0():\n      -> (%l)\n"
            "    block1():\n      -> (%l)\n"
            "  %u : int[] = aten::append(%i, %1)\n"
            "  %y : Tensor = aten::view(%x, " +
            list + ")\n  return (%y)\n")
        .str();
  };
  EXPECT_NE(printed(text("%l"), text("%m")), equal);
}

/// What is read depends on whether it is read before or after.
TEST(NodeDiff, AttributesThatAreSet) {
  auto text = [](std::initializer_list<const char *> lines) {
    std::string all = "graph(%self : __torch__.M, %x : Tensor):\n";
    for (const char *line : lines)
      (all += line) += '\n';
    return all + "  %y : Tensor = aten::mul(%a, %x)\n  return (%y)\n";
  };
  auto read = "  %a : Tensor = prim::GetAttr[name=\"h\"](%self)";
  auto set = "   = prim::SetAttr[name=\"h\"](%self, %x)";
  auto setOther = "   = prim::SetAttr[name=\"g\"](%self, %x)";
  EXPECT_EQ(printed(text({read, set}), text({read, set})), equal);
  EXPECT_EQ(printed(text({read, set}), text({set, read})),
            "~ <root> (M)\n"
            "  > %a : Tensor = prim::GetAttr[name=\"h\"](%self)\n"
            "modules: 1 changed; nodes: 1 moved\n");
  EXPECT_EQ(printed(text({read, setOther}), text({setOther, read})), equal);
}

TEST(NodeDiff, TypesOfConstants) {
  auto text = [](llvm::StringRef constant) {
    return ("graph(%x : Tensor):\n  %1 : " + constant +
            "\n  %y : Tensor = m::f(%x, %1)\n  return (%y)\n")
        .str();
  };
  EXPECT_EQ(printed(text("int = prim::Constant[value=1]()"),
                    text("bool = prim::Constant[value=1]()")),
            "~ <root>\n"
            "  ~ %y : Tensor = m::f(%x, %1)\n"
            "      operand 1: 1 : int -> 1 : bool\n"
            "modules: 1 changed; nodes: 1 changed\n");
  auto view = [](llvm::StringRef type) {
    return ("graph(%x : Tensor):\n  %1 : " + type +
            " = prim::ListConstruct()\n  %y : Tensor = aten::view(%x, %1)\n"
            "  return (%y)\n")
        .str();
  };
  EXPECT_EQ(printed(view("int[]"), view("int[]")), equal);
  EXPECT_EQ(printed(view("int[]"), view("float[]")),
            "~ <root>\n"
            "  ~ %y : Tensor = aten::view(%x, %1)\n"
            "      operand 1: [] : int[] -> [] : float[]\n"
            "modules: 1 changed; nodes: 1 changed\n");
}

TEST(NodeDiff, OperandsThatAreSwapped) {
  EXPECT_EQ(printed(plain, with("aten::sub(%a, %y)", "aten::sub(%y, %a)")),
            "~ <root>\n"
            "  ~ %b : Tensor = aten::sub(%y, %a)\n"
            "      operand 0: %a (aten::relu) -> %y (input 1)\n"
            "      operand 1: %y (input 1) -> %a (aten::relu)\n"
            "modules: 1 changed; nodes: 1 changed\n");
}

TEST(NodeDiff, ANodeThatHasCome) {
  std::string longer =
      with("  %b : Tensor = aten::sub(%a, %y)",
           "  %n : Tensor = aten::neg(%a)\n  %b : Tensor = aten::sub(%n, %y)");
  EXPECT_EQ(printed(plain, longer),
            "~ <root>\n"
            "  + %n : Tensor = aten::neg(%a)\n"
            "  ~ %b : Tensor = aten::sub(%n, %y)\n"
            "      operand 0: %a (aten::relu) -> %n (aten::neg)\n"
            "modules: 1 changed; nodes: 1 added, 1 changed\n");
  EXPECT_EQ(printed(longer, plain),
            "~ <root>\n"
            "  - %n : Tensor = aten::neg(%a)\n"
            "  ~ %b : Tensor = aten::sub(%a, %y)\n"
            "      operand 0: %n (aten::neg) -> %a (aten::relu)\n"
            "modules: 1 changed; nodes: 1 removed, 1 changed\n");
}

TEST(NodeDiff, ANodeOfAnotherKind) {
  EXPECT_EQ(printed(plain, with("aten::relu", "aten::tanh")),
            "~ <root>\n"
            "  - %a : Tensor = aten::relu(%x)\n"
            "  + %a : Tensor = aten::tanh(%x)\n"
            "  ~ %b : Tensor = aten::sub(%a, %y)\n"
            "      operand 0: %a (aten::relu) -> %a (aten::tanh)\n"
            "modules: 1 changed; nodes: 1 added, 1 removed, 1 changed\n");
}

TEST(NodeDiff, AnotherOrder) {
  constexpr llvm::StringLiteral first = R"(graph(%x : Tensor):
  %a : Tensor = aten::relu(%x)
  %b : Tensor = aten::neg(%x)
  %c : Tensor = aten::exp(%x)
  %d : Tensor[] = prim::ListConstruct(%a, %b, %c)
  return (%d)
)";
  constexpr llvm::StringLiteral last = R"(graph(%x : Tensor):
  %b : Tensor = aten::neg(%x)
  %c : Tensor = aten::exp(%x)
  %a : Tensor = aten::relu(%x)
  %d : Tensor[] = prim::ListConstruct(%a, %b, %c)
  return (%d)
)";
  EXPECT_EQ(printed(first, last), "~ <root>\n"
                                  "  > %a : Tensor = aten::relu(%x)\n"
                                  "modules: 1 changed; nodes: 1 moved\n");
  EXPECT_EQ(printed(first, last, without(DiffAspect::Order)), equal);
}

TEST(NodeDiff, TypesAndAttributes) {
  auto text = [](llvm::StringRef attribute, llvm::StringRef shape) {
    return ("graph(%x : Float(1, 4)):\n  %1 : Float(" + shape +
            ") = onnx::Conv[group=1" + attribute + "](%x)\n  return (%1)\n")
        .str();
  };
  EXPECT_EQ(
      printed(text(", pads=[0, 0]", "1, 4"), text(", dilation=2", "1, 2")),
      "~ <root>\n"
      "  ~ activation bytes: 16 -> 8\n"
      "  ~ %1 : Float(1, 2) = onnx::Conv[group=1, dilation=2](%x)\n"
      "      attribute pads: [0, 0] -> none\n"
      "      attribute dilation: none -> 2\n"
      "      type of output 0: Float(1, 4) -> Float(1, 2)\n"
      "modules: 1 changed; nodes: 1 changed\n");
  DiffAspects aspects = without(DiffAspect::Types);
  aspects.set(DiffAspect::Costs, false);
  EXPECT_EQ(printed(text("", "1, 4"), text("", "1, 2"), aspects), equal);
}

TEST(NodeDiff, WhatPythonCallsCall) {
  auto text = [](llvm::StringRef call) {
    return ("graph(%x : Tensor):\n  %1 : Tensor = ^" + call +
            "(%x)\n  return (%1)\n")
        .str();
  };
  EXPECT_EQ(printed(text("Scale[]()"), text("Scale[]()")), equal);
  EXPECT_NE(printed(text("Scale[]()"), text("Other[]()")), equal);
  EXPECT_NE(printed(text("Scale[](2.0)"), text("Scale[](3.0)")), equal);
}

/// Of two that do the same one has gone, and its users take what the other
/// gives: its going is all there is to tell.
TEST(NodeDiff, ADuplicateThatHasGone) {
  EXPECT_EQ(printed(R"(graph(%x : Tensor):
  %a : Tensor = aten::relu(%x)
  %b : Tensor = aten::relu(%x)
  %c : Tensor = aten::mul(%a, %b)
  return (%c)
)",
                    R"(graph(%x : Tensor):
  %a : Tensor = aten::relu(%x)
  %c : Tensor = aten::mul(%a, %a)
  return (%c)
)"),
            "~ <root>\n"
            "  - %b : Tensor = aten::relu(%x)\n"
            "modules: 1 changed; nodes: 1 removed\n");
}

TEST(NodeDiff, AnotherOfTwoDuplicates) {
  auto text = [](llvm::StringRef operands) {
    return ("graph(%x : Tensor):\n  %a : Tensor = aten::relu(%x)\n"
            "  %b : Tensor = aten::relu(%x)\n  %c : Tensor = aten::mul(" +
            operands + ")\n  return (%c)\n")
        .str();
  };
  EXPECT_EQ(printed(text("%a, %b"), text("%b, %a")),
            "~ <root>\n"
            "  ~ %c : Tensor = aten::mul(%b, %a)\n"
            "      operand 0: %a (aten::relu) -> %b (aten::relu)\n"
            "      operand 1: %b (aten::relu) -> %a (aten::relu)\n"
            "modules: 1 changed; nodes: 1 changed\n");
}

TEST(NodeDiff, InputsAndResults) {
  EXPECT_EQ(printed(plain, with("return (%c)", "return (%b)")),
            "~ graph\n"
            "  ~ result 0: %c (aten::dropout) -> %b (aten::sub)\n"
            "modules: none; nodes: none; inputs and results: 1 changed\n");
  EXPECT_EQ(printed(plain, with("%y : Tensor", "%mask : int, %y : Tensor")),
            "~ graph\n"
            "  ~ input 1: none -> %mask : int\n"
            "modules: none; nodes: none; inputs and results: 1 changed\n");
  EXPECT_EQ(printed(plain, with("%y : Tensor", "%y : Tensor?")),
            "~ graph\n"
            "  ~ type of input 1: Tensor -> Tensor?\n"
            "modules: none; nodes: none; inputs and results: 1 changed\n");
}

TEST(NodeDiff, InputsAreOperandsOfAGraph) {
  DiffAspects aspects = without(DiffAspect::Operands);
  EXPECT_EQ(
      printed(plain, with("%y : Tensor", "%mask : int, %y : Tensor"), aspects),
      equal);
  EXPECT_EQ(
      printed(with("%y : Tensor", "%mask : int, %y : Tensor"), plain, aspects),
      equal);
  EXPECT_EQ(printed(plain, with("return (%c)", "return (%b)"), aspects), equal);
}

/// Names, paths and kinds, wherever they are told.
TEST(NodeDiff, LongTextsAreCut) {
  std::string name(300, 'n');
  auto cut = [](const std::string &text) { return text.substr(0, 200) + "…"; };
  auto text = [&](llvm::StringRef operands) {
    return ("graph(%self : __torch__.M, %" + name + " : Tensor):\n  %p" + name +
            " : Tensor = prim::GetAttr[name=\"" + name +
            "\"](%self)\n  %1 : Tensor = aten::relu(%" + name + ")\n  %a" +
            name + " : Tensor = m::" + name +
            "(%1)\n  %2 : Tensor = m::f(%1, " + operands + ")\n  return (%2)\n")
        .str();
  };
  std::string told =
      printed(text("%" + name + ", %1"), text("%a" + name + ", %p" + name));
  EXPECT_NE(told.find("      operand 1: " + cut("%" + name) + " (input 1) -> " +
                      cut("%a" + name) + " (" + cut("m::" + name) + ")\n"),
            std::string::npos)
      << told;
  EXPECT_NE(
      told.find("      operand 2: %1 (aten::relu) -> " + cut(name) + "\n"),
      std::string::npos)
      << told;
}

TEST(NodeDiff, Blocks) {
  constexpr llvm::StringLiteral text = R"(graph(%x : Tensor, %c : bool):
  %y : Tensor = prim::If(%c)
    block0():
      %a : Tensor = aten::relu(%x)
      -> (%a)
    block1():
      -> (%x)
  return (%y)
)";
  EXPECT_EQ(printed(text, text), equal);
  EXPECT_EQ(printed(text, R"(graph(%x : Tensor, %c : bool):
  %y : Tensor = prim::If(%c)
    block0():
      -> (%x)
    block1():
      %a : Tensor = aten::relu(%x)
      -> (%a)
  return (%y)
)"),
            "~ <root>\n"
            "  ~ %y : Tensor = prim::If(%c)\n"
            "      result 0: %a (aten::relu) -> %x (input 0)\n"
            "      result 1: %x (input 0) -> %a (aten::relu)\n"
            "  > %a : Tensor = aten::relu(%x)\n"
            "modules: 1 changed; nodes: 1 moved, 1 changed\n");
}

TEST(NodeDiff, WhatLoopsCarry) {
  auto text = [](llvm::StringRef operand) {
    return ("graph(%x : Tensor, %n : int, %c : bool):\n"
            "  %y : Tensor = prim::Loop(%n, %c, %x)\n"
            "    block0(%i : int, %k : Tensor):\n"
            "      %a : Tensor = aten::relu(" +
            operand + ")\n      -> (%c, %a)\n  return (%y)\n")
        .str();
  };
  EXPECT_EQ(printed(text("%k"), text("%k")), equal);
  EXPECT_EQ(printed(text("%k"), text("%x")),
            "~ <root>\n"
            "  ~ %a : Tensor = aten::relu(%x)\n"
            "      operand 0: input 1 of a block of prim::Loop -> %x "
            "(input 0)\n"
            "modules: 1 changed; nodes: 1 changed\n");
}

TEST(NodeDiff, LocationsIfAsked) {
  DiffAspects aspects = DiffAspects::byDefault();
  aspects.set(DiffAspect::Locations, true);
  EXPECT_EQ(printed(plain, with("m.py:1:0", "m.py:7:0"), aspects),
            "~ <root>\n"
            "  ~ %a : Tensor = aten::relu(%x)\n"
            "      location: m.py:1:0 -> m.py:7:0\n"
            "modules: 1 changed; nodes: 1 changed\n");
}

TEST(NodeDiff, TextsWithoutShapesOrTypes) {
  auto text = [](llvm::StringRef type, llvm::StringRef value) {
    return ("graph(%x" + type + "):\n  %1" + value +
            " = prim::Constant[value=1]()\n  %2" + type +
            " = aten::add(%x, %x, %1)\n  return (%2)\n")
        .str();
  };
  std::string shapes = text(" : Float(1, 4)", " : int");
  EXPECT_EQ(printed(shapes, text(" : Tensor", " : int")),
            "note: types are not compared: B has no shapes\n"
            "no differences\n");
  EXPECT_EQ(printed(text("", ""), shapes),
            "note: types are not compared: A has none\n"
            "no differences\n");
  EXPECT_EQ(printed(text("", ""), text("", "")), equal);
}

TEST(NodeDiff, WhatHasNoShapeThoughItHasParentheses) {
  auto text = [](llvm::StringRef type) {
    return ("graph(%x : " + type +
            ", %d : Dict(str, Tensor),\n"
            "      %u : Union(int, str)):\n"
            "  %1 : NamedTuple(a : Tensor) = m::first(%x, %d, %u)\n"
            "  return (%1)\n")
        .str();
  };
  EXPECT_EQ(printed(text("Float(1, 4)"), text("Tensor")),
            "note: types are not compared: B has no shapes\n"
            "no differences\n");
  EXPECT_EQ(printed(text("Float(1, 4)"), text("Tensor(requires_grad=0)")),
            "note: types are not compared: B has no shapes\n"
            "no differences\n");
}

} // namespace
