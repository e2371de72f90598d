//===- ModuleAliases.h - Names of one module --------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A module that is an attribute of two others has two names, and a dump prints
// it as two modules. Who learns that they are one says so here.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_HIERARCHY_MODULEALIASES_H
#define HIER_HIERARCHY_MODULEALIASES_H

#include "hier/Hierarchy/ModuleTree.h"
#include "llvm/ADT/EquivalenceClasses.h"

#include <map>
#include <string>

namespace hier {

class ModuleAliases {
public:
  /// Says that two names are those of one module.
  void add(ModuleId one, ModuleId other) { names.unionSets(one, other); }
  bool empty() const { return names.begin() == names.end(); }

  /// All names of `module`, itself included.
  llvm::SmallVector<ModuleId> namesOf(ModuleId module) const;

  /// Each further name with the first that named_modules() lists, by path.
  std::map<std::string, std::string> paths(const ModuleTree &modules) const;

private:
  llvm::EquivalenceClasses<ModuleId> names;
};

} // namespace hier

#endif // HIER_HIERARCHY_MODULEALIASES_H
