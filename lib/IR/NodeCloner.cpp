//===- NodeCloner.cpp - Copies of nodes in another graph ------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Goes through the virtual functions that createClone uses, so that a copy is
// of the same subclass of torch::jit::Node.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/NodeCloner.h"

#include "TorchAccess.h"

using namespace torch::jit;

namespace hier {

Node *NodeCloner::clone(Node &node, Graph &graph,
                        llvm::ArrayRef<Value *> inputs) {
  Node *copy = access::allocateLike(node, graph);
  access::copyProperties(node, *copy);
  access::reserve(*copy, inputs.size(), node.outputs().size());
  for (Value *output : node.outputs())
    copyMetadata(*output, *copy->addOutput());
  for (Value *input : inputs)
    copy->addInput(input);
  return copy;
}

Value *NodeCloner::cloneInput(Value &input, Block &block) {
  Value *copy = block.addInput();
  copyMetadata(input, *copy);
  return copy;
}

void NodeCloner::copyMetadata(Value &from, Value &to) {
  to.setType(from.type());
  llvm::StringRef name = debugName(from);
  if (name.empty())
    return;
  std::unique_ptr<NameUniquer> &uniquer = names[to.owningGraph()];
  if (!uniquer)
    uniquer = std::make_unique<NameUniquer>(*to.owningGraph());
  uniquer->setName(to, name);
}

} // namespace hier
