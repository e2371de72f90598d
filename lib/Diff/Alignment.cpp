//===- Alignment.cpp - Items of two rows that belong together -------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A diff of numbers that stand for keys.
//
//===----------------------------------------------------------------------===//

#include "Alignment.h"

#include "hier/Support/SequenceDiff.h"

#include <unordered_map>

using namespace llvm;

namespace hier {

using KeyNumbers = std::unordered_map<uint64_t, unsigned>;

static std::vector<unsigned> numbered(ArrayRef<uint64_t> keys,
                                      KeyNumbers &numbers) {
  std::vector<unsigned> row;
  row.reserve(keys.size());
  for (uint64_t key : keys)
    row.push_back(numbers.try_emplace(key, numbers.size()).first->second);
  return row;
}

static ArrayRef<size_t> slice(const std::vector<size_t> &row, size_t begin,
                              size_t end) {
  return ArrayRef(row).slice(begin, end - begin);
}

void align(const Gap &gap, ArrayRef<uint64_t> beforeKeys,
           ArrayRef<uint64_t> afterKeys, Pairs &pairs, std::vector<Gap> &gaps) {
  KeyNumbers numbers;
  std::vector<unsigned> before = numbered(beforeKeys, numbers);
  std::vector<unsigned> after = numbered(afterKeys, numbers);
  size_t x = 0, y = 0;
  auto keepUpTo = [&](size_t end) {
    while (x < end)
      pairs.emplace_back(gap.before[x++], gap.after[y++]);
  };
  for (const SequenceChange &change : diffSequences(before, after)) {
    keepUpTo(change.oldBegin);
    ArrayRef<size_t> gone = slice(gap.before, x, change.oldEnd);
    ArrayRef<size_t> come = slice(gap.after, y, change.newEnd);
    if (!gone.empty() && !come.empty())
      gaps.push_back({gone.vec(), come.vec()});
    x = change.oldEnd;
    y = change.newEnd;
  }
  keepUpTo(before.size());
}

} // namespace hier
