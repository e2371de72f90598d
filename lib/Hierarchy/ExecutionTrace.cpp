//===- ExecutionTrace.cpp - What hooks would have recorded ----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Calls are numbered as they were entered: one is left when the next is not
// made in it.
//
//===----------------------------------------------------------------------===//

#include "hier/Hierarchy/ExecutionTrace.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace hier {

ExecutionTrace::ExecutionTrace(const CallTree &calls, const TracedTags &tags) {
  DenseMap<ModuleId, Entry> last;
  std::vector<Open> open = {{CallTree::root, 1, /*makesLevel=*/false}};
  for (CallId call = CallTree::root + 1; call < calls.size(); ++call) {
    if (calls[call].isRecorded)
      continue;
    size_t callers = open.size();
    while (callers > 1 && open[callers - 1].call != calls[call].parent)
      --callers;
    leave(open, callers);
    bool makesLevel = tags.makesLevel(call);
    open.push_back({call, open.back().depth + makesLevel, makesLevel});
    if (!makesLevel)
      continue;
    last[calls[call].module] = {calls[call].module, call, stepList.size()};
    stepList.push_back({call, /*isEntering=*/true, open.back().depth});
    deepest = std::max(deepest, open.back().depth);
  }
  leave(open, 0);
  for (const auto &[module, entry] : last)
    entries.push_back(entry);
  sort(entries, [](const Entry &one, const Entry &other) {
    return one.step < other.step;
  });
}

/// Leaves the innermost calls until `count` are open.
void ExecutionTrace::leave(std::vector<Open> &open, size_t count) {
  for (; open.size() > count; open.pop_back())
    if (open.back().makesLevel)
      stepList.push_back(
          {open.back().call, /*isEntering=*/false, open.back().depth});
}

TagMapping tracedTags(const ExecutionTrace &trace, const ModuleTree &modules,
                      const TracedTags &tags) {
  TagMapping mapping;
  for (const ExecutionTrace::Entry &entry : trace.lastEntries())
    mapping.emplace(modules.path(entry.module), tags[entry.call]);
  return mapping;
}

} // namespace hier
