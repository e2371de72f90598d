//===- InlineItem.h - Inlining one item of a program ----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What inline-calls does, and tag-hierarchy does first.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_PASSES_INLINEITEM_H
#define HIER_LIB_PASSES_INLINEITEM_H

#include "hier/Analysis/Inliner.h"
#include "hier/Passes/PassOptions.h"

namespace hier {

llvm::Expected<InlineOptions> inlineOptionsFrom(const PassOptions &options);

/// What inlining has done.
struct InlineCounts {
  size_t calls = 0;
  size_t nodes = 0; ///< Those that it has made.
};

/// Makes a module the flat graph of its entry method. Does nothing to a graph:
/// of a lone graph's calls no callee is known, and a flat one has none.
llvm::Expected<InlineCounts> inlineItem(Item &item,
                                        const InlineOptions &options);

} // namespace hier

#endif // HIER_LIB_PASSES_INLINEITEM_H
