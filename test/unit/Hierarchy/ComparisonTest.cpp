//===- ComparisonTest.cpp - Two hierarchies, and who calls whom -----------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What only one hierarchy has, and calls that no hook tells apart.
//
//===----------------------------------------------------------------------===//

#include "hier/Hierarchy/Comparison.h"
#include "gtest/gtest.h"

using namespace hier;

namespace {

TEST(CompareTags, CountsWhatIsInBothAndInOne) {
  TagComparison result =
      compareTags({{"a", "/N/A"}, {"b", "/N"}, {"c", "/N/C"}, {"d", "/N"}},
                  {{"a", "/N/A"}, {"b", "/N/B"}, {"e", "/N/E"}});
  EXPECT_EQ(result.commonCount, 2u);
  EXPECT_EQ(result.matches, 1u);
  EXPECT_EQ(result.onlyStatic, (std::vector<std::string>{"c", "d"}));
  EXPECT_EQ(result.onlyTraced, std::vector<std::string>{"e"});
  ASSERT_EQ(result.differences.size(), 1u);
  EXPECT_EQ(result.differences[0].module, "b");
  EXPECT_EQ(result.differences[0].staticTag, "/N");
  EXPECT_EQ(result.differences[0].tracedTag, "/N/B");
}

class CallSummaryTest : public testing::Test {
protected:
  CallId call(CallId parent, llvm::StringRef path, bool throughForward = true) {
    return calls.enter(parent, modules.findOrAdd(path), throughForward);
  }
  CallSummary summary() const {
    return summarizeCalls(calls, modules, aliases);
  }

  ModuleTree modules{ClassName{"m", "Net"}};
  CallTree calls{ModuleTree::root};
  ModuleAliases aliases;
};

TEST_F(CallSummaryTest, CountsCallsByAnyMethod) {
  CallId a = call(CallTree::root, "a");
  call(a, "a.x");
  call(a, "a.x", /*throughForward=*/false);
  modules.findOrAdd("b.c");
  EXPECT_EQ(summary().counts,
            (std::map<std::string, size_t>{{"a", 1}, {"a.x", 2}}));
  EXPECT_EQ(summary().neverCalled, (std::vector<std::string>{"b", "b.c"}));
  EXPECT_TRUE(summary().foreign.empty());
}

TEST_F(CallSummaryTest, AMethodThatAModuleCallsOnItselfIsNoCall) {
  CallId a = call(CallTree::root, "a", /*throughForward=*/false);
  call(a, "a");
  EXPECT_EQ(summary().counts.at("a"), 1u);
}

TEST_F(CallSummaryTest, OwnersAreAllModulesAround) {
  CallId encoder = call(CallTree::root, "encoder");
  call(encoder, "encoder.layer.0.norm");
  call(CallTree::root, "encoder.layer.0.norm");
  call(encoder, "shared");
  call(encoder, "shared");
  std::vector<CallSummary::Foreign> foreign = summary().foreign;
  ASSERT_EQ(foreign.size(), 1u);
  EXPECT_EQ(foreign[0].module, "shared");
  EXPECT_EQ(foreign[0].caller, "encoder");
  EXPECT_EQ(foreign[0].count, 2u);
}

TEST_F(CallSummaryTest, AModuleIsCalledAndOwnedByEachOfItsNames) {
  CallId encoder = call(CallTree::root, "encoder");
  call(encoder, "shared");
  aliases.add(*modules.find("shared"), modules.findOrAdd("encoder.embed"));
  EXPECT_TRUE(summary().foreign.empty());
  EXPECT_TRUE(summary().neverCalled.empty());
  EXPECT_EQ(summary().counts.count("encoder.embed"), 0u);
}

TEST_F(CallSummaryTest, LeavesOutCallsThatAScopeAloneTellsOf) {
  calls.addRecorded(CallTree::root, modules.findOrAdd("b"), "__module.b", 0,
                    true);
  EXPECT_TRUE(summary().counts.empty());
}

} // namespace
