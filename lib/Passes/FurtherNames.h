//===- FurtherNames.h - Modules that an archive holds twice ---------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Saving a model makes of a module with two names two modules, which still
// share their parameters.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_PASSES_FURTHERNAMES_H
#define HIER_LIB_PASSES_FURTHERNAMES_H

#include "hier/IR/Program.h"
#include "llvm/ADT/MapVector.h"

namespace hier {

/// Each object below `root` that is the same module as one that comes before
/// it, and the first that does. In a text nothing tells them apart: none.
///
/// One live object under two names is one module. So are two objects of one
/// Python class of which all parameters and buffers, those of their submodules
/// included, and at least one, are the same in memory. Not so in a trace when
/// both are called: the tracer calls a module by one of its names only, and
/// what it calls by two are modules that only have their weights in common.
llvm::MapVector<const ModuleObject *, const ModuleObject *>
furtherNames(const ModuleObject &root);

} // namespace hier

#endif // HIER_LIB_PASSES_FURTHERNAMES_H
