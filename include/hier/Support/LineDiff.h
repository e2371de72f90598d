//===- LineDiff.h - What has changed between two texts ----------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Which lines of one text are not those of another, found in space linear in
// the texts, and the unified form of it that people read.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_SUPPORT_LINEDIFF_H
#define HIER_SUPPORT_LINEDIFF_H

#include "hier/Support/SequenceDiff.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"

#include <vector>

namespace hier {

using LineChange = SequenceChange;

/// The changes that make `after` of `before`, as diffSequences() gives them.
std::vector<LineChange> diffLines(llvm::ArrayRef<llvm::StringRef> before,
                                  llvm::ArrayRef<llvm::StringRef> after);

/// The lines of `text`, each with its end.
std::vector<llvm::StringRef> linesOf(llvm::StringRef text);

/// Prints the hunks of a unified diff, with so many lines around each change.
/// Prints nothing when the texts are equal.
void printUnifiedDiff(llvm::raw_ostream &os, llvm::StringRef before,
                      llvm::StringRef after, size_t context = 3);

} // namespace hier

#endif // HIER_SUPPORT_LINEDIFF_H
