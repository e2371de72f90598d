//===- Part.h - One module of a model ---------------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A model may be too large to look at: what shows a whole one shows a part of
// it as well.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_VIEW_PART_H
#define HIER_VIEW_PART_H

#include "hier/View/ModelView.h"

namespace hier {

/// The module at `path` in `view`, and all in it: the modules, with the paths
/// that they have; the calls that are made there, and if the module is called
/// several times, one around these, as the root's; and the nodes. What comes
/// from outside is an input. Nothing where there is no such module.
std::optional<ModelView> partOf(const ModelView &view, llvm::StringRef path);

} // namespace hier

#endif // HIER_VIEW_PART_H
