//===- GraphComparison.cpp - Two graphs, node by node ---------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The walk in step. A difference ends it, by an exception that does not leave
// this file: the models of a test are few and small.
//
//===----------------------------------------------------------------------===//

#include "GraphComparison.h"
#include "hier/IR/Attributes.h"

#include <sstream>
#include <torch/csrc/jit/ir/node_hashing.h>

using namespace torch::jit;

namespace hier {

namespace {

struct Difference {
  std::string text;
};

} // namespace

/// A node of `scratch` with the attributes of `node`, but for graphs: those are
/// compared on their own.
static Node *attributesAlone(Graph &scratch, const Node &node) {
  Node *bare = scratch.create(node.kind(), /*num_outputs=*/0);
  bare->copyAttributes(node);
  for (c10::Symbol name : node.attributeNames())
    if (node.kindOf(name) == AttributeKind::g)
      bare->removeAttribute(name);
  return bare;
}

static bool sameAttributes(const Node &expected, const Node &seen) {
  Graph scratch;
  return EqualNode()(attributesAlone(scratch, expected),
                     attributesAlone(scratch, seen));
}

static std::string describe(const Node &node) {
  std::ostringstream out;
  node.print(out, 0, nullptr, /*print_source_locations=*/false);
  std::string text = out.str();
  return text.substr(0, text.find('\n'));
}

static void check(bool holds, const char *what, const Node &expected,
                  const Node &seen) {
  if (!holds)
    throw Difference{std::string(what) + " differ: '" + describe(expected) +
                     "' and '" + describe(seen) + "'"};
}

std::optional<std::string> GraphComparison::compare(Graph &expected,
                                                    Graph &seen) {
  try {
    compareBlocks(*expected.block(), *seen.block());
  } catch (const Difference &difference) {
    return difference.text;
  }
  return std::nullopt;
}

Node *GraphComparison::skipConstants(Node *node) const {
  while (places == ConstantPlaces::DoNotMatter &&
         node->kind() == prim::Constant)
    node = node->next();
  return node;
}

/// Both end in their return node, so that a longer block shows as a difference
/// of kinds.
void GraphComparison::compareBlocks(Block &expected, Block &seen) {
  check(expected.inputs().size() == seen.inputs().size(), "block inputs",
        *expected.param_node(), *seen.param_node());
  pair(expected.inputs(), seen.inputs());
  Node *node = *expected.nodes().begin();
  Node *other = *seen.nodes().begin();
  while (true) {
    node = skipConstants(node);
    other = skipConstants(other);
    compareNodes(*node, *other);
    if (node == expected.return_node())
      return;
    node = node->next();
    other = other->next();
  }
}

void GraphComparison::compareNodes(Node &expected, Node &seen) {
  check(expected.kind() == seen.kind(), "kinds", expected, seen);
  check(sameAttributes(expected, seen), "attributes", expected, seen);
  compareOperands(expected, seen);
  check(expected.blocks().size() == seen.blocks().size(), "blocks", expected,
        seen);
  for (size_t index = 0; index < expected.blocks().size(); ++index)
    compareBlocks(*expected.blocks()[index], *seen.blocks()[index]);
  compareSubgraphs(expected, seen);
  check(expected.outputs().size() == seen.outputs().size(), "results", expected,
        seen);
  for (size_t index = 0; index < expected.outputs().size(); ++index)
    check(*expected.outputs()[index]->type() == *seen.outputs()[index]->type(),
          "types", expected, seen);
  pair(expected.outputs(), seen.outputs());
  ++nodes;
}

void GraphComparison::compareSubgraphs(Node &expected, Node &seen) {
  for (c10::Symbol name : expected.attributeNames())
    if (expected.kindOf(name) == AttributeKind::g)
      compareBlocks(*expected.g(name)->block(), *seen.g(name)->block());
}

void GraphComparison::pair(at::ArrayRef<Value *> expected,
                           at::ArrayRef<Value *> seen) {
  for (size_t index = 0; index < expected.size(); ++index)
    counterpart[expected[index]] = seen[index];
}

void GraphComparison::compareOperands(Node &expected, Node &seen) {
  check(expected.inputs().size() == seen.inputs().size(), "operands", expected,
        seen);
  for (size_t index = 0; index < expected.inputs().size(); ++index) {
    Node *from = expected.inputs()[index]->node();
    Node *other = seen.inputs()[index]->node();
    if (from->kind() == prim::Constant)
      check(EqualNode()(from, other), "constants", *from, *other);
    else
      check(counterpart.lookup(expected.inputs()[index]) ==
                seen.inputs()[index],
            "operands", expected, seen);
  }
}

} // namespace hier
