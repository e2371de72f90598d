//===- NodeCloner.h - Copies of nodes in another graph ----------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Graph::createClone without its price: no map from values, and names made
// unique in constant time, the copy's and not the older value's.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_IR_NODECLONER_H
#define HIER_IR_NODECLONER_H

#include "hier/IR/ValueNames.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"

namespace hier {

class NodeCloner {
public:
  /// A copy of `node` in `graph`, on `inputs` and without blocks; it is in no
  /// block yet. Subgraphs among the attributes are copied.
  torch::jit::Node *clone(torch::jit::Node &node, torch::jit::Graph &graph,
                          llvm::ArrayRef<torch::jit::Value *> inputs);

  /// A new input of `block`, with the type and name of `input`.
  torch::jit::Value *cloneInput(torch::jit::Value &input,
                                torch::jit::Block &block);

private:
  void copyMetadata(torch::jit::Value &from, torch::jit::Value &to);

  llvm::DenseMap<torch::jit::Graph *, std::unique_ptr<NameUniquer>> names;
};

} // namespace hier

#endif // HIER_IR_NODECLONER_H
