//===- Attributes.h - What nodes have beside operands ------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The attributes of nodes by name. libtorch's own accessors ask its table of
// symbols, behind a lock, whether the name is one of an attribute, each time;
// these only look.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_IR_ATTRIBUTES_H
#define HIER_IR_ATTRIBUTES_H

#include "hier/IR/Torch.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"

#include <string>

namespace hier {

/// The attribute `name` of `node`; null when it has none. As long as the node
/// has it.
torch::jit::AttributeValue *findAttribute(const torch::jit::Node &node,
                                          c10::Symbol name);

/// The value of the attribute `name`; null when `node` has none that is a
/// string, or an integer.
const std::string *stringAttribute(const torch::jit::Node &node,
                                   c10::Symbol name);
const int64_t *integerAttribute(const torch::jit::Node &node, c10::Symbol name);

/// The graph that a node such as prim::fork runs; null when it has none.
torch::jit::Graph *subgraphOf(const torch::jit::Node &node);

/// The graphs that `node` has for attributes of any name; a null one too.
llvm::SmallVector<torch::jit::Graph *, 1>
graphsOf(const torch::jit::Node &node);

/// The attribute `name` of a prim::GetAttr or prim::CallMethod that is whole,
/// else null.
const std::string *nameAttribute(const torch::jit::Node &node);

/// Gives `node` an attribute, which takes the place of one of that name.
void setAttribute(torch::jit::Node &node,
                  torch::jit::AttributeValue::Ptr attribute);
template <typename Attribute>
void setAttribute(torch::jit::Node &node, c10::Symbol name,
                  typename Attribute::ConstructorType value) {
  setAttribute(node, std::make_unique<Attribute>(name, std::move(value)));
}

/// The same for a name that is new to `node`: it is not looked for.
void addAttribute(torch::jit::Node &node,
                  torch::jit::AttributeValue::Ptr attribute);
template <typename Attribute>
void addAttribute(torch::jit::Node &node, c10::Symbol name,
                  typename Attribute::ConstructorType value) {
  addAttribute(node, std::make_unique<Attribute>(name, std::move(value)));
}

/// Takes those of `names` that `node` has, and says whether it had any.
bool removeAttributes(torch::jit::Node &node,
                      llvm::ArrayRef<c10::Symbol> names);

/// Gives `to`, which has none of that name, the attribute `name` of `from`, if
/// it has one.
void copyAttribute(const torch::jit::Node &from, c10::Symbol name,
                   torch::jit::Node &to);

} // namespace hier

#endif // HIER_IR_ATTRIBUTES_H
