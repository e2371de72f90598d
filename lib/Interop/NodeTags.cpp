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
#include "hier/IR/Attributes.h"
#include "hier/Interop/LiveProgram.h"
#include "hier/Support/Diagnostic.h"

using namespace torch::jit;

namespace hier {

static NodeTags tagsOf(const Node &node, const HierarchyAttributes &names) {
  NodeOrigins found = originsOf(node, names);
  NodeTags tags;
  tags.tag = std::move(found.tag);
  tags.path = std::move(found.path);
  tags.evidence = std::move(found.evidence);
  const AttributeValue *origins = findAttribute(node, names.origins);
  if (origins && (origins->kind() == AttributeKind::ss ||
                  origins->kind() == AttributeKind::ival))
    tags.origins = std::move(found.paths);
  if (const int64_t *call = integerAttribute(node, names.call))
    tags.call = *call;
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
    if (!tags.tag && !tags.path && !tags.evidence && tags.call == 0 &&
        tags.origins.empty())
      continue;
    tags.index = place;
    tags.kind = node->kind().toQualString();
    for (const Value *output : node->outputs())
      tags.outputs.push_back(output->debugName());
    all.push_back(std::move(tags));
  }
  return all;
}

//===----------------------------------------------------------------------===//
// Writing
//===----------------------------------------------------------------------===//

static llvm::Error checkFit(llvm::ArrayRef<Node *> nodes,
                            llvm::ArrayRef<NodeTags> tags) {
  for (const NodeTags &tag : tags) {
    if (tag.index >= nodes.size())
      return errorIn("tags", "there is no node " + llvm::Twine(tag.index) +
                                 ": the graph has " +
                                 llvm::Twine(nodes.size()));
    const char *kind = nodes[tag.index]->kind().toQualString();
    if (tag.kind != kind)
      return errorIn("tags", "node " + llvm::Twine(tag.index) + " is a '" +
                                 kind + "', and the tags are of a '" +
                                 tag.kind + "'");
  }
  return llvm::Error::success();
}

static void put(Node &node, const NodeTags &tags,
                const HierarchyAttributes &names) {
  if (tags.tag)
    node.s_(names.tag, *tags.tag);
  if (tags.path)
    node.s_(names.path, *tags.path);
  if (tags.call != 0)
    node.i_(names.call, tags.call);
  if (!tags.origins.empty())
    node.ss_(names.origins, tags.origins);
  if (tags.evidence)
    node.s_(names.evidence, *tags.evidence);
}

llvm::Error putTags(Graph &graph, llvm::ArrayRef<NodeTags> tags) {
  HierarchyAttributes names;
  std::vector<Node *> nodes = allNodes(graph);
  if (llvm::Error error = checkFit(nodes, tags))
    return error;
  for (Node *node : nodes)
    names.strip(*node);
  for (const NodeTags &tag : tags)
    put(*nodes[tag.index], tag, names);
  keepRunnable(graph);
  return llvm::Error::success();
}

} // namespace hier
