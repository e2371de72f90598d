//===- RangeSweep.cpp - Which of many things to try to take ---------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The arithmetic of the sweeps.
//
//===----------------------------------------------------------------------===//

#include "hier/Reduce/RangeSweep.h"

#include <algorithm>

namespace hier {

std::optional<Range> RangeSweep::next() {
  if (end == 0) {
    size = std::min(size, count);
    if (size <= least)
      return std::nullopt;
    size = std::max(size / 2, least);
    end = count;
  }
  Range range = {end > size ? end - size : 0, end};
  end = range.begin;
  return range;
}

void RangeSweep::taken(size_t left) {
  count = left;
  end = std::min(end, left);
}

} // namespace hier
