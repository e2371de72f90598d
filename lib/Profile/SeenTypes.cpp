//===- SeenTypes.cpp - The types that values had in a run -----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Behind what defines a tensor stands an operation that looks at it.
//
//===----------------------------------------------------------------------===//

#include "hier/Profile/SeenTypes.h"

#include "Operations.h"
#include "hier/IR/NodeParts.h"
#include "hier/IR/ValueNames.h"
#include "hier/Profile/MarkedGraph.h"
#include "llvm/ADT/STLExtras.h"

using namespace torch::jit;

namespace hier {

namespace {

class TypeWatcher : public ValueWatcher {
public:
  explicit TypeWatcher(size_t count) : types(count) {}

  void see(size_t number, const c10::IValue &value) override {
    if (!value.isTensor() || !value.toTensor().defined())
      return;
    c10::TensorTypePtr type = c10::TensorType::create(value.toTensor());
    c10::TensorTypePtr &known = types[number];
    known = known ? known->merge(*type) : type;
  }

  std::vector<c10::TensorTypePtr> types;
};

} // namespace

/// Those of a forked graph are not among them.
static std::vector<Value *> tensorsOf(Graph &graph) {
  std::vector<Value *> tensors;
  auto add = [&](at::ArrayRef<Value *> values) {
    for (Value *value : values)
      if (value->type()->castRaw<c10::TensorType>())
        tensors.push_back(value);
  };
  add(graph.inputs());
  for (Node *node : allNodes(graph)) {
    if (node->owningGraph() != &graph || node->kind() == prim::Constant)
      continue;
    add(node->outputs());
    for (Block *block : node->blocks())
      add(block->inputs());
  }
  return tensors;
}

std::vector<c10::TensorTypePtr> typesSeen(Graph &graph, Stack inputs) {
  std::shared_ptr<Graph> copy = runnableCopy(graph);
  std::vector<Value *> tensors = tensorsOf(*copy);
  TypeWatcher watcher(tensors.size());
  for (auto [number, tensor] : llvm::enumerate(tensors)) {
    Node *show = createShow(*tensor, watcher, number);
    if (tensor->node()->kind() == prim::Param)
      tensor->node()->owningBlock()->prependNode(show);
    else
      show->insertAfter(tensor->node());
  }
  GraphRunner(copy).run(std::move(inputs));
  return std::move(watcher.types);
}

std::shared_ptr<Graph> copyWithTypes(Graph &graph,
                                     llvm::ArrayRef<c10::TensorTypePtr> types) {
  std::shared_ptr<Graph> copy = copyGraph(graph);
  for (auto [tensor, type] : llvm::zip_equal(tensorsOf(*copy), types))
    if (type)
      tensor->setType(type);
  return copy;
}

} // namespace hier
