//===- Comparison.cpp - Two hierarchies, and who calls whom ---------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Counting is by number, and only what is told has its path spelt.
//
//===----------------------------------------------------------------------===//

#include "hier/Hierarchy/Comparison.h"

#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace hier {

TagComparison compareTags(const TagMapping &statically,
                          const TagMapping &traced) {
  TagComparison result;
  for (const auto &[module, tag] : statically) {
    auto found = traced.find(module);
    if (found == traced.end()) {
      result.onlyStatic.push_back(module);
      continue;
    }
    ++result.commonCount;
    if (found->second == tag)
      ++result.matches;
    else
      result.differences.push_back({module, tag, found->second});
  }
  for (const auto &[module, tag] : traced)
    if (!statically.contains(module))
      result.onlyTraced.push_back(module);
  return result;
}

namespace {

class Summarizer {
public:
  Summarizer(const CallTree &calls, const ModuleTree &modules,
             const ModuleAliases &aliases)
      : calls(calls), modules(modules), aliases(aliases) {}

  CallSummary run();

private:
  void add(const Call &call);
  bool owns(ModuleId caller, ModuleId module) const;

  const CallTree &calls;
  const ModuleTree &modules;
  const ModuleAliases &aliases;
  std::vector<size_t> counts;                              // by module
  std::map<std::pair<ModuleId, ModuleId>, size_t> foreign; // module, caller
};

} // namespace

bool Summarizer::owns(ModuleId caller, ModuleId module) const {
  SmallVector<ModuleId> callerNames = aliases.namesOf(caller);
  return any_of(aliases.namesOf(module), [&](ModuleId name) {
    return any_of(callerNames, [&](ModuleId outer) {
      return modules.isWithin(name, outer);
    });
  });
}

void Summarizer::add(const Call &call) {
  ModuleId caller = calls[call.parent].module;
  if (call.isRecorded || call.module == caller)
    return;
  ++counts[call.module];
  if (!owns(caller, call.module))
    ++foreign[{call.module, caller}];
}

CallSummary Summarizer::run() {
  counts.resize(modules.size());
  for (CallId call = CallTree::root + 1; call < calls.size(); ++call)
    add(calls[call]);
  CallSummary summary;
  for (ModuleId module = ModuleTree::root + 1; module < modules.size();
       ++module) {
    if (counts[module] > 0)
      summary.counts.emplace(modules.path(module), counts[module]);
    else if (none_of(aliases.namesOf(module),
                     [&](ModuleId name) { return counts[name] > 0; }))
      summary.neverCalled.push_back(modules.path(module));
  }
  sort(summary.neverCalled);
  for (const auto &[pair, count] : foreign)
    summary.foreign.push_back(
        {modules.path(pair.first), modules.path(pair.second), count});
  sort(summary.foreign, [](const auto &one, const auto &other) {
    return std::tie(one.module, one.caller) <
           std::tie(other.module, other.caller);
  });
  return summary;
}

CallSummary summarizeCalls(const CallTree &calls, const ModuleTree &modules,
                           const ModuleAliases &aliases) {
  return Summarizer(calls, modules, aliases).run();
}

} // namespace hier
