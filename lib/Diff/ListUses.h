//===- ListUses.h - Which lists stay as they are made -----------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A list of constants is a constant itself, unless something appends to it.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_DIFF_LISTUSES_H
#define HIER_LIB_DIFF_LISTUSES_H

#include "hier/View/ModelView.h"

namespace hier {

/// By place of the node: does it make a list that has a use which may write to
/// it? One that is not known may, and so may one that gives the list on.
std::vector<bool> listsThatMayChange(const ModelView &view);

} // namespace hier

#endif // HIER_LIB_DIFF_LISTUSES_H
