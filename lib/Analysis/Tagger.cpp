//===- Tagger.cpp - The tags of a graph, written on its nodes -------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From what is known of each node to its attributes.
//
//===----------------------------------------------------------------------===//

#include "hier/Analysis/Tagger.h"

#include "hier/Analysis/Attribution.h"
#include "hier/Analysis/HierarchyAttributes.h"
#include "hier/Hierarchy/TracedTags.h"
#include "hier/IR/Attributes.h"
#include "llvm/ADT/STLExtras.h"

using namespace torch::jit;

namespace hier {

namespace {

class Tagger {
public:
  Tagger(const ModuleCalls &record, TagPolicy policy,
         const TagSelection &selection)
      : record(record), selection(selection),
        tags(record.calls, record.modules, std::move(policy)) {}

  void write(const Attribution &attribution);
  const TagCounts &counts() const { return counted; }

private:
  void count(const Attribution &attribution);
  const std::string &tagOf(CallId call);
  int64_t callIndex(const Attribution &attribution);

  const std::string &pathOf(ModuleId module);

  const ModuleCalls &record;
  const TagSelection &selection;
  HierarchyAttributes attributes;
  TracedTags tags;
  const std::string *lastTag = nullptr; // that of `lastCall`
  CallId lastCall = CallTree::root;
  std::vector<std::string> paths; // by module; empty until it is asked for
  TagCounts counted;
};

} // namespace

/// It may have been known once, from calls that are gone, of the same module.
int64_t Tagger::callIndex(const Attribution &attribution) {
  Node &node = *attribution.node;
  const std::string *path = stringAttribute(node, attributes.path);
  if (path && *path != pathOf(attribution.module))
    return record.calls[attribution.call].index;
  int64_t index = record.calls[attribution.call].index;
  const int64_t *known =
      index == 0 ? integerAttribute(node, attributes.call) : nullptr;
  return known ? *known : index;
}

/// A module is as many nodes' as it runs.
const std::string &Tagger::pathOf(ModuleId module) {
  if (paths.size() <= module)
    paths.resize(record.modules.size());
  std::string &path = paths[module];
  if (path.empty())
    path = record.modules.path(module);
  return path;
}

/// A call mostly has several nodes in a row.
const std::string &Tagger::tagOf(CallId call) {
  if (!lastTag || call != lastCall) {
    lastTag = &tags[call];
    lastCall = call;
  }
  return *lastTag;
}

void Tagger::count(const Attribution &attribution) {
  ++counted.tagged;
  counted.ofSeveralModules += !attribution.origins.empty();
  counted.ofUnknownModules += attribution.evidence == Evidence::Unknown;
}

void Tagger::write(const Attribution &attribution) {
  count(attribution);
  Node &node = *attribution.node;
  int64_t index = selection.call ? callIndex(attribution) : 0;
  attributes.strip(node);
  if (selection.tag)
    addAttribute<StringAttr>(node, attributes.tag, tagOf(attribution.call));
  if (selection.path)
    addAttribute<StringAttr>(node, attributes.path, pathOf(attribution.module));
  if (index != 0)
    addAttribute<IntAttr>(node, attributes.call, index);
  if (selection.origins && !attribution.origins.empty()) {
    std::vector<std::string> origins;
    for (ModuleId module : attribution.origins)
      origins.push_back(pathOf(module));
    addAttribute<StringsAttr>(node, attributes.origins, std::move(origins));
  }
  if (selection.evidence)
    addAttribute<StringAttr>(node, attributes.evidence,
                             spell(attribution.evidence).str());
}

TagCounts writeTags(Graph &graph, ModuleCalls &record,
                    const std::optional<TagPolicy> &policy,
                    const TagSelection &selection) {
  Attributor attributor(graph, record); // It may find out the root's class.
  const ClassName &root = record.modules.className(ModuleTree::root);
  Tagger tagger(record, policy ? *policy : TagPolicy::defaultFor(root),
                selection);
  attributor.forEach(
      [&](const Attribution &attribution) { tagger.write(attribution); });
  return tagger.counts();
}

} // namespace hier
