//===- ModuleAliases.cpp - Names of one module ----------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Which of the names named_modules() lists first.
//
//===----------------------------------------------------------------------===//

#include "hier/Hierarchy/ModuleAliases.h"

#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace hier {

SmallVector<ModuleId> ModuleAliases::namesOf(ModuleId module) const {
  auto member = names.findLeader(module);
  if (member == names.member_end())
    return {module};
  return {member, names.member_end()};
}

std::map<std::string, std::string>
ModuleAliases::paths(const ModuleTree &modules) const {
  std::map<std::string, std::string> result;
  if (empty())
    return result;
  std::vector<size_t> places = modules.placesByName();
  for (auto leader = names.begin(); leader != names.end(); ++leader) {
    if (!leader->isLeader())
      continue;
    SmallVector<ModuleId> same(names.member_begin(leader), names.member_end());
    ModuleId first = *min_element(same, [&](ModuleId one, ModuleId other) {
      return places[one] < places[other];
    });
    for (ModuleId name : same)
      if (name != first)
        result.emplace(modules.path(name), modules.path(first));
  }
  return result;
}

} // namespace hier
