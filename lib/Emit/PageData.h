//===- PageData.h - A model as the page reads it --------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The data of a page, small enough for models of a hundred thousand nodes.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_EMIT_PAGEDATA_H
#define HIER_LIB_EMIT_PAGEDATA_H

#include "hier/View/ModelView.h"

#include <string>

namespace hier {

/// JSON that has no `<`, and so can stand in a script element, whatever the
/// model says: a column for each member of modules, calls and nodes, and
/// strings as their places in a table, where each is once. What is not known is
/// null; times have columns only if the model was profiled.
std::string pageData(const ModelView &view);

/// What the page finds a module by: its path, and nothing for the first one,
/// also of a part of a model.
llvm::StringRef pathInPage(const ModelView &view, size_t module);

/// `json` with an escape for each `<`, which could end a script. In JSON
/// it is in strings only.
std::string escapedForScript(llvm::StringRef json);

} // namespace hier

#endif // HIER_LIB_EMIT_PAGEDATA_H
