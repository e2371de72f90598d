//===- PropertiesTest.cpp - What holds of all differences -----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Nothing differs from itself, nor from itself with other names; and what is
// new from one side is gone from the other. On real dumps and on random graphs.
//
//===----------------------------------------------------------------------===//

#include "../TestInputs.h"
#include "TestDiffs.h"
#include "llvm/ADT/STLExtras.h"
#include "gtest/gtest.h"

#include <random>
#include <tuple>

using namespace hier;
using namespace hier::test;

namespace {

ModelView viewOfFile(const std::string &file) {
  return viewOfText(contentsOf(file));
}

using NodePair = std::tuple<size_t, size_t, bool>;

/// Which nodes differ, with those of the first model first.
std::vector<NodePair> nodesOf(const ModelDiff &diff, bool isMirrored) {
  std::vector<NodePair> pairs;
  for (const ModelDiff::Module &module : diff.modules)
    for (const ModelDiff::Node &node : module.nodes)
      pairs.emplace_back(isMirrored ? node.after : node.before,
                         isMirrored ? node.before : node.after, node.isMoved);
  llvm::sort(pairs);
  return pairs;
}

void expectMirrored(const ModelView &one, const ModelView &other) {
  ModelDiff there = diffOf(one, other), back = diffOf(other, one);
  EXPECT_EQ(nodesOf(there, false), nodesOf(back, true));
  EXPECT_EQ(there.moduleCounts.added, back.moduleCounts.removed);
  EXPECT_EQ(there.moduleCounts.removed, back.moduleCounts.added);
  EXPECT_EQ(there.moduleCounts.moved, back.moduleCounts.moved);
  EXPECT_EQ(there.moduleCounts.changed, back.moduleCounts.changed);
  EXPECT_EQ(there.changes.size(), back.changes.size());
}

/// The same with other names for all values.
ModelView renamed(ModelView view) {
  auto rename = [](std::string &name) { name = "%other" + name.substr(1); };
  for (ModelView::Value &input : view.inputs)
    rename(input.name);
  for (ModelView::Operand &result : view.results)
    rename(result.name);
  for (ModelView::Node &node : view.nodes) {
    node.source += "1";
    for (ModelView::Value &output : node.outputs)
      rename(output.name);
    for (ModelView::Operand &operand : node.operands)
      rename(operand.name);
    for (ModelView::Operand &result : node.results)
      rename(result.name);
  }
  return view;
}

TEST(DiffProperties, NothingDiffersFromItself) {
  for (llvm::StringRef suffix : {".module.ir", ".inlined.ir", ".graph.ir"})
    for (const std::string &file : inputFiles(suffix)) {
      SCOPED_TRACE(file);
      ModelView view = viewOfFile(file);
      EXPECT_TRUE(diffOf(view, view).empty());
    }
}

TEST(DiffProperties, NamesDoNotCount) {
  for (const std::string &file : inputFiles(".module.ir")) {
    SCOPED_TRACE(file);
    ModelView view = viewOfFile(file);
    EXPECT_TRUE(diffOf(view, renamed(view)).empty());
  }
}

TEST(DiffProperties, WhatIsNewFromOneSideIsGoneFromTheOther) {
  for (const std::string &file : inputFiles(".module.ir")) {
    SCOPED_TRACE(file);
    llvm::StringRef stem = llvm::StringRef(file).drop_back(10);
    expectMirrored(viewOfFile(file), viewOfFile(stem.str() + ".inlined.ir"));
  }
  ModelView bert = viewOfFile(HIER_TEST_INPUTS "/bert-tiny.module.ir");
  expectMirrored(bert, viewOfFile(HIER_TEST_INPUTS "/gpt2-tiny.module.ir"));
  expectMirrored(bert, viewOfFile(HIER_TEST_INPUTS
                                  "/transformers-4.36.2/bert-tiny.module.ir"));
}

/// A graph of a few kinds of nodes, each of two values before it.
std::vector<std::string> randomLines(std::mt19937 &random, size_t count) {
  std::vector<std::string> lines;
  for (size_t index = 0; index < count; ++index) {
    auto operand = [&] {
      size_t from = random() % (index + 1);
      return from == 0 ? std::string("%x") : "%" + std::to_string(from - 1);
    };
    lines.push_back("  %" + std::to_string(index) + " : Tensor = aten::k" +
                    std::to_string(random() % 3) + "(" + operand() + ", " +
                    operand() + ")\n");
  }
  return lines;
}

ModelView viewOfLines(llvm::ArrayRef<std::string> lines) {
  std::string text = "graph(%x : Tensor):\n";
  for (const std::string &line : lines)
    text += line;
  return viewOfText(text + "  return (%x)\n");
}

/// Applied to the one model, the differences give the kinds of the other.
void expectWhole(const ModelView &before, const ModelView &after) {
  ModelDiff diff = diffOf(before, after);
  size_t added = diff.nodeCounts.added, removed = diff.nodeCounts.removed;
  EXPECT_EQ(before.nodes.size() - removed, after.nodes.size() - added);
  std::vector<bool> isToldBefore(before.nodes.size());
  std::vector<bool> isToldAfter(after.nodes.size());
  for (auto [old, fresh, _] : nodesOf(diff, false)) {
    if (old != ModelDiff::none) {
      EXPECT_FALSE(isToldBefore[old]);
      isToldBefore[old] = true;
    }
    if (fresh != ModelDiff::none) {
      EXPECT_FALSE(isToldAfter[fresh]);
      isToldAfter[fresh] = true;
    }
  }
  std::vector<std::string> kept, found;
  for (auto [node, isTold] : llvm::zip(before.nodes, isToldBefore))
    if (!isTold)
      kept.push_back(node.kind);
  for (auto [node, isTold] : llvm::zip(after.nodes, isToldAfter))
    if (!isTold)
      found.push_back(node.kind);
  EXPECT_EQ(kept, found);
}

TEST(DiffProperties, RandomGraphs) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::string> lines = randomLines(random, random() % 30);
    std::vector<std::string> others = lines;
    // The end can go, for nothing uses it, and nodes without users can come.
    others.resize(lines.size() - random() % (lines.size() + 1));
    for (size_t count = random() % 4; count > 0; --count)
      others.insert(others.begin() + random() % (others.size() + 1),
                    "  %new" + std::to_string(count) +
                        " : Tensor = aten::k1(%x, %x)\n");
    ModelView before = viewOfLines(lines), after = viewOfLines(others);
    EXPECT_TRUE(diffOf(before, renamed(before)).empty());
    expectMirrored(before, after);
    expectWhole(before, after);
    expectWhole(after, viewOfLines(randomLines(random, random() % 30)));
  }
}

/// Graphs with so many differences that the fewest are not looked for: those
/// that are found are right, and many nodes are matched all the same.
TEST(DiffProperties, LargeGraphs) {
  constexpr size_t count = 2'000;
  std::mt19937 random(11);
  ModelView before = viewOfLines(randomLines(random, count));
  ModelView after = viewOfLines(randomLines(random, count));
  expectWhole(before, after);
  EXPECT_LT(diffOf(before, after).nodeCounts.added, count * 3 / 4);
}

} // namespace
