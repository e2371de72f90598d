//===- LevelRule.h - Which modules make a level of a tag --------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A rule in the terms that a policy file is written in: patterns of classes,
// and the names of the containers whose children keep their numbers.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_HIERARCHY_LEVELRULE_H
#define HIER_HIERARCHY_LEVELRULE_H

#include "hier/Hierarchy/ClassName.h"
#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>
#include <vector>

namespace hier {

struct LevelRule {
  /// The classes that make a level. A pattern with `*`, which stands for any
  /// text, must match `module.Class`; one without it must equal that or
  /// `Class`.
  std::vector<std::string> levels;
  /// The containers whose children keep their number: the level of `K.N` is
  /// `Class.N` if K is one of these and N a number. `*` is any container, the
  /// root included.
  std::vector<std::string> numbered;
  /// May torch.nn's bare containers, such as ModuleList, make a level too?
  bool includesContainers = true;

  /// The level that the module `name` in `parentName` makes: `BertLayer.0`.
  /// None if its class is not one of `levels`, or unknown.
  std::optional<std::string> level(const ClassName &className,
                                   llvm::StringRef parentName,
                                   llvm::StringRef name) const;

private:
  bool makesLevel(const ClassName &className) const;
  bool keepsNumber(llvm::StringRef parentName, llvm::StringRef name) const;
};

} // namespace hier

#endif // HIER_HIERARCHY_LEVELRULE_H
