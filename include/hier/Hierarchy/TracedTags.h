//===- TracedTags.h - The traced tag of each call ---------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The traced hierarchy as hooks would build it: a call that makes a level adds
// it to the tag of the call that made it.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_HIERARCHY_TRACEDTAGS_H
#define HIER_HIERARCHY_TRACEDTAGS_H

#include "hier/Hierarchy/CallTree.h"
#include "hier/Hierarchy/ModuleTree.h"
#include "hier/Hierarchy/TagPolicy.h"

#include <deque>
#include <optional>
#include <string>

namespace hier {

/// The tags of the calls that are asked for: those of all calls of a deep stack
/// would be too much text. Both trees must outlive the tags and may grow
/// meanwhile, but the classes of modules that were called must not change.
class TracedTags {
public:
  TracedTags(const CallTree &calls, const ModuleTree &modules,
             TagPolicy policy);

  /// `/RootClass` for the root call; `/` if that class is unknown. For another
  /// call, its caller's tag and the level that the policy gives it, if any. The
  /// reference lives as long as the tags.
  const std::string &operator[](CallId call) const;

  /// Does the tag of `call` have a level more than its caller's?
  bool makesLevel(CallId call) const { return level(calls[call]).has_value(); }

private:
  std::optional<std::string> level(const Call &call) const;

  const CallTree &calls;
  const ModuleTree &modules;
  TagPolicy policy;
  mutable std::deque<std::string> tags; // by call; empty until asked for
};

} // namespace hier

#endif // HIER_HIERARCHY_TRACEDTAGS_H
