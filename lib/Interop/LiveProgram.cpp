//===- LiveProgram.cpp - A caller's module or graph as a program ----------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Copies, and what libtorch's interpreter asks of them.
//
//===----------------------------------------------------------------------===//

#include "hier/Interop/LiveProgram.h"

#include "Guarded.h"
#include "hier/Analysis/HierarchyAttributes.h"
#include "hier/IR/Attributes.h"
#include "hier/IR/Nesting.h"
#include "hier/IR/NodeParts.h"
#include "hier/IR/ValueNames.h"
#include "hier/IR/Verifier.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"

using namespace torch::jit;

namespace hier {

static llvm::Error copyInto(std::shared_ptr<Graph> &copy, Graph &graph,
                            const llvm::Twine &subject) {
  if (llvm::Error error = checkNesting(graph, subject))
    return error;
  if (llvm::Error error = verifyGraph(graph, subject))
    return error;
  copy = copyGraph(graph);
  return llvm::Error::success();
}

/// Objects of one class share the graphs of their methods, and go on doing so.
static llvm::Error copyMethods(ModuleObject &root) {
  llvm::DenseMap<Graph *, std::shared_ptr<Graph>> copies;
  for (ModuleObject *object : allObjects(root))
    for (Method &method : object->methods) {
      std::shared_ptr<Graph> &copy = copies[method.graph.get()];
      if (!copy)
        if (llvm::Error error = copyInto(copy, *method.graph,
                                         object->className + "." + method.name))
          return error;
      method.graph = copy;
    }
  return llvm::Error::success();
}

static llvm::Expected<Program> programIn(const Module &module,
                                         const std::string &method) {
  Program program;
  Item &item = program.items.emplace_back();
  item.module = objectTreeOf(module);
  item.entry = method;
  if (llvm::Expected<Method *> entry = entryMethod(item); !entry)
    return entry.takeError();
  if (llvm::Error error = copyMethods(*item.module))
    return error;
  return program;
}

llvm::Expected<Program> programOf(const Module &module,
                                  const std::string &method) {
  return guarded<llvm::Expected<Program>>(
      "module", [&] { return programIn(module, method); });
}

llvm::Expected<Program> programOf(Graph &graph) {
  using Result = llvm::Expected<Program>;
  return guarded<Result>("graph", [&]() -> Result {
    Program program;
    if (llvm::Error error =
            copyInto(program.items.emplace_back().graph, graph, "graph"))
      return error;
    return program;
  });
}

void keepRunnable(Graph &graph) {
  HierarchyAttributes attributes;
  for (Node *node : allNodes(graph)) {
    if (node->kind() != prim::Constant || node->outputs().size() != 1 ||
        findAttribute(*node, attr::value) ||
        !node->output()->type()->castRaw<c10::OptionalType>())
      continue;
    if (llvm::any_of(attributes.all(), [&](c10::Symbol name) {
          return findAttribute(*node, name) != nullptr;
        }))
      node->output()->setType(c10::NoneType::get());
  }
}

} // namespace hier
