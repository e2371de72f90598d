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
  Tagger(const ModuleCalls &record, const TagSelection &selection)
      : record(record), selection(selection) {}

  void write(const Attribution &attribution, const std::string &tag);

private:
  int64_t callIndex(const Attribution &attribution);

  const std::string &pathOf(ModuleId module);

  const ModuleCalls &record;
  const TagSelection &selection;
  HierarchyAttributes attributes;
  std::vector<std::string> paths; // by module; empty until it is asked for
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

void Tagger::write(const Attribution &attribution, const std::string &tag) {
  Node &node = *attribution.node;
  int64_t index = selection.call ? callIndex(attribution) : 0;
  attributes.strip(node);
  if (selection.tag)
    addAttribute<StringAttr>(node, attributes.tag, tag);
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

static TagCounts countsOf(llvm::ArrayRef<Attribution> attributions) {
  TagCounts counts;
  counts.tagged = attributions.size();
  for (const Attribution &attribution : attributions) {
    counts.ofSeveralModules += !attribution.origins.empty();
    counts.ofUnknownModules += attribution.evidence == Evidence::Unknown;
  }
  return counts;
}

TagCounts writeTags(Graph &graph, ModuleCalls &record,
                    const std::optional<TagPolicy> &policy,
                    const TagSelection &selection) {
  std::vector<Attribution> attributions = Attributor(graph, record).run();
  const ClassName &root = record.modules.className(ModuleTree::root);
  TracedTags tags(record.calls, record.modules,
                  policy ? *policy : TagPolicy::defaultFor(root));
  Tagger tagger(record, selection);
  for (const Attribution &attribution : attributions)
    tagger.write(attribution, tags[attribution.call]);
  return countsOf(attributions);
}

} // namespace hier
