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
#include "llvm/ADT/STLExtras.h"

using namespace torch::jit;

namespace hier {

namespace {

class Tagger {
public:
  Tagger(const ModuleCalls &record, const TagSelection &selection)
      : record(record), selection(selection) {}

  void write(const Attribution &attribution, const std::string &tag) const;

private:
  int64_t callIndex(const Attribution &attribution) const;

  const ModuleCalls &record;
  const TagSelection &selection;
  HierarchyAttributes attributes;
};

} // namespace

/// It may have been known once, from calls that are gone.
int64_t Tagger::callIndex(const Attribution &attribution) const {
  Node &node = *attribution.node;
  int64_t index = record.calls[attribution.call].index;
  if (index == 0 && node.hasAttribute(attributes.call) &&
      node.kindOf(attributes.call) == AttributeKind::i)
    return node.i(attributes.call);
  return index;
}

void Tagger::write(const Attribution &attribution,
                   const std::string &tag) const {
  Node &node = *attribution.node;
  int64_t index = callIndex(attribution);
  attributes.strip(node);
  if (selection.tag)
    node.s_(attributes.tag, tag);
  if (selection.path)
    node.s_(attributes.path, record.modules.path(attribution.module));
  if (selection.call && index != 0)
    node.i_(attributes.call, index);
  if (selection.origins && !attribution.origins.empty()) {
    std::vector<std::string> origins;
    for (ModuleId module : attribution.origins)
      origins.push_back(record.modules.path(module));
    node.ss_(attributes.origins, std::move(origins));
  }
  if (selection.evidence)
    node.s_(attributes.evidence, spell(attribution.evidence).str());
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
