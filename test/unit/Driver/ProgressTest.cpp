//===- ProgressTest.cpp - How far it has come -----------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A clock that is turned by hand.
//
//===----------------------------------------------------------------------===//

#include "../../../lib/Driver/Progress.h"
#include "gtest/gtest.h"

using namespace hier;

namespace {

TEST(Progress, ShowsAfterASecondAndIsErased) {
  std::string text;
  llvm::raw_string_ostream os(text);
  Progress::Clock::time_point time;
  {
    Progress progress(&os, 40, [&] { return time; });
    progress.show(0, "a.ir");
    time += std::chrono::milliseconds(999);
    progress.show(1, "b.ir");
    progress.erase();
    EXPECT_EQ(text, "");
    time += std::chrono::milliseconds(1);
    progress.show(12, "c.ir");
    EXPECT_EQ(text, "\r\x1b[K[12/40] c.ir");
    text.clear();
    progress.show(13, std::string(100, 'd'));
    EXPECT_EQ(text, "\r\x1b[K[13/40] ..." + std::string(60, 'd'));
    text.clear();
    progress.erase();
    progress.erase();
    EXPECT_EQ(text, "\r\x1b[K");
    progress.show(14, "e.ir");
    text.clear();
  }
  EXPECT_EQ(text, "\r\x1b[K");
}

TEST(Progress, ShowsNothingWithoutATerminal) {
  Progress::Clock::time_point time;
  Progress progress(nullptr, 40, [&] { return time; });
  time += std::chrono::seconds(2);
  progress.show(1, "a.ir");
  progress.erase();
}

} // namespace
