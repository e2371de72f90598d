//===- StrategiesTest.cpp - What can be taken away from a program ---------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each strategy on small texts: what it finds, and what is left.
//
//===----------------------------------------------------------------------===//

#include "TestReduction.h"
#include "gtest/gtest.h"

using namespace hier;

namespace {

/// All opportunities of a strategy, or some of them.
std::string take(llvm::StringRef name, llvm::StringRef text) {
  const Strategy &strategy = test::strategy(name);
  return test::taken(strategy, text, {0, test::countOf(strategy, text)});
}

std::string take(llvm::StringRef name, llvm::StringRef text, size_t begin,
                 size_t end) {
  return test::taken(test::strategy(name), text, {begin, end});
}

size_t countOf(llvm::StringRef name, llvm::StringRef text) {
  return test::countOf(test::strategy(name), text);
}

//===----------------------------------------------------------------------===//
// Modules
//===----------------------------------------------------------------------===//

const char *const callsChild = R"(module __torch__.Net {
  parameters {
  }
  attributes {
    training = True
    a = <__torch__.Child object at 0x1>
    b = <__torch__.Other object at 0x2>
  }
  methods {
    method forward {
      graph(%self : __torch__.Net,
            %x : Tensor):
        %a : __torch__.Child = prim::GetAttr[name="a"](%self)
        %b : __torch__.Other = prim::GetAttr[name="b"](%self)
        %1 : Tensor = prim::CallMethod[name="forward"](%a, %x, %x)
        %2 : Tensor = prim::CallMethod[name="forward"](%b, %1)
        return (%2)
  
    }
  }
  submodules {
    module __torch__.Child {
      parameters {
        weight = ...
      }
      attributes {
        weight = ...
      }
      methods {
        method forward {
          graph(%self : __torch__.Child,
                %x : Tensor,
                %unused : Tensor):
            %y : Tensor = aten::sin(%x)
            return (%y)
  
        }
      }
      submodules {
      }
    }
    module __torch__.Other {
      parameters {
      }
      attributes {
      }
      methods {
        method forward {
          graph(%self : __torch__.Other,
                %x : Tensor):
            %y : Tensor = aten::cos(%x)
            return (%y)
  
        }
      }
      submodules {
      }
    }
  }
}
)";

const char *const twoGraphs = R"(graph(%x : Tensor):
  return (%x)

graph(%y : Tensor):
  return (%y)
)";

bool holds(llvm::StringRef text, llvm::StringRef part) {
  return text.contains(part);
}

TEST(StrategiesTest, ItemsAreDropped) {
  EXPECT_EQ(countOf("items", twoGraphs), 2u);
  EXPECT_EQ(take("items", twoGraphs, 0, 1),
            "graph(%y : Tensor):\n  return (%y)\n");
  EXPECT_EQ(countOf("items", "graph():\n  return ()\n"), 0u);
}

TEST(StrategiesTest, AModuleIsDroppedWithWhatHoldsAndCallsIt) {
  EXPECT_EQ(countOf("modules", callsChild), 2u);
  std::string left = take("modules", callsChild, 0, 1);
  EXPECT_FALSE(holds(left, "Child"));
  EXPECT_TRUE(holds(left, "prim::CallMethod[name=\"forward\"](%b, %x)"));
  EXPECT_TRUE(holds(left, "b = <__torch__.Other object"));
}

TEST(StrategiesTest, AllModulesAreDropped) {
  std::string left = take("modules", callsChild);
  EXPECT_FALSE(holds(left, "CallMethod"));
  EXPECT_FALSE(holds(left, "GetAttr"));
  EXPECT_TRUE(holds(left, "        return (%x)\n"));
}

TEST(StrategiesTest, AMethodIsDroppedWithItsCalls) {
  EXPECT_EQ(countOf("methods", callsChild), 3u);
  std::string left = take("methods", callsChild, 1, 2);
  EXPECT_FALSE(holds(left, "aten::sin"));
  EXPECT_FALSE(holds(left, "(%a, "));
  EXPECT_TRUE(holds(left, "prim::CallMethod[name=\"forward\"](%b, %x)"));
}

