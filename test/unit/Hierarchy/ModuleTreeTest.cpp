//===- ModuleTreeTest.cpp - The modules of a model by path ----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Lookup both ways, names that hold anything, and depth.
//
//===----------------------------------------------------------------------===//

#include "hier/Hierarchy/ModuleTree.h"
#include "gtest/gtest.h"

using namespace hier;

namespace {

const ClassName unknown;

TEST(ModuleTree, ANewTreeIsItsRoot) {
  ModuleTree tree({"__main__", "Net"});
  EXPECT_EQ(tree.size(), 1u);
  EXPECT_EQ(tree.path(ModuleTree::root), "");
  EXPECT_EQ(tree.name(ModuleTree::root), "");
  EXPECT_EQ(tree.parent(ModuleTree::root), ModuleTree::root);
  EXPECT_EQ(tree.className(ModuleTree::root).name, "Net");
  EXPECT_TRUE(tree.children(ModuleTree::root).empty());
  EXPECT_EQ(tree.find(""), ModuleTree::root);
}

TEST(ModuleTree, PathAndFindAreInverse) {
  ModuleTree tree(unknown);
  ModuleId self = tree.findOrAdd("encoder.layer.0.attention.self");
  EXPECT_EQ(tree.size(), 6u);
  EXPECT_EQ(tree.path(self), "encoder.layer.0.attention.self");
  EXPECT_EQ(tree.name(self), "self");
  for (ModuleId module = 0; module < tree.size(); ++module)
    EXPECT_EQ(tree.find(tree.path(module)), module);
  EXPECT_EQ(tree.path(tree.parent(self)), "encoder.layer.0.attention");
}

TEST(ModuleTree, FindsWholePathsOnly) {
  ModuleTree tree(unknown);
  tree.findOrAdd("encoder.layer.0");
  for (const char *path :
       {"encoder.lay", "encoder.layer.1", "layer", "encoder.", ".encoder", ".",
        "encoder..layer", "encoder.layer.0.attention", "encoder/layer"})
    EXPECT_EQ(tree.find(path), std::nullopt) << path;
  EXPECT_EQ(tree.size(), 4u) << "looking up must add nothing";
}

TEST(ModuleTree, FindOrAddAddsOnce) {
  ModuleTree tree(unknown);
  ModuleId layer = tree.findOrAdd("h.0.ln_1");
  EXPECT_EQ(tree.findOrAdd("h.0.ln_1"), layer);
  EXPECT_EQ(tree.findOrAdd(""), ModuleTree::root);
  EXPECT_EQ(tree.size(), 4u);
  EXPECT_TRUE(tree.className(layer).empty());
}

TEST(ModuleTree, AddChildAddsOnce) {
  ModuleTree tree(unknown);
  ModuleId first = tree.addChild(ModuleTree::root, "a", {"m", "First"});
  EXPECT_EQ(tree.addChild(ModuleTree::root, "a", {"m", "Second"}), first);
  EXPECT_EQ(tree.size(), 2u);
  EXPECT_EQ(tree.className(first).name, "First");
}

TEST(ModuleTree, AnUnknownClassIsFilledIn) {
  ModuleTree tree(unknown);
  ModuleId module = tree.findOrAdd("a");
  tree.addChild(ModuleTree::root, "a", {"m", "Known"});
  EXPECT_EQ(tree.className(module), (ClassName{"m", "Known"}));
  tree.addChild(ModuleTree::root, "a", unknown);
  EXPECT_EQ(tree.className(module).name, "Known");
  tree.setClassName(module, {"m", "Other"});
  EXPECT_EQ(tree.className(module).name, "Other");
}

TEST(ModuleTree, ChildrenAreInTheOrderOfTheirAdding) {
  ModuleTree tree(unknown);
  ModuleId layers = tree.findOrAdd("layers");
  std::vector<std::string> names;
  for (const char *name : {"10", "2", "z", "a"})
    tree.addChild(layers, name, unknown);
  for (ModuleId child : tree.children(layers))
    names.push_back(tree.name(child).str());
  EXPECT_EQ(names, (std::vector<std::string>{"10", "2", "z", "a"}));
}

TEST(ModuleTree, EqualNamesUnderTwoParentsAreTwoModules) {
  ModuleTree tree(unknown);
  ModuleId zero = tree.findOrAdd("layer.0.output");
  ModuleId one = tree.findOrAdd("layer.1.output");
  EXPECT_NE(zero, one);
  EXPECT_EQ(tree.child(tree.parent(zero), "output"), zero);
  EXPECT_EQ(tree.child(tree.parent(one), "output"), one);
  EXPECT_EQ(tree.child(ModuleTree::root, "output"), std::nullopt);
}

TEST(ModuleTree, NamesHoldAnyByteButADot) {
  ModuleTree tree(unknown);
  ModuleId dict = tree.findOrAdd("md");
  for (llvm::StringRef name :
       {"a b/c", "p](r", "/__module", "::", "\xff\x01", "%"}) {
    ModuleId child = tree.addChild(dict, name, unknown);
    EXPECT_EQ(tree.name(child), name);
    EXPECT_EQ(tree.path(child), "md." + name.str());
    EXPECT_EQ(tree.find("md." + name.str()), child);
  }
}

TEST(ModuleTree, ReferencesSurviveGrowthAndMoves) {
  ModuleTree tree({"m", "Root"});
  ModuleId first = tree.addChild(ModuleTree::root, "first", {"m", "First"});
  llvm::StringRef name = tree.name(first);
  const ClassName &className = tree.className(first);
  for (int i = 0; i < 10000; ++i)
    tree.addChild(first, std::to_string(i), unknown);
  ModuleTree moved = std::move(tree);
  EXPECT_EQ(name.data(), moved.name(first).data());
  EXPECT_EQ(&className, &moved.className(first));
  ASSERT_TRUE(moved.find("first.9999"));
  EXPECT_EQ(moved.name(*moved.find("first.9999")), "9999");
}

TEST(ModuleTree, CommonAncestor) {
  ModuleTree tree(unknown);
  ModuleId query = tree.findOrAdd("encoder.layer.0.attention.self.query");
  ModuleId dense = tree.findOrAdd("encoder.layer.0.output.dense");
  ModuleId other = tree.findOrAdd("encoder.layer.1.output.dense");
  ModuleId pooler = tree.findOrAdd("pooler");
  auto common = [&](ModuleId first, ModuleId second) {
    EXPECT_EQ(tree.commonAncestor(first, second),
              tree.commonAncestor(second, first));
    return tree.path(tree.commonAncestor(first, second));
  };
  EXPECT_EQ(common(query, dense), "encoder.layer.0");
  EXPECT_EQ(common(dense, other), "encoder.layer");
  EXPECT_EQ(common(query, pooler), "");
  EXPECT_EQ(common(query, query), "encoder.layer.0.attention.self.query");
  EXPECT_EQ(common(query, tree.parent(query)),
            "encoder.layer.0.attention.self");
  EXPECT_EQ(common(query, ModuleTree::root), "");
}

TEST(ModuleTree, DepthCostsNoStack) {
  constexpr unsigned depth = 100000;
  ModuleTree tree(unknown);
  ModuleId deepest = ModuleTree::root;
  for (unsigned i = 0; i < depth; ++i)
    deepest = tree.addChild(deepest, "a", unknown);
  ModuleId aside = tree.addChild(tree.parent(deepest), "b", unknown);
  std::string path = tree.path(deepest);
  EXPECT_EQ(path.size(), 2 * depth - 1);
  EXPECT_EQ(tree.find(path), deepest);
  EXPECT_EQ(tree.findOrAdd(path + ".c"), aside + 1);
  EXPECT_EQ(tree.commonAncestor(deepest, aside), tree.parent(deepest));
  EXPECT_EQ(tree.commonAncestor(deepest, 1), 1u);
}

TEST(ModuleTreeTest, WhatWasAddedIsForgotten) {
  ModuleTree tree(unknown);
  tree.findOrAdd("a.b");
  size_t count = tree.size();
  tree.findOrAdd("a.c.d");
  tree.truncate(count);
  EXPECT_EQ(tree.size(), count);
  EXPECT_EQ(tree.find("a.c"), std::nullopt);
  EXPECT_EQ(tree.find("a.b"), ModuleId(2));
  EXPECT_EQ(tree.children(1).size(), 1u);
  EXPECT_EQ(tree.findOrAdd("a.c"), count);
}

} // namespace
