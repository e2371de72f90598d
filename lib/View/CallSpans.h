//===- CallSpans.h - Where in a graph each call runs ------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A graph has no times: what stands for them is the place of nodes.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_VIEW_CALLSPANS_H
#define HIER_LIB_VIEW_CALLSPANS_H

#include "hier/View/ModelView.h"

namespace hier {

/// Sets the spans of all calls of `view`, whose nodes have theirs. A node for
/// which `isPlaced` is false may stand elsewhere than it ran.
void setSpans(ModelView &view, const std::vector<bool> &isPlaced);

} // namespace hier

#endif // HIER_LIB_VIEW_CALLSPANS_H
