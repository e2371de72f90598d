//===- StaticTags.cpp - The tag of each module, called or not -------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A parent's number is below its children's, so that one pass over the numbers
// is enough.
//
//===----------------------------------------------------------------------===//

#include "hier/Hierarchy/StaticTags.h"

namespace hier {

TagMapping staticTags(const ModuleTree &modules, const TagPolicy &policy) {
  std::vector<std::optional<std::string>> tags; // none where it is not known
  tags.reserve(modules.size());
  TagMapping mapping;
  for (ModuleId module = ModuleTree::root; module < modules.size(); ++module) {
    bool isRoot = module == ModuleTree::root;
    ModuleId parent = modules.parent(module);
    std::optional<std::string> tag = isRoot ? "" : tags[parent];
    if (!isRoot && modules.className(module).empty())
      tag.reset();
    std::optional<std::string> level = policy.staticLevel(
        modules.className(module), modules.name(parent), modules.name(module));
    if (tag && level)
      (*tag += '/') += *level;
    if (tag && !isRoot)
      mapping.emplace(modules.path(module), *tag);
    tags.push_back(std::move(tag));
  }
  return mapping;
}

} // namespace hier
