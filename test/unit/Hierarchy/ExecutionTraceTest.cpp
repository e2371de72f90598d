//===- ExecutionTraceTest.cpp - What hooks would have recorded ------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Entries and exits in order, as hooks on a live model give them.
//
//===----------------------------------------------------------------------===//

#include "hier/Hierarchy/ExecutionTrace.h"
#include "gtest/gtest.h"

#include <fmt/format.h>

using namespace hier;

namespace {

class ExecutionTraceTest : public testing::Test {
protected:
  CallId call(CallId parent, llvm::StringRef path, llvm::StringRef className,
              bool throughForward = true) {
    ModuleId module = modules.findOrAdd(path);
    modules.setClassName(module, ClassName::parse(className));
    return calls.enter(parent, module, throughForward);
  }

  /// `>a2 <a2`: the steps, with the depth of each.
  std::string steps(const TagPolicy &policy = TagPolicy::all()) const {
    TracedTags tags(calls, modules, policy);
    ExecutionTrace trace(calls, tags);
    std::string text;
    for (const TraceStep &step : trace.steps())
      text += fmt::format("{}{}{} ", step.isEntering ? '>' : '<',
                          modules.path(calls[step.call].module), step.depth);
    return text;
  }

  ModuleTree modules{ClassName{"m", "Net"}};
  CallTree calls{ModuleTree::root};
};

TEST_F(ExecutionTraceTest, OfNoCallIsEmpty) {
  TracedTags tags(calls, modules, TagPolicy::all());
  ExecutionTrace trace(calls, tags);
  EXPECT_TRUE(trace.steps().empty());
  EXPECT_TRUE(trace.lastEntries().empty());
  EXPECT_EQ(trace.maxDepth(), 0u);
}

TEST_F(ExecutionTraceTest, LeavesAModuleBeforeTheNextIsEntered) {
  CallId a = call(CallTree::root, "a", "m.A");
  call(a, "a.x", "m.X");
  call(a, "a.y", "m.Y");
  call(CallTree::root, "b", "m.B");
  EXPECT_EQ(steps(), ">a2 >a.x3 <a.x3 >a.y3 <a.y3 <a2 >b2 <b2 ");
}

TEST_F(ExecutionTraceTest, HasTheLevelsOfThePolicyAlone) {
  CallId a = call(CallTree::root, "a", "m.A");
  CallId norm = call(a, "a.norm", "m.LayerNorm");
  call(norm, "a.norm.inner", "m.Inner");
  EXPECT_EQ(steps(TagPolicy::hf()), ">a.norm2 <a.norm2 ");
}

TEST_F(ExecutionTraceTest, HasNoStepForOtherMethodsButForWhatTheyCall) {
  CallId a = call(CallTree::root, "a", "m.A", /*throughForward=*/false);
  call(a, "a.x", "m.X");
  EXPECT_EQ(steps(), ">a.x2 <a.x2 ");
}

TEST_F(ExecutionTraceTest, LeavesOutCallsThatAScopeAloneTellsOf) {
  CallId a = call(CallTree::root, "a", "m.A");
  calls.addRecorded(a, modules.findOrAdd("b"), "__module.b", 0, true);
  call(a, "a.x", "m.X");
  EXPECT_EQ(steps(), ">a2 >a.x3 <a.x3 <a2 ");
}

TEST_F(ExecutionTraceTest, KeepsTheLastEntryOfAModule) {
  CallId a = call(CallTree::root, "a", "m.A");
  call(a, "shared", "m.S");
  CallId b = call(CallTree::root, "b", "m.B");
  CallId last = call(b, "shared", "m.S");
  TracedTags tags(calls, modules, TagPolicy::all());
  ExecutionTrace trace(calls, tags);
  ASSERT_EQ(trace.lastEntries().size(), 3u);
  EXPECT_EQ(trace.lastEntries()[2].call, last);
  EXPECT_EQ(trace.lastEntries()[2].step, 5u);
  EXPECT_EQ(trace.maxDepth(), 3u);
  EXPECT_EQ(
      tracedTags(trace, modules, tags),
      (TagMapping{{"a", "/Net/A"}, {"b", "/Net/B"}, {"shared", "/Net/B/S"}}));
}

} // namespace
