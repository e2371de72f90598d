//===- PageChanges.h - How two models of a page differ ----------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What hier-diff tells, as the page lists it.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_EMIT_PAGECHANGES_H
#define HIER_LIB_EMIT_PAGECHANGES_H

#include "hier/View/ModelView.h"

#include <string>

namespace hier {

/// An object of JSON with a list of lines for each module in which something
/// differs, by its path; safe within a script. A line has its mark, `+`, `-`,
/// `>` or `~`, its text and, if it is a node, the node's place in the model
/// that has it: `after`, or `before` of a node that is gone.
std::string pageChanges(const ModelView &before, const ModelView &after);

} // namespace hier

#endif // HIER_LIB_EMIT_PAGECHANGES_H
