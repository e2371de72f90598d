//===- TorchAccess.h - Members of libtorch's IR that it keeps private -----===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// libtorch's public interface cannot give a value a number for a name, costs
// a hash and a string for every name, and copies a location to read it. The
// reader and the writer reach the members themselves, through the one door the
// language leaves open: the arguments of an explicit instantiation are not
// checked for access. Nothing else in Hier does so, and a change of these
// members in libtorch is a compile error here, nowhere else.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_IR_TORCHACCESS_H
#define HIER_LIB_IR_TORCHACCESS_H

#include "hier/IR/Torch.h"

namespace hier::access {

template <typename Tag, typename Tag::Type Member> struct Expose {
  friend constexpr typename Tag::Type memberOf(Tag) { return Member; }
};

#define HIER_EXPOSE(TAG, CLASS, MEMBER, ...)                                   \
  struct TAG {                                                                 \
    using Type = __VA_ARGS__ torch::jit::CLASS::*;                             \
    friend constexpr Type memberOf(TAG);                                       \
  };                                                                           \
  template struct Expose<TAG, &torch::jit::CLASS::MEMBER>;

HIER_EXPOSE(ValueUnique, Value, unique_, size_t)
HIER_EXPOSE(ValueName, Value, unique_name_, std::string)
HIER_EXPOSE(GraphNextUnique, Graph, next_unique_, size_t)
HIER_EXPOSE(GraphNames, Graph, unique_names_,
            std::unordered_map<std::string, torch::jit::Value *>)
HIER_EXPOSE(GraphNodes, Graph, all_nodes,
            std::unordered_set<const torch::jit::Node *>)
HIER_EXPOSE(NodeInputs, Node, inputs_, std::vector<torch::jit::Value *>)
HIER_EXPOSE(NodeOutputs, Node, outputs_, std::vector<torch::jit::Value *>)
HIER_EXPOSE(NodeRange, Node, source_range_,
            std::optional<torch::jit::SourceRange>)
HIER_EXPOSE(NodeScope, Node, scope_, torch::jit::ScopePtr)
HIER_EXPOSE(NodeCallStack, Node, callstack_,
            std::optional<torch::jit::InlinedCallStackPtr>)
HIER_EXPOSE(NodeAttributes, Node, values_,
            std::vector<torch::jit::AttributeValue::Ptr>)

#undef HIER_EXPOSE

struct NodeAllocate {
  using Type = torch::jit::Node *(torch::jit::Node::*)(torch::jit::Graph *);
  friend constexpr Type memberOf(NodeAllocate);
};
template struct Expose<NodeAllocate, &torch::jit::Node::allocNewInstance>;

struct NodeCloneFrom {
  using Type = void (torch::jit::Node::*)(torch::jit::Node *);
  friend constexpr Type memberOf(NodeCloneFrom);
};
template struct Expose<NodeCloneFrom, &torch::jit::Node::cloneFrom>;

/// A reference to the private member that Tag stands for.
template <typename Tag, typename Object> decltype(auto) get(Object &object) {
  return (object.*memberOf(Tag()));
}

/// Makes room in `node` once, not each time that it gets another.
inline void reserve(torch::jit::Node &node, size_t inputs, size_t outputs) {
  get<NodeInputs>(node).reserve(inputs);
  get<NodeOutputs>(node).reserve(outputs);
}

/// A node of the same class and kind in `graph`.
inline torch::jit::Node *allocateLike(torch::jit::Node &node,
                                      torch::jit::Graph &graph) {
  return (node.*memberOf(NodeAllocate()))(&graph);
}

/// Attributes, location and scope, and what a subclass adds.
inline void copyProperties(torch::jit::Node &from, torch::jit::Node &to) {
  (to.*memberOf(NodeCloneFrom()))(&from);
}

} // namespace hier::access

#endif // HIER_LIB_IR_TORCHACCESS_H
