//===- NamesTest.cpp - What names tell ------------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Numbers as Python's str.isdigit has them for ASCII, and the methods for
// which hooks fire.
//
//===----------------------------------------------------------------------===//

#include "hier/Hierarchy/Names.h"
#include "gtest/gtest.h"

using namespace hier;

namespace {

TEST(Names, NumbersAreDigitsOnly) {
  for (const char *number : {"0", "11", "007", "4294967296"})
    EXPECT_TRUE(isNumber(number)) << number;
  for (const char *other : {"", "-1", "+1", "1a", "a1", "1.0", " 1", "0x1"})
    EXPECT_FALSE(isNumber(other)) << other;
}

TEST(Names, DigitsOfOtherScriptsAreNoNumbers) {
  EXPECT_FALSE(isNumber("\u0663"));
  EXPECT_FALSE(isNumber("\u00b2"));
}

TEST(Names, ForwardAndItsOverloadsRunAnywhere) {
  for (bool traced : {false, true})
    for (const char *method : {"forward", "forward__0", "forward__12"})
      EXPECT_TRUE(isForward(method, traced)) << method;
}

TEST(Names, NumberedForwardsRunInTracesOnly) {
  for (const char *method : {"forward1", "forward12"}) {
    EXPECT_TRUE(isForward(method, /*traced=*/true)) << method;
    EXPECT_FALSE(isForward(method, /*traced=*/false)) << method;
  }
}

TEST(Names, OtherMethodsAreNotForward) {
  for (const char *method :
       {"", "forwar", "forward_", "forward__", "forward__x", "forward_features",
        "forward1x", "forward___0", "encode", "xforward"})
    EXPECT_FALSE(isForward(method, /*traced=*/true)) << method;
}

} // namespace
