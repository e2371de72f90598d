//===- Origins.h - Whose a node is, kept through changes --------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Whoever changes a graph that is tagged keeps its tags by these: a copy has
// those of its original, what comes of one node has its tags each time, and
// what several nodes have become serves the modules of all.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_ANALYSIS_ORIGINS_H
#define HIER_ANALYSIS_ORIGINS_H

#include "hier/Analysis/HierarchyAttributes.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringMap.h"

#include <optional>
#include <string>
#include <vector>

namespace hier {

/// What the hierarchy attributes of a node say; an attribute of another kind
/// than tag-hierarchy writes says nothing.
struct NodeOrigins {
  std::optional<std::string> tag;
  std::optional<std::string> path;
  std::optional<std::string> evidence;
  /// The paths of the modules that the node serves, one unless several are
  /// recorded. Where no attribute has a path, that of the scope.
  std::vector<std::string> paths;

  bool isTagged() const { return tag || path; }
};

/// What is recorded on `node`.
NodeOrigins originsOf(const torch::jit::Node &node,
                      const HierarchyAttributes &attributes = {});

class OriginKeeper {
public:
  /// Learns from `nodes`, as they are tagged now, which tag a path has.
  explicit OriginKeeper(llvm::ArrayRef<torch::jit::Node *> nodes);

  /// Is any of the nodes tagged?
  bool knowsTags() const { return anyTagged; }

  /// Gives `into` what `sources` have on record: of one, or of several that say
  /// the same, just that. Of others the origins of all, and path and tag of the
  /// nearest module that all their modules are in, without the number of a
  /// call; a tag that no node has shown is what their tags have in common.
  /// Sources without tags do not count.
  void unite(llvm::ArrayRef<torch::jit::Node *> sources,
             torch::jit::Node &into) const;

  /// Gives `to` the attributes of `from`, and no others of a hierarchy.
  void copy(const torch::jit::Node &from, torch::jit::Node &to) const;

  const HierarchyAttributes &attributes() const { return names; }

private:
  NodeOrigins unitedOf(llvm::ArrayRef<NodeOrigins> sources) const;
  void write(const NodeOrigins &origins, torch::jit::Node &node) const;
  std::string commonTag(llvm::ArrayRef<NodeOrigins> sources,
                        llvm::StringRef commonPath) const;

  HierarchyAttributes names;
  bool anyTagged = false;
  llvm::StringMap<std::string> tagByPath;
};

/// What is left of `one` and `other` where both begin with the same parts, with
/// `separator` between: `a.b` of `a.b.c` and `a.b.d`.
std::string commonStart(llvm::StringRef one, llvm::StringRef other,
                        char separator);

} // namespace hier

#endif // HIER_ANALYSIS_ORIGINS_H
