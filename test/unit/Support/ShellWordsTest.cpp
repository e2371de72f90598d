//===- ShellWordsTest.cpp - Words as a shell has them ---------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What is quoted is one word, and the same one.
//
//===----------------------------------------------------------------------===//

#include "hier/Support/ShellWords.h"
#include "gtest/gtest.h"

using namespace hier;
using llvm::StringRef;

namespace {

using Words = llvm::SmallVector<std::string>;

TEST(ShellWords, Quoted) {
  EXPECT_EQ(shellQuoted(""), "''");
  EXPECT_EQ(shellQuoted("a b\\"), "'a b\\'");
  EXPECT_EQ(shellQuoted("it's\\\n"), "$'it\\'s\\\\\\n'");
}

TEST(ShellWords, WhatIsQuotedIsOneWord) {
  for (StringRef text :
       {"", "a", " ", "'", "''", "\\", "\\'", "'\\", "a'b\nc", "\r\n'", "$'",
        "\"", "a \"b' c", "clone{a='b c' d=\"e'f\"}"}) {
    std::string quoted = shellQuoted(text);
    EXPECT_FALSE(StringRef(quoted).contains('\n'));
    EXPECT_EQ(shellWords("x " + quoted + " y"), (Words{"x", text.str(), "y"}))
        << quoted;
    EXPECT_EQ(shellWords("--a=" + quoted), Words{"--a=" + text.str()});
  }
}

TEST(ShellWords, Split) {
  EXPECT_EQ(shellWords("  "), Words{});
  EXPECT_EQ(shellWords(" a  b "), (Words{"a", "b"}));
  EXPECT_EQ(shellWords("--a=\"b c\"'d'e"), Words{"--a=b cde"});
}

TEST(ShellWords, QuotesThatAreNotClosed) {
  for (StringRef line : {"'", "a 'b", "\"", "$'", "$'a", "$'a\\'", "$'a\\"})
    EXPECT_EQ(shellWords(line), std::nullopt) << line.str();
}

} // namespace
