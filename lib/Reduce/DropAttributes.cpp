//===- DropAttributes.cpp - Fewer attributes ------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An opportunity is a parameter or attribute of a module that is not a
// submodule, or an attribute of a node that is not a graph.
//
//===----------------------------------------------------------------------===//

#include "Strategies.h"

#include "Walk.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"

using namespace torch::jit;

namespace hier {

static void dropTexts(ModuleObject &object, Opportunities &opportunities) {
  llvm::StringSet<> children;
  for (const std::unique_ptr<ModuleObject> &child : object.children)
    children.insert(child->name);
  llvm::erase_if(object.parameters, [&](const AttributeText &) {
    return opportunities.takeNext();
  });
  llvm::erase_if(object.attributes, [&](const AttributeText &attribute) {
    return !children.contains(attribute.name) && opportunities.takeNext();
  });
}

void dropAttributes(Program &program, Opportunities &opportunities) {
  for (Item &item : program.items)
    if (item.module && !item.graph)
      for (ModuleObject *object : objectsInOrder(*item.module))
        dropTexts(*object, opportunities);
  for (Node *node : nodesOf(program)) {
    if (!node->hasAttributes())
      continue;
    for (c10::Symbol name : node->attributeNames())
      if (node->kindOf(name) != AttributeKind::g && opportunities.takeNext())
        node->removeAttribute(name);
  }
}

} // namespace hier
