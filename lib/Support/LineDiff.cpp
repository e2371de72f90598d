//===- LineDiff.cpp - What has changed between two texts ------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Lines are compared as the numbers of their texts.
//
//===----------------------------------------------------------------------===//

#include "hier/Support/LineDiff.h"

#include "llvm/ADT/DenseMap.h"

#include <algorithm>

using namespace llvm;

namespace hier {

std::vector<LineChange> diffLines(ArrayRef<StringRef> before,
                                  ArrayRef<StringRef> after) {
  DenseMap<StringRef, unsigned> numberOf;
  auto numbersOf = [&](ArrayRef<StringRef> lines) {
    std::vector<unsigned> numbers;
    for (StringRef line : lines)
      numbers.push_back(
          numberOf.try_emplace(line, numberOf.size()).first->second);
    return numbers;
  };
  std::vector<unsigned> old = numbersOf(before);
  return diffSequences(old, numbersOf(after));
}

std::vector<StringRef> linesOf(StringRef text) {
  std::vector<StringRef> lines;
  while (!text.empty()) {
    size_t end = text.find('\n');
    size_t length = end == StringRef::npos ? text.size() : end + 1;
    lines.push_back(text.take_front(length));
    text = text.drop_front(length);
  }
  return lines;
}

//===----------------------------------------------------------------------===//
// The unified form
//===----------------------------------------------------------------------===//

static void printLines(raw_ostream &os, char mark, ArrayRef<StringRef> lines) {
  for (StringRef line : lines) {
    os << mark << line;
    if (!line.ends_with("\n"))
      os << "\n\\ No newline at end of file\n";
  }
}

/// Lines count from 1; a range without lines is named by the line before it.
static void printRange(raw_ostream &os, size_t begin, size_t end) {
  os << (begin == end ? begin : begin + 1);
  if (end - begin != 1)
    os << ',' << end - begin;
}

/// Prints changes that are so near to one another that they are one hunk.
static void printHunk(raw_ostream &os, ArrayRef<StringRef> before,
                      ArrayRef<StringRef> after, ArrayRef<LineChange> changes,
                      size_t context) {
  size_t lead = std::min(context, changes.front().oldBegin);
  size_t oldBegin = changes.front().oldBegin - lead;
  size_t trail = std::min(context, before.size() - changes.back().oldEnd);
  os << "@@ -";
  printRange(os, oldBegin, changes.back().oldEnd + trail);
  os << " +";
  printRange(os, changes.front().newBegin - lead,
             changes.back().newEnd + trail);
  os << " @@\n";
  for (const LineChange &change : changes) {
    printLines(os, ' ', before.slice(oldBegin, change.oldBegin - oldBegin));
    printLines(os, '-',
               before.slice(change.oldBegin, change.oldEnd - change.oldBegin));
    printLines(os, '+',
               after.slice(change.newBegin, change.newEnd - change.newBegin));
    oldBegin = change.oldEnd;
  }
  printLines(os, ' ', before.slice(oldBegin, trail));
}

void printUnifiedDiff(raw_ostream &os, StringRef before, StringRef after,
                      size_t context) {
  std::vector<StringRef> old = linesOf(before);
  std::vector<StringRef> fresh = linesOf(after);
  std::vector<LineChange> changes = diffLines(old, fresh);
  ArrayRef<LineChange> rest = changes;
  while (!rest.empty()) {
    size_t count = 1;
    while (count < rest.size() &&
           rest[count].oldBegin - rest[count - 1].oldEnd <= 2 * context)
      ++count;
    printHunk(os, old, fresh, rest.take_front(count), context);
    rest = rest.drop_front(count);
  }
}

} // namespace hier
