//===- StackCalls.h - The calls of a graph that libtorch has inlined ------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A graph in libtorch's executor has no calls left, but it has classes: that of
// its first input, or those on its call stacks. Their methods still have the
// calls.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_ANALYSIS_STACKCALLS_H
#define HIER_ANALYSIS_STACKCALLS_H

#include "hier/Analysis/ModuleCalls.h"

namespace hier {

/// The calls that have been inlined into `graph`, found by following those of
/// the method that it was made from, with their frames. `root` is the module
/// whose method it is, if it is known; its class tells what else there is, but
/// not which names are names of one object. Null where no node has a call
/// stack, or where no method has the calls that these begin with.
std::shared_ptr<ModuleCalls> callsOfStacks(torch::jit::Graph &graph,
                                           ModuleObject *root);

/// What libtorch's interpreter runs in a thread while it asks for a graph to be
/// optimised; nothing where that is what the program has called.
struct CallsInProgress {
  struct Entry {
    torch::jit::SourceRange place; ///< Without a source in a graph's part.
    /// The function that the entry stands in, and the module that it was called
    /// on, as currentModuleHierarchy() spells them; empty where it does not.
    std::string spelling;
  };
  std::vector<Entry> entries; ///< The outermost first.
  std::string function;       ///< That of the outermost.

  static CallsInProgress ofThisThread();
};

/// Finds the calls of many graphs of a process, and follows each method once
/// for all of them, as long as its compilation unit lives. May be used by
/// several threads at once.
class StackRecords {
public:
  StackRecords();

  /// The calls of `graph`, which is asked for from within `inProgress`. Nobody
  /// else has this record while it is held. Null as for callsOfStacks.
  std::shared_ptr<ModuleCalls> callsOf(torch::jit::Graph &graph,
                                       const CallsInProgress &inProgress);

private:
  class State;
  std::shared_ptr<State> state;
};

/// Stands with an item for the calls of its graph until they are asked for.
class StackSource : public PassRecord {
public:
  StackSource(StackRecords records, CallsInProgress inProgress)
      : records(std::move(records)), inProgress(std::move(inProgress)) {}

  std::shared_ptr<ModuleCalls> callsOf(torch::jit::Graph &graph) {
    return records.callsOf(graph, inProgress);
  }

private:
  StackRecords records;
  CallsInProgress inProgress;
};

} // namespace hier

#endif // HIER_ANALYSIS_STACKCALLS_H