TEST(StrategiesTest, ACallOfWhatWasNeverThereStays) {
  const char *const text = R"(module __torch__.Net {
  parameters {
  }
  attributes {
  }
  methods {
    method forward {
      graph(%self : __torch__.Net):
        %1 : NoneType = prim::CallMethod[name="other"](%self)
        return (%1)
  
    }
    method unused {
      graph(%self : __torch__.Net):
        return (%self)
  
    }
  }
  submodules {
  }
}
)";
  EXPECT_TRUE(holds(take("methods", text, 1, 2), "prim::CallMethod"));
}

TEST(StrategiesTest, APartTakesThePlaceOfTheWhole) {
  EXPECT_EQ(countOf("unwrap", callsChild), 3u);
  EXPECT_TRUE(llvm::StringRef(take("unwrap", callsChild, 1, 2))
                  .starts_with("module __torch__.Other {\n"));
  EXPECT_TRUE(llvm::StringRef(take("unwrap", callsChild, 2, 3))
                  .starts_with("graph(%self : __torch__.Net,\n"));
  EXPECT_TRUE(llvm::StringRef(take("unwrap", callsChild))
                  .starts_with("module __torch__.Child {\n"));
}

TEST(StrategiesTest, AttributesOfModulesAreDropped) {
  EXPECT_EQ(countOf("attributes", callsChild), 3u + 4u);
  std::string left = take("attributes", callsChild, 0, 3);
  EXPECT_FALSE(holds(left, "training"));
  EXPECT_FALSE(holds(left, "weight"));
  EXPECT_TRUE(holds(left, "    a = <__torch__.Child object at 0x1>\n"));
}

TEST(StrategiesTest, AnUnusedInputOfAMethodIsDroppedFromItsCalls) {
  // %self of the children, and %unused
  EXPECT_EQ(countOf("inputs", callsChild), 3u);
  std::string left = take("inputs", callsChild, 1, 2);
  EXPECT_FALSE(holds(left, "%unused"));
  EXPECT_TRUE(holds(left, "prim::CallMethod[name=\"forward\"](%a, %x)\n"));
}

//===----------------------------------------------------------------------===//
// Nodes
//===----------------------------------------------------------------------===//

const char *const chain = R"(graph(%x : Tensor,
      %n : int):
  %y : Tensor = aten::sin(%x)
  %12 : Tensor = aten::cos(%y)
  %z : int[] = aten::size(%12)
  %5 : int = aten::len(%z)
  return (%12, %5)
)";

TEST(StrategiesTest, UsesOfADroppedNodeGoToItsOperand) {
  EXPECT_EQ(countOf("nodes", chain), 4u);
  EXPECT_EQ(take("nodes", chain, 0, 2), R"(graph(%x : Tensor,
      %n : int):
  %z : int[] = aten::size(%x)
  %5 : int = aten::len(%z)
  return (%x, %5)
)");
}

TEST(StrategiesTest, OrToTheLastValueOfTheType) {
  EXPECT_EQ(take("nodes", chain, 3, 4), R"(graph(%x : Tensor,
      %n : int):
  %y : Tensor = aten::sin(%x)
  %12 : Tensor = aten::cos(%y)
  %z : int[] = aten::size(%12)
  return (%12, %n)
)");
}

TEST(StrategiesTest, OrToANewInput) {
  EXPECT_EQ(take("nodes", chain, 2, 3), R"(graph(%x : Tensor,
      %n : int,
      %z : int[]):
  %y : Tensor = aten::sin(%x)
  %12 : Tensor = aten::cos(%y)
  %5 : int = aten::len(%z)
  return (%12, %5)
)");
}

TEST(StrategiesTest, AllNodesAreDropped) {
  EXPECT_EQ(take("nodes", chain), R"(graph(%x : Tensor,
      %n : int):
  return (%x, %n)
)");
}

const char *const branches = R"(graph(%c : bool,
      %x : Tensor):
  %5 : Tensor = prim::If(%c)
    block0():
      %1 : Tensor = aten::sin(%x)
      %2 : Tensor = aten::sin(%1)
      -> (%2)
    block1():
      %3 : Tensor = aten::cos(%x)
      -> (%3)
  %4 : Tensor = aten::tan(%5)
  return (%4)
)";

TEST(StrategiesTest, WhatABlockHidesIsNoReplacement) {
  EXPECT_EQ(take("nodes", branches, 3, 5), R"(graph(%c : bool,
      %x : Tensor):
  %5 : Tensor = prim::If(%c)
    block0():
      %1 : Tensor = aten::sin(%x)
      %2 : Tensor = aten::sin(%1)
      -> (%2)
    block1():
      -> (%x)
  return (%5)
)");
}

