//===- LostCalls.cpp - Calls of methods that are gone ---------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Compares what a program held with what it holds.
//
//===----------------------------------------------------------------------===//

#include "LostCalls.h"

#include "GraphRebuilder.h"
#include "Walk.h"
#include "hier/IR/Attributes.h"
#include "llvm/ADT/STLExtras.h"

using namespace torch::jit;

namespace hier {

std::string classOf(const Value &value) {
  auto type = value.type()->cast<c10::ClassType>();
  return type && type->name() ? type->name()->qualifiedName() : "";
}

std::string calledMethod(const Node &node) {
  const std::string *name =
      node.kind() == prim::CallMethod ? nameAttribute(node) : nullptr;
  return name ? *name : "";
}

LostCalls::Known::Known(Program &program) {
  for (Item &item : program.items) {
    if (!item.module)
      continue;
    for (ModuleObject *object : objectsInOrder(*item.module)) {
      classes.insert(object->className);
      for (const Method &method : object->methods)
        methods.insert(object->className + "\n" + method.name);
    }
  }
}

void LostCalls::drop(Program &program) const {
  Known after(program);
  std::vector<Node *> nodes = nodesOf(program);
  RebuildPlan plan;
  for (Node *node : nodes)
    if (std::string name = calledMethod(*node); !name.empty()) {
      std::string key = classOf(*node->input(0)) + "\n" + name;
      if (before.methods.contains(key) && !after.methods.contains(key))
        plan.dropped.insert(node);
    }
  for (Node *node : nodes) {
    if (node->kind() != prim::GetAttr || node->outputs().size() != 1)
      continue;
    std::string name = classOf(*node->output());
    if (before.classes.contains(name) && !after.classes.contains(name) &&
        llvm::all_of(node->output()->uses(), [&](const Use &use) {
          return plan.dropped.contains(use.user);
        }))
      plan.dropped.insert(node);
  }
  rebuildGraphs(program, plan);
}

} // namespace hier
