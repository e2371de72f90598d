//===- NodeTags.cpp - The tags of a graph as plain data -------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads the attributes back.
//
//===----------------------------------------------------------------------===//

#include "hier/Interop/NodeTags.h"

#include "hier/Analysis/Origins.h"

using namespace torch::jit;

namespace hier {

static NodeTags tagsOf(const Node &node, const HierarchyAttributes &names) {
  NodeOrigins found = originsOf(node, names);
  NodeTags tags;
  tags.tag = std::move(found.tag);
  tags.path = std::move(found.path);
  tags.evidence = std::move(found.evidence);
  if (node.hasAttribute(names.origins))
    tags.origins = std::move(found.paths);
  if (node.hasAttribute(names.call) &&
      node.kindOf(names.call) == AttributeKind::i)
    tags.call = node.i(names.call);
  return tags;
}

std::vector<NodeTags> tagsOf(Graph &graph) {
  HierarchyAttributes names;
  std::vector<NodeTags> all;
  size_t index = 0;
  for (Node *node : allNodes(graph)) {
    size_t place = index++;
    if (!node->hasAttributes())
      continue;
    NodeTags tags = tagsOf(*node, names);
    if (!tags.tag && !tags.path && !tags.evidence)
      continue;
    tags.index = place;
    tags.kind = node->kind().toQualString();
    for (const Value *output : node->outputs())
      tags.outputs.push_back(output->debugName());
    all.push_back(std::move(tags));
  }
  return all;
}

} // namespace hier
