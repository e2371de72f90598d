//===- RangeSweep.h - Which of many things to try to take -------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Delta debugging: all of a list first, then its halves, quarters, and so on
// down to one by one. If three of 100,000 are needed, that takes some hundred
// tries.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_REDUCE_RANGESWEEP_H
#define HIER_REDUCE_RANGESWEEP_H

#include <cstddef>
#include <optional>

namespace hier {

/// The numbers from `begin` to before `end`.
struct Range {
  size_t begin = 0;
  size_t end = 0;

  bool operator==(const Range &) const = default;
};

/// Goes from the end to the beginning, for each size of range: what is taken
/// from a program changes the numbers of what comes after it, not before. A
/// copy is a place in the sweep to come back to.
class RangeSweep {
public:
  /// Over a list of `count`, in ranges of no fewer than `least`, which is 1 or
  /// more, unless fewer are left.
  RangeSweep(size_t count, size_t least)
      : count(count), least(least), size(count), end(count) {}

  /// The next range to try, as the last could not be taken. Nothing when all
  /// have been tried.
  std::optional<Range> next();

  /// The range that next() gave last was taken, and `left` are left: the sweep
  /// goes on before it.
  void taken(size_t left);

private:
  size_t count;
  size_t least;
  size_t size; // of the ranges
  size_t end;  // of the next
};

} // namespace hier

#endif // HIER_REDUCE_RANGESWEEP_H
