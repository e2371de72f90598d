//===- TagAudit.h - What a change has made of the tags ----------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A pass that knows nothing of hierarchies may lose them. Held against what
// each node comes from, the tags of a changed graph show it; so do the scopes
// of a graph that is not tagged.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_ANALYSIS_TAGAUDIT_H
#define HIER_ANALYSIS_TAGAUDIT_H

#include "hier/Analysis/HierarchyAttributes.h"
#include "hier/IR/NodeHistory.h"

#include <string>
#include <vector>

namespace hier {

/// A node whose tag is not what its sources' are.
struct TagFinding {
  enum Kind {
    Lost,    ///< It does not name all that its sources name.
    Changed, ///< It names what they do not, or has another tag.
    Invented ///< It names what nothing that it comes from or helps names.
  };
  Kind kind;
  std::string node;                ///< As describe() has it.
  std::vector<std::string> before; ///< Module paths; tags where none is known.
  std::vector<std::string> after;
};

/// Each node of the changed graph is counted once.
struct TagAudit {
  /// Are the scopes looked at, for want of tags before and after?
  bool isOfScopes = false;
  size_t kept = 0;     ///< As the one node that it comes from.
  size_t merged = 0;   ///< With all that several nodes were tagged with.
  size_t given = 0;    ///< Tagged now, where its sources were not.
  size_t inferred = 0; ///< New, and tagged as what it helps.
  size_t untagged = 0; ///< Without a tag, as its sources, or new.
  std::vector<TagFinding> findings;
  size_t removed = 0; ///< Nodes of the original that are gone.

  size_t count(TagFinding::Kind kind) const;
};

TagAudit auditTags(const Lineage &lineage);

} // namespace hier

#endif // HIER_ANALYSIS_TAGAUDIT_H
