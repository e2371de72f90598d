//===- Alignment.h - Items of two rows that belong together -----*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Rows are aligned by what tells most of an item, and what lies between by what
// tells less.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_DIFF_ALIGNMENT_H
#define HIER_LIB_DIFF_ALIGNMENT_H

#include "llvm/ADT/ArrayRef.h"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace hier {

/// Items of two rows between two that have been aligned.
struct Gap {
  std::vector<size_t> before, after;
};

using Pairs = std::vector<std::pair<size_t, size_t>>;

/// Aligns the items of `gap` whose keys are the same, in order; adds them to
/// `pairs`, and to `gaps` what lies between them and is not empty on either
/// side. What only one of the rows has stays in no gap.
void align(const Gap &gap, llvm::ArrayRef<uint64_t> beforeKeys,
           llvm::ArrayRef<uint64_t> afterKeys, Pairs &pairs,
           std::vector<Gap> &gaps);

} // namespace hier

#endif // HIER_LIB_DIFF_ALIGNMENT_H
