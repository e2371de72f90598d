//===- ReportTest.cpp - What a pass has to tell ---------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Text as JSON and as columns take it.
//
//===----------------------------------------------------------------------===//

#include "hier/Support/Report.h"
#include "gtest/gtest.h"

using namespace hier;

namespace {

TEST(Report, TextOfOtherBytesBecomesUtf8) {
  EXPECT_EQ(jsonText("a→b"), "a→b");
  EXPECT_EQ(jsonText("a\xff"), "a\xef\xbf\xbd");
}

TEST(Report, ColumnsCountCharacters) {
  EXPECT_EQ(padded("ab", 4), "ab  ");
  EXPECT_EQ(padded("a→", 4), "a→  ");
  EXPECT_EQ(padded("abcde", 4), "abcde");
}

TEST(Report, MappingsAreObjects) {
  std::string text;
  llvm::raw_string_ostream os(text);
  llvm::json::OStream json(os);
  json.object([&] { writeMapping(json, "m", {{"b", "\""}, {"a", "1"}}); });
  EXPECT_EQ(os.str(), R"({"m":{"a":"1","b":"\""}})");
}

} // namespace
