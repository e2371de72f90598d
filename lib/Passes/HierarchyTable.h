//===- HierarchyTable.h - A tree of modules for people ----------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Columns that fit a terminal, in colours if it has any.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_PASSES_HIERARCHYTABLE_H
#define HIER_LIB_PASSES_HIERARCHYTABLE_H

#include "HierarchyRows.h"
#include "llvm/Support/raw_ostream.h"

namespace hier {

/// Prints `rows`, and below them what all modules of `view` come to.
void printHierarchyTable(llvm::raw_ostream &os, const ModelView &view,
                         llvm::ArrayRef<HierarchyRow> rows);

/// A text of a dump as a line can show it: without control characters, and in
/// UTF-8.
std::string shownText(llvm::StringRef text);

} // namespace hier

#endif // HIER_LIB_PASSES_HIERARCHYTABLE_H
