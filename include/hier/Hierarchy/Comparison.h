//===- Comparison.h - Two hierarchies, and who calls whom -------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the static hierarchy and the traced one have in common and where they
// differ, and what no hook sees: which modules are never called, and which by
// others than those that own them.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_HIERARCHY_COMPARISON_H
#define HIER_HIERARCHY_COMPARISON_H

#include "hier/Hierarchy/CallTree.h"
#include "hier/Hierarchy/ModuleAliases.h"
#include "hier/Hierarchy/StaticTags.h"

namespace hier {

/// Paths are sorted in all of these.
struct TagComparison {
  struct Difference {
    std::string module;
    std::string staticTag;
    std::string tracedTag;
  };

  size_t commonCount = 0;
  size_t matches = 0; ///< Common modules with one tag in both.
  std::vector<std::string> onlyStatic;
  std::vector<std::string> onlyTraced;
  std::vector<Difference> differences;
};

TagComparison compareTags(const TagMapping &statically,
                          const TagMapping &traced);

/// Who calls which modules, the root left out.
struct CallSummary {
  /// A module, and one that calls it and is not around it.
  struct Foreign {
    std::string module;
    std::string caller;
    size_t count;
  };

  std::vector<std::string> neverCalled;
  std::map<std::string, size_t> counts; ///< Of each module that is called.
  std::vector<Foreign> foreign;
};

/// Of the calls that were entered: those that one module makes of another, by
/// any method. A module of several names is called if it is by one of them,
/// and any module around one of them owns it.
CallSummary summarizeCalls(const CallTree &calls, const ModuleTree &modules,
                           const ModuleAliases &aliases);

} // namespace hier

#endif // HIER_HIERARCHY_COMPARISON_H
