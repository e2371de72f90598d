//===- Unwrap.cpp - A part in the place of the whole ----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An opportunity is a submodule that becomes the module, a method whose graph
// becomes all there is, or a subgraph that becomes the graph. Of several in one
// item the first is taken.
//
//===----------------------------------------------------------------------===//

#include "Strategies.h"

#include "Walk.h"

using namespace torch::jit;

namespace hier {

static void unwrapModule(Item &item, Opportunities &opportunities) {
  std::vector<std::unique_ptr<ModuleObject>> &children = item.module->children;
  size_t first = children.size();
  for (size_t index = 0; index < children.size(); ++index)
    if (opportunities.takeNext())
      first = std::min(first, index);
  std::shared_ptr<Graph> graph;
  for (Method &method : item.module->methods)
    if (method.graph && opportunities.takeNext() && !graph)
      graph = method.graph;
  if (first < children.size()) {
    std::unique_ptr<ModuleObject> child = std::move(children[first]);
    children.erase(children.begin() + first);
    child->name.clear();
    item.module = std::move(child);
  } else if (graph) {
    item.module.reset();
    item.graph = std::move(graph);
  }
}

static void unwrapGraph(Item &item, Opportunities &opportunities) {
  std::shared_ptr<Graph> found;
  for (Node *node : nodesOf(*item.graph))
    for (auto [name, subgraph] : subgraphsOf(*node))
      if (opportunities.takeNext() && !found)
        found = node->g(name);
  if (found)
    item.graph = std::move(found);
}

void unwrap(Program &program, Opportunities &opportunities) {
  for (Item &item : program.items)
    if (item.graph)
      unwrapGraph(item, opportunities);
    else
      unwrapModule(item, opportunities);
}

} // namespace hier