TEST(StrategiesTest, NorIsWhatABlockHidesOfAnotherType) {
  const char *const text = R"(graph(%c : bool,
      %x : Tensor):
   = prim::If(%c)
    block0():
      %1 : int = aten::dim(%x)
      -> ()
    block1():
      -> ()
  %2 : int = aten::len(%x)
  return (%2)
)";
  EXPECT_TRUE(holds(take("nodes", text, 2, 3), "      %2 : int):\n"));
}

TEST(StrategiesTest, ANodeIsDroppedWithItsBlocks) {
  EXPECT_EQ(take("nodes", branches, 0, 1), R"(graph(%c : bool,
      %x : Tensor):
  %4 : Tensor = aten::tan(%x)
  return (%4)
)");
}

TEST(StrategiesTest, ABlockTakesThePlaceOfItsIf) {
  EXPECT_EQ(countOf("blocks", branches), 2u);
  EXPECT_EQ(take("blocks", branches, 1, 2), R"(graph(%c : bool,
      %x : Tensor):
  %3 : Tensor = aten::cos(%x)
  %4 : Tensor = aten::tan(%3)
  return (%4)
)");
  EXPECT_TRUE(holds(take("blocks", branches), "%2 : Tensor = aten::sin(%1)"));
}

const char *const loop = R"(graph(%n : int,
      %c : bool,
      %x : Tensor):
  %1 : Tensor, %2 : Tensor = prim::Loop(%n, %c, %x, %x)
    block0(%i : int, %a : Tensor, %b : Tensor):
      %3 : Tensor = aten::add(%a, %b, %i)
      -> (%c, %3, %a)
  return (%2)
)";

TEST(StrategiesTest, ABodyTakesThePlaceOfItsLoop) {
  EXPECT_EQ(take("blocks", loop), R"(graph(%n : int,
      %c : bool,
      %x : Tensor):
  %3 : Tensor = aten::add(%x, %x, %n)
  return (%x)
)");
}

TEST(StrategiesTest, WhatALoopCarriesForNothingIsDropped) {
  EXPECT_EQ(countOf("carried-values", loop), 1u);
  EXPECT_EQ(take("carried-values", loop), R"(graph(%n : int,
      %c : bool,
      %x : Tensor):
  %2 : Tensor = prim::Loop(%n, %c, %x)
    block0(%i : int, %b : Tensor):
      %3 : Tensor = aten::add(%x, %b, %i)
      -> (%c, %x)
  return (%2)
)");
}

TEST(StrategiesTest, WhatAnIfGivesForNothingIsDropped) {
  const char *const text = R"(graph(%c : bool,
      %x : Tensor):
  %1 : Tensor, %2 : bool = prim::If(%c)
    block0():
      -> (%x, %c)
    block1():
      -> (%x, %c)
  return (%2)
)";
  EXPECT_TRUE(holds(take("carried-values", text), "%2 : bool = prim::If(%c)\n"
                                                  "    block0():\n"
                                                  "      -> (%c)\n"));
}

//===----------------------------------------------------------------------===//
// Subgraphs
//===----------------------------------------------------------------------===//

const char *const forked = R"(graph(%x : Tensor,
      %y : Tensor):
  %1 : Future[Tensor] = prim::fork_0(%x, %y)
  %2 : Tensor = aten::wait(%1)
  return (%2)
with prim::fork_0 = graph(%a : Tensor,
      %b : Tensor):
  %3 : Tensor = aten::sin(%a)
  %n : int = aten::dim(%3)
  %4 : Tensor = aten::add(%3, %3, %n)
  return (%4)
)";

TEST(StrategiesTest, NodesOfSubgraphsAreDropped) {
  EXPECT_EQ(countOf("nodes", forked), 5u);
  EXPECT_TRUE(holds(take("nodes", forked, 1, 2),
                    "  %n : int = aten::dim(%a)\n"
                    "  %4 : Tensor = aten::add(%a, %a, %n)\n"));
}

TEST(StrategiesTest, ASubgraphGetsNoNewInput) {
  EXPECT_EQ(take("nodes", forked, 2, 3), forked);
}

