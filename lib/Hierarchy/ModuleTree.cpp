//===- ModuleTree.cpp - The modules of a model by path --------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One table of modules and one index from a parent and a name to the child.
// All walks follow parents with a loop, as a tree may be deeper than any
// stack.
//
//===----------------------------------------------------------------------===//

#include "hier/Hierarchy/ModuleTree.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace hier {

ModuleTree::ModuleTree(ClassName rootClass) {
  modules.emplace_back().className = std::move(rootClass);
}

ModuleId ModuleTree::addChild(ModuleId parent, StringRef name,
                              ClassName className) {
  if (std::optional<ModuleId> existing = child(parent, name)) {
    if (modules[*existing].className.empty())
      setClassName(*existing, std::move(className));
    return *existing;
  }
  ModuleId added = modules.size();
  modules.push_back({name.str(),
                     std::move(className),
                     parent,
                     modules[parent].depth + 1,
                     {}});
  modules[parent].children.push_back(added);
  childByName[{parent, modules[added].name}] = added;
  return added;
}

std::optional<ModuleId> ModuleTree::child(ModuleId parent,
                                          StringRef name) const {
  auto found = childByName.find({parent, name});
  if (found == childByName.end())
    return std::nullopt;
  return found->second;
}

std::optional<ModuleId> ModuleTree::find(StringRef path) const {
  std::optional<ModuleId> module = root;
  if (path.empty())
    return module;
  for (StringRef name : split(path, '.')) {
    module = child(*module, name);
    if (!module)
      return std::nullopt;
  }
  return module;
}

ModuleId ModuleTree::findOrAdd(StringRef path) {
  ModuleId module = root;
  if (path.empty())
    return module;
  for (StringRef name : split(path, '.'))
    module = addChild(module, name, {});
  return module;
}

std::string ModuleTree::path(ModuleId module) const {
  SmallVector<StringRef> names;
  for (; module != root; module = parent(module))
    names.push_back(name(module));
  return join(reverse(names), ".");
}

void ModuleTree::setClassName(ModuleId module, ClassName className) {
  modules[module].className = std::move(className);
}

/// The last module of all is the last child of its parent.
void ModuleTree::truncate(size_t count) {
  for (; modules.size() > count; modules.pop_back()) {
    const Module &last = modules.back();
    childByName.erase({last.parent, last.name});
    modules[last.parent].children.pop_back();
  }
}

std::vector<size_t> ModuleTree::placesByName() const {
  std::vector<size_t> places(size());
  std::vector<ModuleId> pending = {root};
  for (size_t next = 0; !pending.empty(); ++next) {
    ModuleId module = pending.back();
    pending.pop_back();
    places[module] = next;
    for (ModuleId child : llvm::reverse(children(module)))
      pending.push_back(child);
  }
  return places;
}

bool ModuleTree::isWithin(ModuleId inner, ModuleId outer) const {
  while (depth(inner) > depth(outer))
    inner = parent(inner);
  return inner == outer;
}

ModuleId ModuleTree::commonAncestor(ModuleId first, ModuleId second) const {
  while (first != second) {
    ModuleId &deeper =
        modules[first].depth > modules[second].depth ? first : second;
    deeper = parent(deeper);
  }
  return first;
}

} // namespace hier
