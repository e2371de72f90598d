//===- InlineItem.cpp - Inlining one item of a program --------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Finds the method to start from.
//
//===----------------------------------------------------------------------===//

#include "InlineItem.h"

namespace hier {

llvm::Expected<InlineOptions> inlineOptionsFrom(const PassOptions &options) {
  InlineOptions inlining;
  llvm::Expected<size_t> maxNodes =
      options.number("max-nodes", inlining.maxNodes);
  if (!maxNodes)
    return maxNodes.takeError();
  inlining.maxNodes = *maxNodes;
  return inlining;
}

llvm::Expected<InlineCounts> inlineItem(Item &item,
                                        const InlineOptions &options) {
  if (item.graph || !item.module)
    return InlineCounts();
  llvm::Expected<Method *> entry = entryMethod(item);
  if (!entry)
    return entry.takeError();
  std::shared_ptr<torch::jit::Graph> graph = (*entry)->graph;
  auto calls = inlineCalls(*graph, *item.module, options);
  if (!calls)
    return calls.takeError();
  item.graph = std::move(graph);
  InlineCounts counts = {(*calls)->inlinedCalls, (*calls)->madeNodes};
  item.calls = std::move(*calls);
  return counts;
}

} // namespace hier
