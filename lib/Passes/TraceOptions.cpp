//===- TraceOptions.cpp - Options of reports on what ran ------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How the options are read, and what they come to.
//
//===----------------------------------------------------------------------===//

#include "TraceOptions.h"

#include "InlineItem.h"

namespace hier {

llvm::Expected<TraceOptions> TraceOptions::from(const PassOptions &options) {
  auto policy = policyOption(options);
  if (!policy)
    return policy.takeError();
  auto inlining = inlineOptionsFrom(options);
  if (!inlining)
    return inlining.takeError();
  return TraceOptions{std::move(*policy), *inlining};
}

llvm::Expected<TracedHierarchy> TraceOptions::trace(Item &item) const {
  auto facts = HierarchyFacts::of(item, inlining);
  if (!facts)
    return facts.takeError();
  const ClassName &root = (*facts)->modules().className(ModuleTree::root);
  return TracedHierarchy(**facts, policyFor(policy, root));
}

} // namespace hier
