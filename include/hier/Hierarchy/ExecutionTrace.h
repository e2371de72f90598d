//===- ExecutionTrace.h - What hooks would have recorded --------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The calls of a run as forward hooks report them: an entry when a module that
// makes a level is entered, and one when it is left.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_HIERARCHY_EXECUTIONTRACE_H
#define HIER_HIERARCHY_EXECUTIONTRACE_H

#include "hier/Hierarchy/StaticTags.h"
#include "hier/Hierarchy/TracedTags.h"
#include "llvm/ADT/ArrayRef.h"

namespace hier {

/// One call of a hook.
struct TraceStep {
  CallId call;
  bool isEntering;
  /// How many levels the stack has during the call, the root's included.
  uint32_t depth;
};

class ExecutionTrace {
public:
  /// A module that was entered, with its last call and the number of the step
  /// that entered it.
  struct Entry {
    ModuleId module;
    CallId call;
    size_t step;
  };

  /// Of the calls that were entered; those known from a node's scope alone are
  /// left out.
  ExecutionTrace(const CallTree &calls, const TracedTags &tags);

  llvm::ArrayRef<TraceStep> steps() const { return stepList; }
  /// The modules entered, each once, by their last entries.
  llvm::ArrayRef<Entry> lastEntries() const { return entries; }
  /// The greatest depth of a step; 0 when there is none.
  uint32_t maxDepth() const { return deepest; }

private:
  /// A call in progress.
  struct Open {
    CallId call;
    uint32_t depth;
    bool makesLevel;
  };

  void leave(std::vector<Open> &open, size_t count);

  std::vector<TraceStep> stepList;
  std::vector<Entry> entries;
  uint32_t deepest = 0;
};

/// The traced hierarchy: the tag of each module that was entered, in its last
/// call.
TagMapping tracedTags(const ExecutionTrace &trace, const ModuleTree &modules,
                      const TracedTags &tags);

} // namespace hier

#endif // HIER_HIERARCHY_EXECUTIONTRACE_H
