//===- TagHierarchy.cpp - The pass tag-hierarchy --------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Writes on every node which module of the source model it belongs to.
//
//===----------------------------------------------------------------------===//

#include "InlineItem.h"
#include "PolicyOption.h"
#include "hier/Analysis/Attribution.h"
#include "hier/Analysis/HierarchyAttributes.h"
#include "hier/Analysis/HierarchyFacts.h"
#include "hier/Hierarchy/TracedTags.h"
#include "hier/Passes/Pass.h"

using namespace torch::jit;

namespace hier {

namespace {

/// Which of the attributes are asked for.
struct Selection {
  bool tag = false;
  bool path = false;
  bool call = false;
  bool origins = false;
  bool evidence = false;
};

class TagHierarchy : public Pass {
public:
  TagHierarchy(std::optional<TagPolicy> policy, Selection selection,
               InlineOptions inlining)
      : policy(std::move(policy)), selection(selection), inlining(inlining) {}

  llvm::Error run(Item &item) override;

private:
  void tag(Graph &graph, ModuleCalls &record);
  void write(const Attribution &attribution, const std::string &tag,
             const ModuleCalls &record) const;

  std::optional<TagPolicy> policy;
  Selection selection;
  InlineOptions inlining;
  HierarchyAttributes attributes;
};

} // namespace

llvm::Error TagHierarchy::run(Item &item) {
  llvm::Expected<InlineCounts> counts = inlineItem(item, inlining);
  if (!counts)
    return counts.takeError();
  tally("calls inlined", counts->calls);
  tag(*item.graph, *callsOf(item));
  return llvm::Error::success();
}

void TagHierarchy::tag(Graph &graph, ModuleCalls &record) {
  std::vector<Attribution> attributions = Attributor(graph, record).run();
  tally("nodes tagged", attributions.size());
  tally("nodes of several modules",
        llvm::count_if(attributions, [](const Attribution &attribution) {
          return !attribution.origins.empty();
        }));
  tally("nodes of unknown modules",
        llvm::count_if(attributions, [](const Attribution &attribution) {
          return attribution.evidence == Evidence::Unknown;
        }));
  const ClassName &root = record.modules.className(ModuleTree::root);
  TracedTags tags(record.calls, record.modules, policyFor(policy, root));
  for (const Attribution &attribution : attributions)
    write(attribution, tags[attribution.call], record);
}

void TagHierarchy::write(const Attribution &attribution, const std::string &tag,
                         const ModuleCalls &record) const {
  Node &node = *attribution.node;
  int64_t index = record.calls[attribution.call].index;
  if (index == 0 && node.hasAttribute(attributes.call))
    index = node.i(attributes.call); // Known once, from calls that are gone.
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

//===----------------------------------------------------------------------===//
// Options
//===----------------------------------------------------------------------===//

static llvm::Expected<Selection> selectionFrom(const PassOptions &options) {
  auto words = options.words(
      "attributes", {"tag", "path", "call", "origins", "evidence"}, {"tag"});
  if (!words)
    return words.takeError();
  auto has = [&](llvm::StringRef word) {
    return llvm::is_contained(*words, word);
  };
  return Selection{has("tag"), has("path"), has("call"), has("origins"),
                   has("evidence")};
}

llvm::Expected<std::unique_ptr<Pass>>
createTagHierarchyPass(const PassOptions &options) {
  auto policy = policyOption(options);
  if (!policy)
    return policy.takeError();
  auto selection = selectionFrom(options);
  if (!selection)
    return selection.takeError();
  auto inlining = inlineOptionsFrom(options);
  if (!inlining)
    return inlining.takeError();
  return std::make_unique<TagHierarchy>(std::move(*policy), *selection,
                                        *inlining);
}

} // namespace hier
