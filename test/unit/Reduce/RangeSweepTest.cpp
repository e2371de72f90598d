//===- RangeSweepTest.cpp - Which of many things to try to take -----------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The order of the ranges, and how many it takes to find what is needed.
//
//===----------------------------------------------------------------------===//

#include "hier/Reduce/RangeSweep.h"
#include "gtest/gtest.h"

#include <algorithm>
#include <string>
#include <vector>

using namespace hier;

namespace {

/// `[0,4) [2,4) ` and so on, when nothing can be taken.
std::string rangesOf(RangeSweep sweep) {
  std::string text;
  while (std::optional<Range> range = sweep.next())
    text += "[" + std::to_string(range->begin) + "," +
            std::to_string(range->end) + ") ";
  return text;
}

/// What is left of `count` things when all that are not needed have been taken
/// in one sweep.
struct Search {
  Search(size_t count, const std::vector<size_t> &needed) {
    for (size_t number = 0; number < count; ++number)
      left.push_back(number);
    RangeSweep sweep(count, 1);
    while (std::optional<Range> range = sweep.next()) {
      ++tries;
      auto begin = left.begin() + range->begin, end = left.begin() + range->end;
      bool isNeeded = std::any_of(begin, end, [&](size_t number) {
        return std::find(needed.begin(), needed.end(), number) != needed.end();
      });
      if (isNeeded)
        continue;
      left.erase(begin, end);
      sweep.taken(left.size());
    }
  }

  std::vector<size_t> left;
  size_t tries = 0;
};

TEST(RangeSweepTest, AllThenHalvesThenQuartersFromTheEnd) {
  EXPECT_EQ(rangesOf(RangeSweep(4, 1)),
            "[0,4) [2,4) [0,2) [3,4) [2,3) [1,2) [0,1) ");
}

TEST(RangeSweepTest, WhatDoesNotDivideIsLeftForTheBeginning) {
  EXPECT_EQ(rangesOf(RangeSweep(5, 1)),
            "[0,5) [3,5) [1,3) [0,1) [4,5) [3,4) [2,3) [1,2) [0,1) ");
}

TEST(RangeSweepTest, OfNothingThereAreNoRanges) {
  EXPECT_EQ(rangesOf(RangeSweep(0, 1)), "");
}

TEST(RangeSweepTest, RangesAreNotSmallerThanAskedFor) {
  EXPECT_EQ(rangesOf(RangeSweep(8, 4)), "[0,8) [4,8) [0,4) ");
}

TEST(RangeSweepTest, GoesOnBeforeWhatWasTaken) {
  RangeSweep sweep(8, 1);
  EXPECT_EQ(sweep.next(), (Range{0, 8}));
  EXPECT_EQ(sweep.next(), (Range{4, 8}));
  sweep.taken(4);
  EXPECT_EQ(sweep.next(), (Range{0, 4}));
  EXPECT_EQ(sweep.next(), (Range{2, 4}));
}

TEST(RangeSweepTest, MoreMayGoThanWasTaken) {
  RangeSweep sweep(8, 1);
  sweep.next();
  sweep.next();
  sweep.taken(1);
  EXPECT_EQ(sweep.next(), (Range{0, 1}));
  EXPECT_EQ(sweep.next(), std::nullopt);
}

TEST(RangeSweepTest, ACopyIsAPlaceToComeBackTo) {
  RangeSweep sweep(8, 1);
  sweep.next();
  RangeSweep copy = sweep;
  sweep.next();
  EXPECT_EQ(copy.next(), (Range{4, 8}));
}

TEST(RangeSweepTest, FindsAFewOfMany) {
  Search search(100'000, {3, 50'000, 99'999});
  EXPECT_EQ(search.left, (std::vector<size_t>{3, 50'000, 99'999}));
  EXPECT_LT(search.tries, 120u);
}

TEST(RangeSweepTest, FindsWhereEverySecondIsNeeded) {
  std::vector<size_t> needed;
  for (size_t number = 1; number < 100; number += 2)
    needed.push_back(number);
  Search search(100, needed);
  EXPECT_EQ(search.left, needed);
}

} // namespace
