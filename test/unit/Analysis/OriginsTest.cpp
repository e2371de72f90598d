//===- OriginsTest.cpp - Whose a node is, kept through changes ------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Copies, unions, and what of them is on the node.
//
//===----------------------------------------------------------------------===//

#include "hier/Analysis/Origins.h"
#include "../IR/TestGraphs.h"
#include "gtest/gtest.h"

using namespace hier;
using namespace torch::jit;

namespace {

TEST(Origins, CommonStart) {
  EXPECT_EQ(commonStart("a.b.c", "a.b.d", '.'), "a.b");
  EXPECT_EQ(commonStart("a.b", "a.b.d", '.'), "a.b");
  EXPECT_EQ(commonStart("a.b", "a.bc", '.'), "a");
  EXPECT_EQ(commonStart("a", "b", '.'), "");
  EXPECT_EQ(commonStart("", "b", '.'), "");
  EXPECT_EQ(commonStart("a.b", "a.b", '.'), "a.b");
  EXPECT_EQ(commonStart("/A/B", "/A/C", '/'), "/A");
}

/// The attributes of `aten::cos` once the nodes before it are united into it.
std::string united(llvm::StringRef nodes) {
  std::string text = "graph(%x : Tensor):\n" + nodes.str() +
                     "  %c : Tensor = aten::cos[keep=1](%x)\n"
                     "  return (%x)\n";
  Program program = test::read(text);
  std::vector<Node *> all = allNodes(*program.items[0].graph);
  OriginKeeper keeper(all);
  keeper.unite(llvm::ArrayRef(all).drop_back(), *all.back());
  std::string line = test::write(*program.items[0].graph);
  llvm::StringRef found =
      llvm::StringRef(line).split("aten::cos[keep=1").second;
  return found.split("](").first.str();
}

std::string node(llvm::StringRef attributes, llvm::StringRef scope = "") {
  static int number = 0;
  return "  %" + std::to_string(++number) + " : Tensor = aten::sin" +
         (attributes.empty() ? "" : "[" + attributes.str() + "]") + "(%x)" +
         (scope.empty() ? "" : ", scope: " + scope.str()) + "\n";
}

TEST(Origins, OneIsCopied) {
  const char *all = "hierarchy_tag=\"/A\", hierarchy_path=\"a\", "
                    "hierarchy_call=2, hierarchy_evidence=\"scope\"";
  EXPECT_EQ(united(node(all)), std::string(", ") + all);
  EXPECT_EQ(united(node(all) + node(all) + node("")), std::string(", ") + all);
  EXPECT_EQ(united(node("")), "");
}

TEST(Origins, SeveralHaveTheirNearestAncestors) {
  std::string two = node("hierarchy_tag=\"/M/A/B.0\", hierarchy_path=\"a.0\"") +
                    node("hierarchy_tag=\"/M/A/B.1\", hierarchy_path=\"a.1\"");
  EXPECT_EQ(united(two), ", hierarchy_tag=\"/M/A\", hierarchy_path=\"a\", "
                         "hierarchy_origins=[\"a.0\", \"a.1\"]");
}

/// Modules of one class have one tag, and it is not their ancestor's.
TEST(Origins, TheTagOfAPathIsLearnt) {
  std::string two = node("hierarchy_tag=\"/M/B\", hierarchy_path=\"a\"") +
                    node("hierarchy_tag=\"/M/B\", hierarchy_path=\"b\"");
  EXPECT_EQ(united(two), ", hierarchy_tag=\"/M/B\", hierarchy_path=\"\", "
                         "hierarchy_origins=[\"a\", \"b\"]");
  std::string root = node("hierarchy_tag=\"/M\", hierarchy_path=\"\"");
  EXPECT_EQ(united(two + root), ", hierarchy_tag=\"/M\", hierarchy_path=\"\", "
                                "hierarchy_origins=[\"a\", \"b\", \"\"]");
}

TEST(Origins, OriginsAreUnitedAndCallsForgotten) {
  EXPECT_EQ(united(node("hierarchy_path=\"a\", hierarchy_origins=[\"a.b\", "
                        "\"a.c\"], hierarchy_evidence=\"ancestor\"") +
                   node("hierarchy_path=\"a.c\", hierarchy_call=1")),
            ", hierarchy_path=\"a\", hierarchy_origins=[\"a.b\", \"a.c\"], "
            "hierarchy_evidence=\"ancestor\"");
}

/// With the tag alone, the scope tells the module.
TEST(Origins, PathsComeFromScopes) {
  EXPECT_EQ(united(node("hierarchy_tag=\"/M/B\"", "__module.a/__module.a.x") +
                   node("hierarchy_tag=\"/M/B\"", "__module.a/__module.a.y")),
            ", hierarchy_tag=\"/M/B\", hierarchy_origins=[\"a.x\", \"a.y\"]");
}

TEST(Origins, WhatIsNoHierarchySaysNothing) {
  EXPECT_EQ(united(node("hierarchy_tag=3, hierarchy_path=[\"a\"]")), "");
}

} // namespace
