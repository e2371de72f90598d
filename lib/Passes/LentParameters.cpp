//===- LentParameters.cpp - Modules that the tracer knows by two names ----===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Looks at the arguments of one call.
//
//===----------------------------------------------------------------------===//

#include "LentParameters.h"

#include "NodeParts.h"
#include "hier/Hierarchy/ClassName.h"
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

static bool readsOwn(Graph &body, const std::string &name) {
  return llvm::any_of(body.nodes(), [&](Node *node) {
    return node->kind() == prim::GetAttr && nameAttribute(*node) == name &&
           node->inputs()[0] == body.inputs()[0];
  });
}

const ModuleObject *LentParameters::otherName(const Callee &callee) const {
  for (Value *argument : callee.arguments) {
    auto read = reads.find(argument);
    if (read == reads.end())
      continue;
    const auto &[owner, name] = read->second;
    if (owner != callee.self && areOfOneClass(*owner, *callee.self) &&
        hasAttribute(*callee.self, name) && !readsOwn(*callee.body, name))
      return owner;
  }
  return nullptr;
}

} // namespace hier
