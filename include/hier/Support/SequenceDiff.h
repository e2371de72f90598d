//===- SequenceDiff.h - What has changed between two sequences --*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Which items of one sequence are not those of another, found in space linear
// in the sequences. Numbers stand for the items: lines of texts, or nodes.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_SUPPORT_SEQUENCEDIFF_H
#define HIER_SUPPORT_SEQUENCEDIFF_H

#include "llvm/ADT/ArrayRef.h"

#include <cstddef>
#include <vector>

namespace hier {

/// The items [oldBegin, oldEnd) of one sequence have become the items
/// [newBegin, newEnd) of another. One of the two may be empty.
struct SequenceChange {
  size_t oldBegin;
  size_t oldEnd;
  size_t newBegin;
  size_t newEnd;

  bool operator==(const SequenceChange &) const = default;
};

/// The changes that make `after` of `before`, in order, and none that touch.
/// They are as few items as can be, but where sequences differ so much that
/// finding that out would take too long. The numbers of items are small: there
/// is a table of them.
std::vector<SequenceChange> diffSequences(llvm::ArrayRef<unsigned> before,
                                          llvm::ArrayRef<unsigned> after);

} // namespace hier

#endif // HIER_SUPPORT_SEQUENCEDIFF_H
