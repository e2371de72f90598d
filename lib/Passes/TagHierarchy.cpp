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
#include "hier/Analysis/HierarchyFacts.h"
#include "hier/Analysis/Tagger.h"
#include "hier/Passes/Pass.h"

using namespace torch::jit;

namespace hier {

namespace {

class TagHierarchy : public Pass {
public:
  TagHierarchy(std::optional<TagPolicy> policy, TagSelection selection,
               InlineOptions inlining)
      : policy(std::move(policy)), selection(selection), inlining(inlining) {}

  llvm::Error run(Item &item) override;

private:
  void tag(Graph &graph, ModuleCalls &record);

  std::optional<TagPolicy> policy;
  TagSelection selection;
  InlineOptions inlining;
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
  TagCounts counts = writeTags(graph, record, policy, selection);
  tally("nodes tagged", counts.tagged);
  tally("nodes of several modules", counts.ofSeveralModules);
  tally("nodes of unknown modules", counts.ofUnknownModules);
}

//===----------------------------------------------------------------------===//
// Options
//===----------------------------------------------------------------------===//

static llvm::Expected<TagSelection> selectionFrom(const PassOptions &options) {
  auto words = options.words(
      "attributes", {"tag", "path", "call", "origins", "evidence"}, {"tag"});
  if (!words)
    return words.takeError();
  auto has = [&](llvm::StringRef word) {
    return llvm::is_contained(*words, word);
  };
  return TagSelection{has("tag"), has("path"), has("call"), has("origins"),
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
