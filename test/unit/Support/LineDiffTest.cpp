//===- LineDiffTest.cpp - What has changed between two texts --------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Small texts with the one answer that there is, and many random ones of which
// what must hold is checked: the changes make one text of the other, and they
// are as few as a table of all ways says.
//
//===----------------------------------------------------------------------===//

#include "hier/Support/LineDiff.h"
#include "gtest/gtest.h"

#include <random>

using namespace hier;
using llvm::StringRef;

namespace {

using Lines = std::vector<StringRef>;
using Changes = std::vector<LineChange>;

std::string unified(StringRef before, StringRef after, size_t context = 3) {
  std::string text;
  llvm::raw_string_ostream os(text);
  printUnifiedDiff(os, before, after, context);
  return text;
}

TEST(LineDiff, LinesKeepTheirEnds) {
  EXPECT_EQ(linesOf(""), Lines{});
  EXPECT_EQ(linesOf("a\n\nb"), (Lines{"a\n", "\n", "b"}));
  EXPECT_EQ(linesOf("a\n"), Lines{"a\n"});
}

TEST(LineDiff, SmallTexts) {
  EXPECT_EQ(diffLines({}, {}), Changes{});
  EXPECT_EQ(diffLines({"a", "b"}, {"a", "b"}), Changes{});
  EXPECT_EQ(diffLines({}, {"a"}), (Changes{{0, 0, 0, 1}}));
  EXPECT_EQ(diffLines({"a"}, {}), (Changes{{0, 1, 0, 0}}));
  EXPECT_EQ(diffLines({"a", "b", "c"}, {"a", "x", "c"}),
            (Changes{{1, 2, 1, 2}}));
  EXPECT_EQ(diffLines({"a", "b", "c"}, {"b", "c", "d"}),
            (Changes{{0, 1, 0, 0}, {3, 3, 2, 3}}));
  EXPECT_EQ(diffLines({"a", "b"}, {"c", "d", "e"}), (Changes{{0, 2, 0, 3}}));
}

size_t sizeOf(const Changes &changes) {
  size_t size = 0;
  for (const LineChange &change : changes)
    size += change.oldEnd - change.oldBegin + change.newEnd - change.newBegin;
  return size;
}

/// What `before` becomes by the changes, which must be in order and apart.
Lines applied(const Changes &changes, const Lines &before, const Lines &after) {
  Lines result;
  size_t place = 0;
  for (const LineChange &change : changes) {
    EXPECT_TRUE(place == 0 || change.oldBegin > place);
    result.insert(result.end(), before.begin() + place,
                  before.begin() + change.oldBegin);
    result.insert(result.end(), after.begin() + change.newBegin,
                  after.begin() + change.newEnd);
    place = change.oldEnd;
  }
  result.insert(result.end(), before.begin() + place, before.end());
  return result;
}

/// The fewest lines that can go and come, from a table of all beginnings.
size_t leastChange(const Lines &before, const Lines &after) {
  std::vector<size_t> row(after.size() + 1);
  for (size_t y = 0; y < row.size(); ++y)
    row[y] = y;
  for (size_t x = 0; x < before.size(); ++x) {
    std::vector<size_t> next = {x + 1};
    for (size_t y = 0; y < after.size(); ++y)
      next.push_back(before[x] == after[y] ? row[y]
                                           : 1 + std::min(row[y + 1], next[y]));
    row = next;
  }
  return row.back();
}

TEST(LineDiff, RandomTexts) {
  std::mt19937 random(1);
  const Lines alphabet = {"a\n", "b\n", "c\n", "d\n", "e\n"};
  auto text = [&](size_t letters) {
    Lines lines(random() % 30);
    for (StringRef &line : lines)
      line = alphabet[random() % letters];
    return lines;
  };
  for (size_t round = 0; round < 3000; ++round) {
    Lines before = text(1 + round % 5);
    Lines after = text(1 + round % 5);
    Changes changes = diffLines(before, after);
    ASSERT_EQ(applied(changes, before, after), after);
    ASSERT_EQ(sizeOf(changes), leastChange(before, after));
  }
}

/// Neither all lines changed nor none that can be matched well takes long.
TEST(LineDiff, LargeTexts) {
  std::mt19937 random(1);
  const Lines alphabet = {"a\n", "b\n", "c\n", "d\n", "e\n"};
  Lines before(60000);
  Lines after(60000);
  for (Lines *lines : {&before, &after})
    for (StringRef &line : *lines)
      line = alphabet[random() % 5];
  EXPECT_EQ(applied(diffLines(before, after), before, after), after);
  Lines other(60000, "other\n");
  EXPECT_EQ(diffLines(before, other), (Changes{{0, 60000, 0, 60000}}));
}

TEST(LineDiff, UnifiedForm) {
  EXPECT_EQ(unified("a\n", "a\n"), "");
  EXPECT_EQ(unified("a\nb\nc\n", "a\nx\nc\n"),
            "@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n");
  EXPECT_EQ(unified("", "a\n"), "@@ -0,0 +1 @@\n+a\n");
  EXPECT_EQ(unified("1\n2\n3\n4\n5\n6\n", "1\n2\n3\n5\n6\n", 1),
            "@@ -3,3 +3,2 @@\n 3\n-4\n 5\n");
  EXPECT_EQ(unified("a", "a\n"),
            "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
}

/// Changes whose surroundings meet are one hunk, others are two.
TEST(LineDiff, Hunks) {
  EXPECT_EQ(unified("a\n1\n2\nb\n", "A\n1\n2\nB\n", 1),
            "@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n-b\n+B\n");
  EXPECT_EQ(unified("a\n1\n2\n3\nb\n", "A\n1\n2\n3\nB\n", 1),
            "@@ -1,2 +1,2 @@\n-a\n+A\n 1\n@@ -4,2 +4,2 @@\n 3\n-b\n+B\n");
}

} // namespace
