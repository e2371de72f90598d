//===- DropModules.cpp - Fewer modules and methods ------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An opportunity is a module object that is not the root, with all that is in
// it, or a method. Calls of what is gone go too.
//
//===----------------------------------------------------------------------===//

#include "Strategies.h"

#include "LostCalls.h"
#include "Walk.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

using namespace torch::jit;

namespace hier {

/// With the attributes that hold them, for these name the others.
static void dropChildren(ModuleObject &parent,
                         const llvm::DenseSet<ModuleObject *> &gone) {
  llvm::erase_if(parent.children, [&](std::unique_ptr<ModuleObject> &child) {
    if (!gone.contains(child.get()))
      return false;
    auto holds = [&](const AttributeText &attribute) {
      return attribute.name == child->name;
    };
    auto holder = llvm::find_if(parent.attributes, holds);
    if (holder != parent.attributes.end())
      parent.attributes.erase(holder);
    return true;
  });
}

void dropModules(Program &program, Opportunities &opportunities) {
  LostCalls calls(program);
  for (Item &item : program.items) {
    if (!item.module)
      continue;
    std::vector<ModuleObject *> objects = objectsInOrder(*item.module);
    llvm::DenseSet<ModuleObject *> gone;
    for (ModuleObject *object : llvm::drop_begin(objects))
      if (opportunities.takeNext())
        gone.insert(object);
    // Inner ones first: dropping an object frees all that is in it.
    if (!gone.empty())
      for (ModuleObject *object : llvm::reverse(objects))
        dropChildren(*object, gone);
  }
  calls.drop(program);
}

void dropMethods(Program &program, Opportunities &opportunities) {
  LostCalls calls(program);
  for (Item &item : program.items)
    if (item.module)
      for (ModuleObject *object : objectsInOrder(*item.module))
        llvm::erase_if(object->methods,
                       [&](Method &) { return opportunities.takeNext(); });
  calls.drop(program);
}

} // namespace hier
