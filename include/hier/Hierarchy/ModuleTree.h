//===- ModuleTree.h - The modules of a model by path ------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What named_modules() would list: each module of a model under its path, the
// root first. Whatever is said of a module elsewhere, its calls or its tag, is
// said of its number here.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_HIERARCHY_MODULETREE_H
#define HIER_HIERARCHY_MODULETREE_H

#include "hier/Hierarchy/ClassName.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringRef.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hier {

using ModuleId = uint32_t;

/// A tree of named modules, numbered in the order of their adding, so a
/// parent's number is below its children's. A name may hold any byte but a dot,
/// which is what joins names to a path. What name() and className() refer to
/// lives as long as the tree, also while it grows, unless the module is
/// truncated.
class ModuleTree {
public:
  static constexpr ModuleId root = 0;
  /// No model is as deep as this. The tree may be, but what is made of one,
  /// such as every path, grows with the square of its depth: who builds a tree
  /// from a text that may be hostile stops here.
  static constexpr uint32_t maxDepth = 256;

  explicit ModuleTree(ClassName rootClass);
  // The index of children refers to the names: the tree moves, but has no copy.
  ModuleTree(ModuleTree &&) noexcept = default;
  ModuleTree &operator=(ModuleTree &&) noexcept = default;

  /// The child `name` of `parent`, added with `className` if it is missing. An
  /// existing child takes `className` only if it had none.
  ModuleId addChild(ModuleId parent, llvm::StringRef name, ClassName className);
  std::optional<ModuleId> child(ModuleId parent, llvm::StringRef name) const;

  /// The module at a full path such as `encoder.layer.0`; the root's is empty.
  /// Takes as long as the path is, however many modules there are.
  std::optional<ModuleId> find(llvm::StringRef path) const;
  /// The module at `path`. What is missing on the way there is added with
  /// unknown classes.
  ModuleId findOrAdd(llvm::StringRef path);

  size_t size() const { return modules.size(); }
  /// Computed, since the paths of a deep tree are long to keep.
  std::string path(ModuleId module) const;
  llvm::StringRef name(ModuleId module) const { return modules[module].name; }
  /// The root is its own parent.
  ModuleId parent(ModuleId module) const { return modules[module].parent; }
  uint32_t depth(ModuleId module) const { return modules[module].depth; }
  const ClassName &className(ModuleId module) const {
    return modules[module].className;
  }
  void setClassName(ModuleId module, ClassName className);
  /// Forgets the modules that were added after the first `count`.
  void truncate(size_t count);
  /// In the order of their adding. Valid until `module` gets another child.
  llvm::ArrayRef<ModuleId> children(ModuleId module) const {
    return modules[module].children;
  }

  /// The place of each module in the list that named_modules() gives: a module
  /// before its children, and all that is in a child before the next child.
  std::vector<size_t> placesByName() const;
  /// Is `inner` the module `outer`, or below it?
  bool isWithin(ModuleId inner, ModuleId outer) const;
  /// The deepest module that both are or are below.
  ModuleId commonAncestor(ModuleId first, ModuleId second) const;

private:
  struct Module {
    std::string name;
    ClassName className;
    ModuleId parent = root;
    uint32_t depth = 0;
    std::vector<ModuleId> children;
  };

  // A deque: names must stay where they are while modules are added.
  std::deque<Module> modules;
  llvm::DenseMap<std::pair<ModuleId, llvm::StringRef>, ModuleId> childByName;
};

} // namespace hier

#endif // HIER_HIERARCHY_MODULETREE_H
