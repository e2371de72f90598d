//===- HierarchyRows.h - The lines of a tree of modules ---------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A line is a module, or as many of one list as do the same: `layer.0` to
// `layer.11`. What is in them is in one line each time, too, so that the lines
// below a line add up to it.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_PASSES_HIERARCHYROWS_H
#define HIER_LIB_PASSES_HIERARCHYROWS_H

#include "hier/View/ModelView.h"

namespace hier {

struct HierarchyRow {
  /// The modules of the line, by their places in the view.
  std::vector<size_t> modules;
  size_t siblings = 1; ///< How many of them are in one module.
  size_t depth = 0;
  bool isLast = true; ///< Is it the last line in the one around it?
  std::string path;   ///< `encoder.layer.0–11.output`
  std::string name;   ///< The last part of it; the root's is empty.
  size_t calls = 0;
  ModuleCost own;
  ModuleCost total;
};

struct RowOptions {
  size_t maxDepth = ModelView::none;
  bool folds = true;
};

/// The lines of `view`, each before those in it. Siblings with names that are
/// numbers one after the other are one line if they have one class, and so have
/// the modules in them, of the same names, with the same calls and costs.
std::vector<HierarchyRow> hierarchyRows(const ModelView &view,
                                        const RowOptions &options);

} // namespace hier

#endif // HIER_LIB_PASSES_HIERARCHYROWS_H
