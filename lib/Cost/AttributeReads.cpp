//===- AttributeReads.cpp - What a graph reads from modules ---------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One walk in program order: a module is read before anything is read from it.
//
//===----------------------------------------------------------------------===//

#include "AttributeReads.h"

#include "hier/IR/Attributes.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace torch::jit;

namespace hier {

AttributeReads::AttributeReads(const Item &item, Graph &flat,
                               llvm::ArrayRef<Node *> nodes) {
  modules.push_back({0, 0, "", item.module.get()});
  hasRoot = !flat.inputs().empty() && flat.inputs()[0]->type()->is_module();
  if (!hasRoot)
    return;
  moduleByValue[flat.inputs()[0]] = 0;
  for (Node *node : nodes)
    follow(*node);
}

void AttributeReads::follow(Node &node) {
  if (node.kind() == prim::GetAttr)
    return noteRead(node);
  if (node.kind() == prim::CallMethod)
    return noteCall(node);
  Graph *subgraph = subgraphOf(node);
  if (!subgraph)
    return;
  for (auto [given, taken] : llvm::zip(node.inputs(), subgraph->inputs())) {
    auto module = moduleByValue.find(given);
    if (module != moduleByValue.end())
      moduleByValue[taken] = module->second;
  }
}

void AttributeReads::noteRead(Node &read) {
  const std::string *name = nameAttribute(read);
  if (!name || read.inputs().size() != 1 || read.outputs().size() != 1)
    return;
  auto owner = moduleByValue.find(read.inputs()[0]);
  if (owner == moduleByValue.end())
    return;
  size_t module = owner->second;
  Value *value = read.outputs()[0];
  if (value->type()->is_module()) {
    if (modules[module].depth < maxDepth) {
      size_t child = childOf(module, *name);
      moduleByValue[value] = child;
    }
    return;
  }
  auto [place, isNew] = readPlaces.try_emplace({module, *name}, reads.size());
  if (isNew)
    reads.push_back({module, *name});
  reads[place->second].values.push_back(value);
}

void AttributeReads::noteCall(Node &call) {
  if (call.inputs().empty())
    return;
  auto module = moduleByValue.find(call.inputs()[0]);
  if (module != moduleByValue.end())
    called.insert(module->second);
}

size_t AttributeReads::childOf(size_t module, const std::string &name) {
  auto [place, isNew] = children.try_emplace({module, name}, modules.size());
  if (isNew) {
    const Module &parent = modules[module];
    ModuleObject *object =
        parent.object ? parent.object->findChild(name) : nullptr;
    modules.push_back({module, parent.depth + 1, name, object});
  }
  return place->second;
}

std::string AttributeReads::path(size_t module) const {
  llvm::SmallVector<llvm::StringRef> names;
  for (; module != 0; module = modules[module].parent)
    names.push_back(modules[module].name);
  return llvm::join(llvm::reverse(names), ".");
}

std::optional<at::Tensor> liveTensor(const ModuleObject &module,
                                     const std::string &name) {
  if (!module.live)
    return std::nullopt;
  std::optional<size_t> slot = module.live->type()->findAttributeSlot(name);
  if (!slot || *slot >= module.live->slots().size())
    return std::nullopt;
  const c10::IValue &value = module.live->getSlot(*slot);
  if (!value.isTensor() || !value.toTensor().defined())
    return std::nullopt;
  return value.toTensor();
}

} // namespace hier
