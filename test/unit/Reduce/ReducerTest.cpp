//===- ReducerTest.cpp - The search for a smaller program -----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// With tests that are functions of the text: the search has to end, to find
// what there is, and to find the same whatever runs at once.
//
//===----------------------------------------------------------------------===//

#include "hier/Reduce/Reducer.h"
#include "../TestInputs.h"
#include "TestReduction.h"
#include "gtest/gtest.h"

#include "llvm/Support/xxhash.h"

#include <algorithm>
#include <filesystem>
#include <map>

using namespace hier;

namespace {

/// Tests are done when they are waited for; some can be in progress.
class FunctionTester : public CandidateTester {
public:
  using Function = std::function<bool(llvm::StringRef)>;

  FunctionTester(size_t size, Function isInteresting)
      : size(size), isInteresting(std::move(isInteresting)) {}

  size_t width() const override { return size; }
  llvm::Expected<size_t> start(llvm::StringRef text) override {
    if (started == failsAt)
      return llvm::createStringError("the disk is full");
    ++started;
    size_t free = 0;
    while (running.contains(free))
      ++free;
    EXPECT_LT(free, size);
    running[free] = text.str();
    return free;
  }
  Verdict wait(size_t test) override {
    std::string text = running.at(test);
    running.erase(test);
    if (++waited > interruptedAfter)
      return Verdict::Interrupted;
    return isInteresting(text) ? Verdict::Interesting : Verdict::Uninteresting;
  }
  void cancel(size_t test) override { running.erase(test); }

