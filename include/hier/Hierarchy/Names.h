//===- Names.h - What the names of modules and methods tell -----*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// PyTorch leaves facts in names: the children of a ModuleList are called by
// numbers, the method that a call of a module runs is called forward, and its
// further calls in a trace forward1, forward2.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_HIERARCHY_NAMES_H
#define HIER_HIERARCHY_NAMES_H

#include "llvm/ADT/StringRef.h"

namespace hier {

/// Is `name` one or more ASCII digits, and nothing else?
bool isNumber(llvm::StringRef name);

/// Does a call of a module itself, `module(x)`, run `method`? It does run
/// `forward` and its overloads `forward__N`. In a trace it also runs
/// `forwardN`, the module's further calls; a script's `forward1` is a user's
/// own method.
bool isForward(llvm::StringRef method, bool traced);

} // namespace hier

#endif // HIER_HIERARCHY_NAMES_H
