//===- TextTest.cpp - Text of others, as people are shown it --------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// ASCII, UTF-8 and what is neither.
//
//===----------------------------------------------------------------------===//

#include "hier/Support/Text.h"
#include "gtest/gtest.h"

using namespace hier;

namespace {

TEST(Text, LeavesWhatCanBeSeen) {
  for (const char *text : {"", "encoder.layer.0", "größe", "层", "🙂 é"}) {
    EXPECT_EQ(printable(text), text);
    EXPECT_EQ(spelledOut(text), text);
  }
}

TEST(Text, LetsNoTerminalBeSteered) {
  EXPECT_EQ(printable("a\x1b[2Jb\nc\x7f"), "a [2Jb c ");
  EXPECT_EQ(printable("a\xc2\x9b"
                      "31m"), // CSI in two bytes
            "a 31m");
  EXPECT_EQ(printable("a\xe2\x80\xae"
                      "b"), // from right to left
            "a b");
  EXPECT_EQ(printable("a\x9b"
                      "b"), // CSI in one, which is no UTF-8
            "a b");
}

TEST(Text, SpellsOutWhatCannotBeSeen) {
  EXPECT_EQ(spelledOut("a\nb\x1b"), "a\\nb\\x1b");
  EXPECT_EQ(spelledOut("\xc2\x9b\xe2\x80\xae"), "\\x9b\\u{202e}");
}

TEST(Text, KeepsBytesThatAreNoUtf8) {
  EXPECT_EQ(printable("a\xffz\xe2\x82"), "a\xffz\xe2 ");
}

TEST(Text, CutsBetweenCharacters) {
  EXPECT_EQ(shortened("abc", 3), "abc");
  EXPECT_EQ(shortened("abcd", 3), "abc…");
  EXPECT_EQ(shortened("aé", 2), "a…");
  EXPECT_EQ(shortened("é", 1), "…");
}

TEST(Text, CountsCharacters) {
  EXPECT_EQ(charactersOf("aé层"), 3);
  EXPECT_EQ(charactersOf(""), 0);
}

} // namespace