  std::map<size_t, std::string> running;
  size_t started = 0, waited = 0;
  size_t failsAt = ~size_t(0), interruptedAfter = ~size_t(0);

private:
  size_t size;
  Function isInteresting;
};

/// 1000 nodes in two methods of a module, in one of which is a chain.
std::string largeModule() {
  std::string nodes;
  for (int number = 1; number <= 1000; ++number) {
    const char *kind = number == 300   ? "aten::sin"
                       : number == 301 ? "aten::cos"
                       : number == 800 ? "aten::tan"
                                       : "aten::neg";
    int operand = number == 800 ? 301 : number - 1;
    nodes += "        %" + std::to_string(number) + " : Float(2, 2) = " + kind +
             "(%" + std::to_string(operand) +
             "), scope: __module.a # model.py:1:0\n";
  }
  std::string graph = "      graph(%self : __torch__.Net,\n"
                      "            %0 : Float(2, 2)):\n" +
                      nodes + "        return (%1000)\n  \n    }\n";
  return "module __torch__.Net {\n  parameters {\n  }\n  attributes {\n  }\n"
         "  methods {\n    method forward {\n" +
         graph + "    method other {\n" + graph +
         "  }\n  submodules {\n  }\n}\n";
}

bool hasChain(llvm::StringRef text) {
  return text.contains("aten::sin") && text.contains("aten::cos") &&
         text.contains("aten::tan");
}

TEST(ReducerTest, FindsAChainInALargeModule) {
  FunctionTester tester(1, hasChain);
  Reduction reduction = llvm::cantFail(reduceText(largeModule(), tester));
  EXPECT_EQ(reduction.text, R"(graph(%0 : Tensor):
  %1 : Tensor = aten::sin(%0)
  %2 : Tensor = aten::cos(%1)
  %3 : Tensor = aten::tan(%2)
  return ()
)");
  EXPECT_EQ(reduction.state, Reduction::Smallest);
  EXPECT_EQ(reduction.broken, 0u);
  EXPECT_LT(reduction.tests, 150u);
}

TEST(ReducerTest, TheResultIsThatOfOneTestAtATime) {
  FunctionTester one(1, hasChain), four(4, hasChain);
  Reduction first = llvm::cantFail(reduceText(largeModule(), one));
  Reduction second = llvm::cantFail(reduceText(largeModule(), four));
  EXPECT_EQ(first.text, second.text);
  EXPECT_EQ(first.tests, second.tests);
  EXPECT_GT(four.started, one.started);
  EXPECT_TRUE(four.running.empty());
}

TEST(ReducerTest, NoTextIsTestedTwice) {
  std::map<std::string, int> seen;
  FunctionTester tester(1, [&](llvm::StringRef text) {
    ++seen[text.str()];
    return hasChain(text);
  });
  llvm::cantFail(reduceText(largeModule(), tester));
  for (const auto &[text, count] : seen)
    EXPECT_EQ(count, 1) << text;
}

TEST(ReducerTest, StopsWhereTheTestsAreUsedUp) {
  std::string texts[2];
  for (size_t width : {1, 3}) {
    FunctionTester tester(width, hasChain);
    ReductionOptions options;
    options.maxTests = 20;
    Reduction reduction =
        llvm::cantFail(reduceText(largeModule(), tester, options));
    EXPECT_EQ(reduction.state, Reduction::TestsUsedUp);
    EXPECT_EQ(reduction.tests, 20u);
    EXPECT_TRUE(hasChain(reduction.text));
    texts[width / 2] = reduction.text;
  }
  EXPECT_EQ(texts[0], texts[1]);
  EXPECT_LT(texts[0].size(), largeModule().size());
}

TEST(ReducerTest, KeepsTheBestWhenInterrupted) {
  FunctionTester tester(2, hasChain);
  tester.interruptedAfter = 20;
  Reduction reduction = llvm::cantFail(reduceText(largeModule(), tester));
  EXPECT_EQ(reduction.state, Reduction::Interrupted);
  EXPECT_TRUE(hasChain(reduction.text));
  EXPECT_LT(reduction.text.size(), largeModule().size());
  EXPECT_TRUE(tester.running.empty());
}

TEST(ReducerTest, AnErrorOfTheTesterEndsIt) {
  FunctionTester tester(2, hasChain);
  tester.failsAt = 20;
  auto reduction = reduceText(largeModule(), tester);
  ASSERT_FALSE(reduction);
  EXPECT_EQ(llvm::toString(reduction.takeError()), "the disk is full");
  EXPECT_TRUE(tester.running.empty());
}

TEST(ReducerTest, TellsOfEachSmallerText) {
  FunctionTester tester(1, hasChain);
  ReductionOptions options;
  std::string last;
  size_t tests = 0;
  options.onSmaller = [&](const Reduction &reduction) {
    last = reduction.text;
    return llvm::Error::success();
  };
  options.onTest = [&](const Reduction &reduction) { tests = reduction.tests; };
  Reduction reduction =
      llvm::cantFail(reduceText(largeModule(), tester, options));
  EXPECT_EQ(last, reduction.text);
  EXPECT_EQ(tests, reduction.tests);
}

//===----------------------------------------------------------------------===//
// Dumps of real models
//===----------------------------------------------------------------------===//

/// Those that are reduced in no long time.
std::vector<std::string> smallDumps() {
  std::vector<std::string> files = test::inputFiles();
  llvm::erase_if(files, [](const std::string &file) {
    return std::filesystem::file_size(file) >= 50'000;
  });
  return files;
}

TEST(ReducerTest, EveryPartOfEveryStrategyLeavesAProgram) {
  size_t checked = 0;
  for (const std::string &file : smallDumps())
    for (const Strategy &strategy : reductionStrategies()) {
      std::string text = test::contentsOf(file);
      size_t count = test::countOf(strategy, text);
      ASSERT_NE(count, ~size_t(0)) << strategy.name.str() << " took none";
      for (Range range :
           {Range{0, count}, {0, count / 2}, {count / 3, count}}) {
        std::string left = test::taken(strategy, text, range);
        EXPECT_TRUE(llvm::StringRef(left).starts_with("graph(") ||
                    llvm::StringRef(left).starts_with("module ") ||
                    (left.empty() && strategy.name == "items"))
            << file << ", " << strategy.name.str() << ":\n"
            << left.substr(0, 1000);
        ++checked;
      }
    }
  EXPECT_GT(checked, 500u);
}

/// A test without rhyme or reason, which leads to programs that nobody would
/// write.
bool isInterestingByChance(llvm::StringRef text) {
  return llvm::xxh3_64bits(text) % 3 == 0;
}

TEST(ReducerTest, EndsWhateverTheTestSaysAndHoweverManyRun) {
  for (const std::string &file : smallDumps()) {
    std::string text = test::contentsOf(file);
    if (text.size() > 10'000)
      continue;
    FunctionTester one(1, isInterestingByChance),
        four(4, isInterestingByChance);
    Reduction first = llvm::cantFail(reduceText(text, one));
    Reduction second = llvm::cantFail(reduceText(text, four));
    EXPECT_EQ(first.state, Reduction::Smallest) << file;
    EXPECT_EQ(first.broken, 0u) << file;
    EXPECT_EQ(first.text, second.text) << file;
    EXPECT_EQ(first.tests, second.tests) << file;
  }
}

TEST(ReducerTest, NothingIsLeftWhereEverythingIsInteresting) {
  for (const std::string &file : smallDumps()) {
    FunctionTester tester(1, [](llvm::StringRef) { return true; });
    Reduction reduction =
        llvm::cantFail(reduceText(test::contentsOf(file), tester));
    EXPECT_LE(llvm::StringRef(reduction.text).count('\n'), 10u) << file;
    EXPECT_EQ(reduction.broken, 0u) << file;
  }
}

} // namespace
