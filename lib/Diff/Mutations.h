//===- Mutations.h - What may not stay as it is -----------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A list of constants is a constant itself unless something appends to it, and
// an attribute is what it was unless something sets it.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_DIFF_MUTATIONS_H
#define HIER_LIB_DIFF_MUTATIONS_H

#include "hier/View/ModelView.h"

namespace hier {

/// By place of the node: may what it makes or reads change? A list has a use
/// that may write to it: one that is not known may, and so may one that gives
/// the list on. Of an attribute one of its name is set somewhere.
std::vector<bool> whatMayChange(const ModelView &view);

} // namespace hier

#endif // HIER_LIB_DIFF_MUTATIONS_H
