//===- TraceOptions.h - Options of reports on what ran --------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The reports that follow calls share their options, and what they make of an
// item under them.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_PASSES_TRACEOPTIONS_H
#define HIER_LIB_PASSES_TRACEOPTIONS_H

#include "PolicyOption.h"
#include "hier/Analysis/HierarchyFacts.h"
#include "hier/Hierarchy/ExecutionTrace.h"

namespace hier {

/// What hooks would have recorded of an item.
struct TracedHierarchy {
  TracedHierarchy(const HierarchyFacts &facts, const TagPolicy &policy)
      : facts(&facts), tags(facts.calls(), facts.modules(), policy),
        trace(facts.calls(), tags) {}

  TagMapping mapping() const {
    return tracedTags(trace, facts->modules(), tags);
  }
  std::string pathOf(CallId call) const {
    return facts->modules().path(facts->calls()[call].module);
  }

  const HierarchyFacts *facts; ///< The item's.
  TracedTags tags;
  ExecutionTrace trace;
};

struct TraceOptions {
  std::optional<TagPolicy> policy;
  InlineOptions inlining;

  static llvm::Expected<TraceOptions> from(const PassOptions &options);

  /// An error is one of inlining.
  llvm::Expected<TracedHierarchy> trace(Item &item) const;
};

} // namespace hier

#endif // HIER_LIB_PASSES_TRACEOPTIONS_H
