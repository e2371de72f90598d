//===- LentParameters.cpp - Modules that the tracer knows by two names ----===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Looks at the arguments of calls, and at the end at who was called.
//
//===----------------------------------------------------------------------===//

#include "LentParameters.h"

#include "hier/Hierarchy/ClassName.h"
#include "hier/IR/Attributes.h"
#include "llvm/ADT/STLExtras.h"

using namespace torch::jit;

namespace hier {

static bool areOfOneClass(const ModuleObject &one, const ModuleObject &other) {
  return ClassName::parse(one.className) == ClassName::parse(other.className);
}

static bool hasAttribute(const ModuleObject &module, const std::string &name) {
  auto isIt = [&](const AttributeText &attribute) {
    return attribute.name == name;
  };
  return llvm::any_of(module.parameters, isIt) ||
         llvm::any_of(module.attributes, isIt);
}

/// Does `body` read an attribute of `self` that is no module?
static bool readsOwn(Graph &body, ModuleObject &self) {
  return llvm::any_of(body.nodes(), [&](Node *node) {
    if (node->kind() != prim::GetAttr)
      return false;
    const std::string *name = nameAttribute(*node);
    return name && node->inputs()[0] == body.inputs()[0] &&
           !self.findChild(*name);
  });
}

void LentParameters::noteCall(const Callee &callee) {
  if (!callee.self)
    return;
  for (Value *argument : callee.arguments) {
    auto read = reads.find(argument);
    if (read == reads.end())
      continue;
    const auto &[owner, name] = read->second;
    if (owner == callee.self || !areOfOneClass(*owner, *callee.self) ||
        !hasAttribute(*callee.self, name) ||
        readsOwn(*callee.body, *callee.self))
      continue;
    auto [known, isNew] = borrowers.try_emplace(owner, callee.self);
    if (!isNew && known->second != callee.self)
      known->second = nullptr;
  }
}

void LentParameters::addAliases(ModuleCalls &calls) const {
  if (borrowers.empty())
    return;
  std::vector<size_t> places = calls.modules.placesByName();
  for (const auto &[owner, borrower] : borrowers) {
    ModuleId lent = calls.moduleOf(*owner);
    if (!borrower || calls.calls.callsOf(lent) > 0)
      continue;
    ModuleId called = calls.moduleOf(*borrower);
    bool areSiblings =
        calls.modules.parent(lent) == calls.modules.parent(called);
    bool isCalledFirst = places[called] < places[lent];
    if (isCalledFirst == areSiblings)
      calls.aliases.add(called, lent);
  }
}

} // namespace hier
