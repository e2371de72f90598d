//===- StaticTags.h - The tag of each module, called or not -----*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The static hierarchy: a walk over the children of each module, whether anyone
// calls them or not.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_HIERARCHY_STATICTAGS_H
#define HIER_HIERARCHY_STATICTAGS_H

#include "hier/Hierarchy/ModuleTree.h"
#include "hier/Hierarchy/TagPolicy.h"

#include <map>
#include <string>

namespace hier {

/// Tags by module path, sorted by path.
using TagMapping = std::map<std::string, std::string>;

/// The tag of every module but the root, whose own level is the first of all
/// others: a module has the tag of its parent, with the level that `policy`
/// gives it. Where the class of a module is not known, neither is its tag, nor
/// those of the modules in it: they are left out. Time and space grow with the
/// square of the tree's depth.
TagMapping staticTags(const ModuleTree &modules, const TagPolicy &policy);

} // namespace hier

#endif // HIER_HIERARCHY_STATICTAGS_H
