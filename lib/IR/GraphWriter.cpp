//===- GraphWriter.cpp - How graphs are spelt -----------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// libtorch's `Graph::print`, with stacks in the place of recursion.
//
//===----------------------------------------------------------------------===//

#include "GraphWriter.h"

#include "AttributeText.h"
#include "TorchAccess.h"
#include "hier/IR/Attributes.h"
#include "hier/IR/Location.h"
#include "hier/IR/Opaque.h"
#include "llvm/ADT/STLExtras.h"

#include <sstream>

using namespace torch::jit;

namespace hier {

using access::get;

static constexpr size_t step = 2;

void GraphWriter::write(const Graph &graph, size_t indent) {
  writeOne(graph, indent);
  // Each subgraph is followed by its own: a stack, first to come on top.
  struct Labelled {
    const Node *node;
    size_t number;
  };
  std::vector<Labelled> pending;
  auto addSubgraphs = [&] {
    for (size_t number = subgraphs.size(); number-- > 0;)
      pending.push_back({subgraphs[number], number});
  };
  addSubgraphs();
  while (!pending.empty()) {
    auto [node, number] = pending.back();
    pending.pop_back();
    margin(indent);
    ((out += "with ") += node->kind().toQualString()) += '_';
    out.appendNumber(number);
    out += " = ";
    const Graph &subgraph = *subgraphOf(*node);
    writeOne(subgraph, indent);
    addSubgraphs();
  }
}

/// Without its subgraphs, which it puts into `subgraphs`. The margin of the
/// first line is the caller's.
void GraphWriter::writeOne(const Graph &graph, size_t indent) {
  subgraphs.clear();
  out += "graph(";
  llvm::StringRef separator = "";
  for (const Value *input : graph.inputs()) {
    if (!separator.empty()) {
      out += separator;
      margin(indent + 3 * step);
    }
    writeName(*input);
    writeType(*input);
    separator = ",\n";
  }
  out += "):\n";
  std::vector<OpenBlock> blocks;
  auto open = [&](const Block &block, size_t index) {
    size_t depth = blocks.size();
    size_t margin = indent + step + marginOf(depth);
    if (depth > 0)
      openBlock(block, margin - step, index);
    blocks.push_back({&block, block.nodes().begin(), margin, index});
  };
  open(*graph.block(), 0);
  while (!blocks.empty()) {
    OpenBlock &top = blocks.back();
    if (top.next != top.block->nodes().end()) {
      const Node &node = **top.next++;
      writeNode(node, top.indent);
      if (!node.blocks().empty())
        open(*node.blocks()[0], 0);
      continue;
    }
    OpenBlock ended = top;
    blocks.pop_back();
    margin(ended.indent);
    out += blocks.empty() ? "return (" : "-> (";
    writeOperands(ended.block->outputs());
    out += ")\n";
    if (blocks.empty())
      break;
    const Node *owner = ended.block->owningNode();
    if (size_t index = ended.index + 1; index < owner->blocks().size())
      open(*owner->blocks()[index], index);
  }
}

/// How far the nodes of a block stand in from those of the graph.
size_t GraphWriter::marginOf(size_t depth) const {
  static constexpr size_t alwaysWithMargin = 100; // deeper than code ever is
  if (depth > depthWithMargin)
    depth = std::min(depth, alwaysWithMargin);
  return 2 * step * depth;
}

void GraphWriter::openBlock(const Block &block, size_t indent, size_t index) {
  margin(indent);
  out += "block";
  out.appendNumber(index);
  out += '(';
  llvm::StringRef separator = "";
  for (const Value *input : block.inputs()) {
    out += separator;
    writeName(*input);
    writeType(*input);
    separator = ", ";
  }
  out += "):\n";
}

void GraphWriter::writeStatement(const Node &node) {
  llvm::StringRef separator = "";
  for (const Value *output : node.outputs()) {
    out += separator;
    writeName(*output);
    writeType(*output);
    separator = ", ";
  }
  out += " = ";
  writeKind(node);
  out += '(';
  writeOperands(node.inputs());
  out += ')';
}

void GraphWriter::writeNode(const Node &node, size_t indent) {
  margin(indent);
  writeStatement(node);
  writeScope(node);
  writeLocation(node);
  out += '\n';
}

void GraphWriter::writeKind(const Node &node) {
  const auto &attributes = get<access::NodeAttributes>(node);
  if (const PythonOp *call = node.kind() == prim::PythonOp
                                 ? dynamic_cast<const PythonOp *>(&node)
                                 : nullptr) {
    (out += '^') += call->name();
    if (printsAttributes(node))
      writeAttributes(node, /*withSubgraph=*/true);
    std::ostringstream scalars;
    call->writeScalars(scalars);
    out += scalars.str();
    return;
  }
  auto [kind, isNew] = kinds.try_emplace(static_cast<uint32_t>(node.kind()));
  if (isNew)
    kind->second = node.kind().toQualString();
  out += kind->second;
  if (attributes.empty())
    return;
  // In a text any node may have an attribute of that name.
  if (!subgraphOf(node))
    return writeAttributes(node, /*withSubgraph=*/true);
  out += '_';
  out.appendNumber(subgraphs.size());
  subgraphs.push_back(&node);
  if (attributes.size() > 1 && node.kind() != prim::DifferentiableGraph)
    writeAttributes(node, /*withSubgraph=*/false);
}

void GraphWriter::writeAttributes(const Node &node, bool withSubgraph) {
  out += '[';
  llvm::StringRef separator = "";
  for (const auto &attribute : get<access::NodeAttributes>(node)) {
    if (!withSubgraph && attribute->name == attr::Subgraph)
      continue;
    if (!leftOut.empty() && llvm::is_contained(leftOut, attribute->name))
      continue;
    auto [name, isNew] =
        attributeNames.try_emplace(static_cast<uint32_t>(attribute->name));
    if (isNew)
      name->second = attribute->name.toUnqualString();
    ((out += separator) += name->second) += '=';
    appendAttributeValue(out, *attribute);
    separator = ", ";
  }
  if (!leftOut.empty() && separator.empty() && node.kind() != prim::PythonOp)
    out.removeLast();
  else
    out += ']';
}

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

void GraphWriter::writeName(const Value &value) {
  out += '%';
  const std::string &name = get<access::ValueName>(value);
  if (name.empty())
    out.appendNumber(value.unique());
  else
    out += name;
}

void GraphWriter::writeType(const Value &value) {
  if (printsTypes)
    (out += " : ") += typeText(value);
}

llvm::StringRef GraphWriter::typeText(const Value &value) {
  auto [type, isNew] = types.try_emplace(value.type().get());
  if (isNew)
    appendType(type->second, *value.type(),
               shapeSymbols ? *shapeSymbols : ShapeSymbols());
  return type->second;
}

void GraphWriter::writeOperands(at::ArrayRef<const Value *> operands) {
  llvm::StringRef separator = "";
  for (const Value *operand : operands) {
    out += separator;
    writeName(*operand);
    separator = ", ";
  }
}

//===----------------------------------------------------------------------===//
// Scope and location
//===----------------------------------------------------------------------===//

void GraphWriter::writeScope(const Node &node) {
  const ScopePtr &scope = get<access::NodeScope>(node);
  if (!scope)
    return;
  auto [name, isNew] = scopes.try_emplace(scope.get());
  if (isNew)
    name->second = scope->namesFromRoot();
  if (!name->second.empty())
    (out += ", scope: ") += name->second;
}

void GraphWriter::writeLocation(const Node &node) {
  const std::optional<SourceRange> &range = get<access::NodeRange>(node);
  if (!range || !range->source())
    return;
  auto [text, isNew] =
      locations.try_emplace({range->source().get(), range->start()});
  if (isNew)
    if (std::optional<Location> location = locationOf(*range))
      text->second = " # " + location->spell();
  out += text->second;
}

} // namespace hier
