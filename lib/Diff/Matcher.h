//===- Matcher.h - Which node has become which ------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Modules are matched by their paths, nodes within them in order, and what is
// left then wherever it is.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_DIFF_MATCHER_H
#define HIER_LIB_DIFF_MATCHER_H

#include "Structure.h"

namespace hier {

/// Places in the one view by places in the other; none for what has no match.
struct Matching {
  std::vector<size_t> inputs, modules, nodes;

  static Matching none(const ModelView &view);
};

struct Match {
  Matching ofBefore, ofAfter;
  /// By places in the view after: was it not found among its neighbours?
  std::vector<bool> hasMoved;
};

/// Computes the keys of both. Constants, and reads of attributes, are matched
/// to nothing.
Match match(Structure &before, Structure &after);

} // namespace hier

#endif // HIER_LIB_DIFF_MATCHER_H
