//===- NodeTags.h - The tags of a graph as plain data -----------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For who writes tags into a format of his own, or keeps them beside a file
// that cannot hold them.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_INTEROP_NODETAGS_H
#define HIER_INTEROP_NODETAGS_H

#include "hier/IR/Torch.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"

#include <optional>
#include <string>
#include <vector>

namespace hier {

/// What is written on one node: docs/Tags.md tells what each attribute says.
struct NodeTags {
  /// The node's place among all of the graph's, counted from 0 in the order in
  /// which they print, those in blocks and subgraphs too.
  size_t index = 0;
  std::string kind;                 ///< `aten::linear`
  std::vector<std::string> outputs; ///< The names that print, without `%`.
  /// What the node has of these. A node without a tag has neither.
  std::optional<std::string> tag;
  std::optional<std::string> path;
  std::optional<std::string> evidence;
  int64_t call = 0; ///< How many calls of the module came before.
  std::vector<std::string> origins;
};

/// Those of the nodes that have any, in their order. Attributes of another kind
/// than Hier writes count as none.
std::vector<NodeTags> tagsOf(torch::jit::Graph &graph);

/// Takes off `graph` the tags that it has and writes `tags`, which tagsOf may
/// have read off a graph with the same nodes; the graph runs as it did. An
/// error says which node is missing or of another kind, and leaves the graph as
/// it is.
llvm::Error putTags(torch::jit::Graph &graph, llvm::ArrayRef<NodeTags> tags);

} // namespace hier

#endif // HIER_INTEROP_NODETAGS_H
