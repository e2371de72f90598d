//===- Callee.cpp - What a call runs --------------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Methods of modules are found by the object, since a text does not tell the
// class of an interface; those of other classes by the type.
//
//===----------------------------------------------------------------------===//

#include "Callee.h"
#include "hier/IR/Attributes.h"
#include "hier/IR/Nesting.h"
#include "hier/IR/Verifier.h"

using namespace torch::jit;

namespace hier {

/// The function that a prim::CallFunction calls, if its body is at hand.
static Graph *functionBody(Value *callee) {
  const auto *type = callee->type()->castRaw<c10::FunctionType>();
  auto *function = type ? tryToGraphFunction(*type->function()) : nullptr;
  return function ? function->graph().get() : nullptr;
}

/// The method that a prim::CallMethod calls on an object that is no module.
static Graph *plainMethodBody(Value *object, const std::string &name) {
  const auto *type = object->type()->castRaw<c10::ClassType>();
  bool hasMethods = type && !type->is_module() && type->compilation_unit();
  Function *method = hasMethods ? type->findMethod(name) : nullptr;
  auto *function = method ? tryToGraphFunction(*method) : nullptr;
  return function ? function->graph().get() : nullptr;
}

llvm::Error verifyLiveBody(Graph &body, const llvm::Twine &subject) {
  if (llvm::Error error = verifyGraph(body, subject))
    return error;
  return checkNesting(body, subject); // Subgraphs are copied by libtorch.
}

std::optional<Callee> resolveCallee(Node &node, llvm::ArrayRef<Value *> inputs,
                                    const ModuleValues &objects) {
  Callee callee;
  if (inputs.empty())
    return std::nullopt;
  if (node.kind() == prim::CallFunction) {
    callee.body = functionBody(inputs[0]);
    callee.arguments = inputs.drop_front();
  } else if (const std::string *name = node.kind() == prim::CallMethod
                                           ? nameAttribute(node)
                                           : nullptr) {
    callee.self = objects.lookup(inputs[0]);
    Method *method = callee.self ? callee.self->findMethod(*name) : nullptr;
    callee.body =
        method ? method->graph.get() : plainMethodBody(inputs[0], *name);
    callee.arguments = inputs;
  }
  if (!callee.body || callee.body->inputs().size() != callee.arguments.size() ||
      callee.body->outputs().size() != node.outputs().size())
    return std::nullopt;
  return callee;
}

} // namespace hier
