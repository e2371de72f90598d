//===- DiffPrinter.h - Differences for people and programs ------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One pair of items, or several of two texts.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_DIFF_DIFFPRINTER_H
#define HIER_LIB_DIFF_DIFFPRINTER_H

#include "hier/Diff/ModelDiff.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

namespace hier {

struct DiffPrinting {
  /// Are there counts in the place of nodes?
  bool isSummary = false;
  /// Is what repeated layers share printed once?
  bool folds = true;
  /// Modules deeper than this are added to those around.
  unsigned depth = std::numeric_limits<unsigned>::max();
};

/// Two items, of which one may be missing, and how they differ.
struct ItemDiff {
  std::optional<ModelView> before, after;
  ModelDiff diff; ///< Where both are there.

  bool isEqual() const { return before && after && diff.empty(); }
};

/// Lines, the last of which has the counts.
void printDiffs(llvm::raw_ostream &os, llvm::ArrayRef<ItemDiff> items,
                const DiffPrinting &printing);

/// One object.
void writeDiffs(llvm::json::OStream &json, llvm::ArrayRef<ItemDiff> items);

} // namespace hier

#endif // HIER_LIB_DIFF_DIFFPRINTER_H
