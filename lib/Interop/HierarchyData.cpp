//===- HierarchyData.cpp - Modules and calls as plain data ----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Copies out of the trees what they say, so that nothing need outlive it.
//
//===----------------------------------------------------------------------===//

#include "hier/Interop/HierarchyData.h"

#include "Guarded.h"
#include "hier/Analysis/HierarchyFacts.h"
#include "hier/Hierarchy/ExecutionTrace.h"

namespace hier {

static std::vector<HierarchyData::Module> modulesIn(const ModuleTree &modules,
                                                    const TagPolicy &policy) {
  TagMapping tags = staticTags(modules, policy);
  std::vector<size_t> places = modules.placesByName();
  std::vector<HierarchyData::Module> all(modules.size());
  for (ModuleId id = ModuleTree::root; id < modules.size(); ++id) {
    HierarchyData::Module &module = all[places[id]];
    module.path = modules.path(id);
    module.className = modules.className(id).name;
    module.definition = modules.className(id).module;
    if (auto tag = tags.find(module.path); tag != tags.end())
      module.tag = tag->second;
  }
  return all;
}

static void addCalls(HierarchyData &data, const HierarchyFacts &facts,
                     const TagPolicy &policy) {
  const CallTree &calls = facts.calls();
  TracedTags tags(calls, facts.modules(), policy);
  for (CallId id = CallTree::root; id < calls.size(); ++id) {
    const Call &call = calls[id];
    data.calls.push_back({call.parent, facts.modules().path(call.module),
                          tags[id], call.index, call.makesLevel});
  }
  ExecutionTrace trace(calls, tags);
  for (const TraceStep &step : trace.steps())
    data.trace.push_back({step.call, step.isEntering, step.depth});
  data.tracedTags = tracedTags(trace, facts.modules(), tags);
}

static llvm::Expected<HierarchyData>
hierarchyOf(Item &item, const HierarchyOptions &options) {
  llvm::Expected<ModuleTree> modules = modulesOf(item);
  if (!modules)
    return modules.takeError();
  llvm::Expected<const HierarchyFacts *> facts =
      HierarchyFacts::of(item, options.inlining);
  if (!facts)
    return facts.takeError();
  const ClassName &root = modules->className(ModuleTree::root);
  TagPolicy policy =
      options.policy ? *options.policy : TagPolicy::defaultFor(root);
  HierarchyData data;
  data.rootClass = root.qualified();
  data.policy = policy.name().str();
  data.modules = modulesIn(*modules, policy);
  addCalls(data, **facts, policy);
  data.missingModules = modulesShortcoming(item).str();
  data.missingCalls = (*facts)->shortcoming().str();
  return data;
}

llvm::Expected<std::vector<HierarchyData>>
hierarchiesOf(Program &program, const HierarchyOptions &options) {
  using Result = llvm::Expected<std::vector<HierarchyData>>;
  return guarded<Result>("hierarchy", [&]() -> Result {
    std::vector<HierarchyData> all;
    for (Item &item : program.items) {
      llvm::Expected<HierarchyData> data = hierarchyOf(item, options);
      if (!data)
        return data.takeError();
      all.push_back(std::move(*data));
    }
    return all;
  });
}

} // namespace hier