TEST(StrategiesTest, AnUnusedInputOfASubgraphIsDroppedFromItsNode) {
  EXPECT_EQ(countOf("inputs", forked), 1u);
  std::string left = take("inputs", forked);
  EXPECT_TRUE(holds(left, "prim::fork_0(%x)\n"));
  EXPECT_TRUE(holds(left, "with prim::fork_0 = graph(%a : Tensor):\n"));
}

TEST(StrategiesTest, ASubgraphTakesThePlaceOfTheGraph) {
  EXPECT_TRUE(llvm::StringRef(take("unwrap", forked))
                  .starts_with("graph(%a : Tensor,\n      %b : Tensor):\n"));
}

TEST(StrategiesTest, WhatGraphsReturnIsDropped) {
  EXPECT_EQ(countOf("outputs", forked), 2u);
  EXPECT_TRUE(holds(take("outputs", forked, 1, 2), "  return (%2)\n"));
  EXPECT_FALSE(holds(take("outputs", forked), "return (%"));
}

//===----------------------------------------------------------------------===//
// Details
//===----------------------------------------------------------------------===//

const char *const detailed =
    R"(graph(%input.1 : Float(2, 3, strides=[3, 1], requires_grad=0, device=cpu),
      %n : int):
  %7 : int[] = prim::ListConstruct(%n, %n, %n), scope: __module.a # a.py:1:0
  %out : Float(*, *) = my::op[alpha=0.5, name="a"](%input.1, %7) # a.py:2:0
  return (%out)
)";

TEST(StrategiesTest, ScopesAndLocationsAreDropped) {
  EXPECT_EQ(countOf("scopes", detailed), 1u);
  EXPECT_FALSE(holds(take("scopes", detailed), "scope"));
  EXPECT_EQ(countOf("locations", detailed), 2u);
  EXPECT_TRUE(holds(take("locations", detailed, 1, 2), "# a.py:1:0"));
  EXPECT_FALSE(holds(take("locations", detailed), "#"));
}

TEST(StrategiesTest, TypesOfTensorsAreSimplified) {
  EXPECT_EQ(countOf("types", detailed), 2u);
  std::string left = take("types", detailed);
  EXPECT_TRUE(holds(left, "graph(%input.1 : Tensor,\n"));
  EXPECT_TRUE(holds(left, "%out : Tensor = my::op"));
  EXPECT_TRUE(holds(left, "%n : int"));
}

TEST(StrategiesTest, ListsAreShortened) {
  EXPECT_EQ(countOf("operands", detailed), 3u);
  EXPECT_TRUE(holds(take("operands", detailed, 0, 2), "ListConstruct(%n)"));
}

TEST(StrategiesTest, KeysGoWithTheirValues) {
  const char *const text = R"(graph(%a : str,
      %b : str,
      %x : Tensor):
  %1 : Dict(str, Tensor) = prim::DictConstruct(%a, %x, %b, %x)
  return (%1)
)";
  EXPECT_EQ(countOf("operands", text), 2u);
  EXPECT_TRUE(holds(take("operands", text, 0, 1), "DictConstruct(%b, %x)"));
}

TEST(StrategiesTest, AttributesOfNodesAreDropped) {
  EXPECT_EQ(countOf("attributes", detailed), 2u);
  EXPECT_TRUE(holds(take("attributes", detailed, 0, 1), "my::op[name=\"a\"]("));
  EXPECT_TRUE(holds(take("attributes", detailed), "my::op(%input.1, %7)"));
}

TEST(StrategiesTest, NumbersTakeThePlaceOfNames) {
  // %n is no longer than a number.
  EXPECT_EQ(countOf("names", detailed), 2u);
  std::string left = take("names", detailed, 1, 2);
  EXPECT_TRUE(holds(left, "%input.1"));
  EXPECT_FALSE(holds(left, "%out"));
}

TEST(StrategiesTest, ValuesAreNumberedFromZero) {
  EXPECT_EQ(countOf("numbers", detailed), 1u);
  std::string left = take("numbers", detailed);
  EXPECT_TRUE(holds(left, "%0 : int[] = prim::ListConstruct"));
  EXPECT_TRUE(holds(left, "(%input.1, %0)"));
  EXPECT_EQ(countOf("numbers", left), 0u);
}

} // namespace
