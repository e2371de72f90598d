//===- SameGraph.cpp - Are two graphs the same to libtorch? ---------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A walk in step. GraphComparison asks whether graphs compute the same; here
// all of them counts.
//
//===----------------------------------------------------------------------===//

#include "SameGraph.h"

#include "hier/IR/ValueNames.h"
#include "llvm/ADT/DenseMap.h"

#include <sstream>

using namespace torch::jit;

namespace hier {

namespace {

class Walk {
public:
  /// False when something differs, which `difference` then says.
  bool sameBlocks(Block &expected, Block &seen);

  std::string difference;

private:
  bool sameNodes(Node &expected, Node &seen);
  bool sameAttributes(Node &expected, Node &seen);
  bool sameValues(at::ArrayRef<Value *> expected, at::ArrayRef<Value *> seen);
  bool sameOperands(at::ArrayRef<Value *> expected, at::ArrayRef<Value *> seen);
  bool check(bool holds, const std::string &what);

  llvm::DenseMap<Value *, Value *> counterpart;
};

} // namespace

static std::string describe(const Node &node) {
  std::ostringstream out;
  node.print(out, 0, nullptr, /*print_source_locations=*/false);
  return out.str().substr(0, out.str().find('\n'));
}

bool Walk::check(bool holds, const std::string &what) {
  if (!holds && difference.empty())
    difference = what;
  return holds;
}

bool Walk::sameValues(at::ArrayRef<Value *> expected,
                      at::ArrayRef<Value *> seen) {
  if (!check(expected.size() == seen.size(), "numbers of values"))
    return false;
  for (size_t index = 0; index < expected.size(); ++index) {
    counterpart[expected[index]] = seen[index];
    const c10::Type &type = *expected[index]->type();
    const c10::Type &other = *seen[index]->type();
    if (!check(type == other && type.kind() == other.kind(),
               "types: " + type.repr_str() + " and " + other.repr_str()) ||
        !check(debugName(*expected[index]) == debugName(*seen[index]),
               "names: " + expected[index]->debugName() + " and " +
                   seen[index]->debugName()))
      return false;
  }
  return true;
}

bool Walk::sameOperands(at::ArrayRef<Value *> expected,
                        at::ArrayRef<Value *> seen) {
  if (!check(expected.size() == seen.size(), "numbers of operands"))
    return false;
  for (size_t index = 0; index < expected.size(); ++index)
    if (!check(counterpart.lookup(expected[index]) == seen[index], "operands"))
      return false;
  return true;
}

static bool sameTensors(const at::Tensor &expected, const at::Tensor &seen) {
  return expected.dtype() == seen.dtype() && expected.sizes() == seen.sizes() &&
         expected.equal(seen);
}

static bool sameObjects(const c10::IValue &expected, const c10::IValue &seen) {
  std::ostringstream one, other;
  expected.repr(one, [](auto &&...) { return false; });
  seen.repr(other, [](auto &&...) { return false; });
  return expected.tagKind() == seen.tagKind() && one.str() == other.str() &&
         *expected.type() == *seen.type();
}

static bool sameAttribute(Node &expected, Node &seen, c10::Symbol name) {
  if (!seen.hasAttribute(name) || expected.kindOf(name) != seen.kindOf(name))
    return false;
  switch (expected.kindOf(name)) {
  case AttributeKind::i:
    return expected.i(name) == seen.i(name);
  case AttributeKind::f:
    return expected.f(name) == seen.f(name);
  case AttributeKind::s:
    return expected.s(name) == seen.s(name);
  case AttributeKind::c:
    return expected.c(name) == seen.c(name);
  case AttributeKind::t:
    return sameTensors(expected.t(name), seen.t(name));
  case AttributeKind::ty:
    return *expected.ty(name) == *seen.ty(name);
  case AttributeKind::tys:
    return std::equal(expected.tys(name).begin(), expected.tys(name).end(),
                      seen.tys(name).begin(), seen.tys(name).end(),
                      [](auto &one, auto &other) { return *one == *other; });
  case AttributeKind::ival:
    return sameObjects(expected.ival(name), seen.ival(name));
  default:
    return false; // parseIR makes no other.
  }
}

bool Walk::sameAttributes(Node &expected, Node &seen) {
  auto names = expected.attributeNames();
  if (!check(names == seen.attributeNames(), "names of attributes"))
    return false;
  for (c10::Symbol name : names)
    if (!check(sameAttribute(expected, seen, name),
               std::string("attribute ") + name.toUnqualString() + " (" +
                   toString(expected.kindOf(name)) + " and " +
                   toString(seen.kindOf(name)) + ")"))
      return false;
  return true;
}

bool Walk::sameNodes(Node &expected, Node &seen) {
  bool same = check(expected.kind() == seen.kind(), "kinds") &&
              sameAttributes(expected, seen) &&
              sameOperands(expected.inputs(), seen.inputs()) &&
              check(expected.blocks().size() == seen.blocks().size(), "blocks");
  for (size_t index = 0; same && index < expected.blocks().size(); ++index)
    same = sameBlocks(*expected.blocks()[index], *seen.blocks()[index]);
  same = same && sameValues(expected.outputs(), seen.outputs());
  if (!same && difference.find(" of '") == std::string::npos)
    difference +=
        " of '" + describe(expected) + "' and '" + describe(seen) + "' differ";
  return same;
}

/// Both end in their return node, so that a longer block shows as a difference
/// of kinds.
bool Walk::sameBlocks(Block &expected, Block &seen) {
  if (!sameValues(expected.inputs(), seen.inputs()))
    return false;
  Node *node = *expected.nodes().begin();
  Node *other = *seen.nodes().begin();
  while (sameNodes(*node, *other)) {
    if (node == expected.return_node())
      return true;
    node = node->next();
    other = other->next();
  }
  return false;
}

std::optional<std::string> firstDifference(Graph &expected, Graph &seen) {
  Walk walk;
  if (walk.sameBlocks(*expected.block(), *seen.block()))
    return std::nullopt;
  return walk.difference;
}

} // namespace hier
