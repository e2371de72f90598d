//===- Attributes.cpp - What nodes have beside operands ----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A node has few attributes: looking at all of them is the quickest way to one.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/Attributes.h"

#include "TorchAccess.h"
#include "llvm/ADT/STLExtras.h"

using namespace torch::jit;

namespace hier {

using access::get;
using access::NodeAttributes;

/// The value of an attribute of the class `Attribute`; null of any other.
template <typename Attribute, AttributeKind Kind>
static const typename Attribute::ValueType *valueOf(AttributeValue *attribute) {
  if (!attribute || attribute->kind() != Kind)
    return nullptr;
  return &static_cast<Attribute *>(attribute)->value();
}

AttributeValue *findAttribute(const Node &node, c10::Symbol name) {
  for (const AttributeValue::Ptr &attribute : get<NodeAttributes>(node))
    if (attribute->name == name)
      return attribute.get();
  return nullptr;
}

const std::string *stringAttribute(const Node &node, c10::Symbol name) {
  return valueOf<StringAttr, AttributeKind::s>(findAttribute(node, name));
}

const int64_t *integerAttribute(const Node &node, c10::Symbol name) {
  return valueOf<IntAttr, AttributeKind::i>(findAttribute(node, name));
}

Graph *subgraphOf(const Node &node) {
  const auto *graph =
      valueOf<GraphAttr, AttributeKind::g>(findAttribute(node, attr::Subgraph));
  return graph ? graph->get() : nullptr;
}

llvm::SmallVector<Graph *, 1> graphsOf(const Node &node) {
  llvm::SmallVector<Graph *, 1> graphs;
  for (const AttributeValue::Ptr &attribute : get<NodeAttributes>(node))
    if (attribute->kind() == AttributeKind::g)
      graphs.push_back(static_cast<GraphAttr &>(*attribute).value().get());
    else if (attribute->kind() == AttributeKind::gs)
      for (const auto &graph : static_cast<GraphsAttr &>(*attribute).value())
        graphs.push_back(graph.get());
  return graphs;
}

const std::string *nameAttribute(const Node &node) {
  return node.inputs().empty() ? nullptr : stringAttribute(node, attr::name);
}

void setAttribute(Node &node, AttributeValue::Ptr attribute) {
  for (AttributeValue::Ptr &own : get<NodeAttributes>(node))
    if (own->name == attribute->name) {
      own = std::move(attribute);
      return;
    }
  addAttribute(node, std::move(attribute));
}

void addAttribute(Node &node, AttributeValue::Ptr attribute) {
  get<NodeAttributes>(node).push_back(std::move(attribute));
}

bool removeAttributes(Node &node, llvm::ArrayRef<c10::Symbol> names) {
  auto isOne = [&](const AttributeValue::Ptr &attribute) {
    return llvm::is_contained(names, attribute->name);
  };
  return std::erase_if(get<NodeAttributes>(node), isOne) > 0;
}

void copyAttribute(const Node &from, c10::Symbol name, Node &to) {
  if (const AttributeValue *attribute = findAttribute(from, name))
    addAttribute(to, attribute->clone());
}

} // namespace hier
