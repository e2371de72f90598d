//===- Tagger.h - The tags of a graph, written on its nodes -----*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the pass tag-hierarchy does to a flat graph, for use on a graph of one's
// own.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_ANALYSIS_TAGGER_H
#define HIER_ANALYSIS_TAGGER_H

#include "hier/Analysis/ModuleCalls.h"
#include "hier/Hierarchy/TagPolicy.h"

#include <optional>

namespace hier {

/// Which of the attributes are written.
struct TagSelection {
  bool tag = true;
  bool path = false;
  bool call = false;
  bool origins = false;
  bool evidence = false;

  static TagSelection all() { return {true, true, true, true, true}; }
};

/// What writing them has come to, in nodes.
struct TagCounts {
  size_t tagged = 0;
  size_t ofSeveralModules = 0;
  size_t ofUnknownModules = 0;
};

/// Writes on every node of `graph`, those of blocks and subgraphs too, which
/// module it belongs to, in place of what was written before. `record` is what
/// inlining has left, or a new one that knows the root's class; modules that
/// the graph tells of are added to it. Without `policy` the root's class
/// decides on one.
TagCounts writeTags(torch::jit::Graph &graph, ModuleCalls &record,
                    const std::optional<TagPolicy> &policy,
                    const TagSelection &selection);

} // namespace hier

#endif // HIER_ANALYSIS_TAGGER_H
