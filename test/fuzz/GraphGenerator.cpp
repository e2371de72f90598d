//===- GraphGenerator.cpp - A valid graph from any bytes ------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each line is spelt as torch prints it. When the bytes are at an end, so is
// the graph.
//
//===----------------------------------------------------------------------===//

#include "GraphGenerator.h"

using namespace llvm;

namespace hier::fuzz {

static constexpr size_t step = 2;
static constexpr size_t maxNodes = 40; // in a graph with its subgraphs
static constexpr size_t maxDepth = 8;  // of blocks, and of subgraphs

std::string GraphGenerator::generate(const MethodSpec &method,
                                     std::optional<size_t> self) {
  text.clear();
  budget = maxNodes;
  std::vector<std::optional<size_t>> inputs(method.inputs);
  if (self)
    inputs.insert(inputs.begin(), self);
  appendGraph(inputs, method.outputs, 0);
  return std::move(text);
}

/// A graph, and after it its subgraphs, each followed by its own.
void GraphGenerator::appendGraph(ArrayRef<std::optional<size_t>> inputs,
                                 size_t outputs, size_t depth) {
  names.clear();
  visible.clear();
  subgraphs.clear();
  text += "graph(";
  for (size_t index = 0; index < inputs.size(); ++index) {
    text += index == 0 ? "" : ",\n" + std::string(3 * step, ' ');
    appendDefinition(inputs[index]);
    visible.push_back(defined.back());
    defined.clear();
  }
  text += "):\n";
  appendNodes(step, 0);
  if (visible.empty() && outputs > 0) // there is nothing to return yet
    appendConstant(step);
  text += "  return (";
  appendOperands(outputs);
  text += ")\n";
  std::vector<Subgraph> own = std::move(subgraphs);
  for (const Subgraph &subgraph : own) {
    text += "with " + subgraph.label + " = ";
    if (depth == maxDepth)
      budget = 0;
    appendGraph(subgraph.inputs, subgraph.outputs, depth + 1);
  }
}

//===----------------------------------------------------------------------===//
// Nodes
//===----------------------------------------------------------------------===//

void GraphGenerator::appendNodes(size_t indent, size_t depth) {
  for (size_t count = words.pick(12);
       count > 0 && budget > 0 && !words.isAtEnd(); --count) {
    --budget;
    appendNode(indent, depth);
  }
}

void GraphGenerator::appendNode(size_t indent, size_t depth) {
  const Value *object = moduleValue();
  switch (words.pick(object ? 12 : 8)) {
  case 0:
    appendWithBlocks(indent, depth);
    break;
  case 1:
    appendWithSubgraph(indent);
    break;
  case 2:
    appendCallFunction(indent);
    break;
  case 3:
    appendPythonCall(indent);
    break;
  case 4:
    appendConstant(indent);
    break;
  case 8:
  case 9:
    appendGetAttr(indent, Value(*object));
    break;
  case 10:
  case 11:
    appendCallMethod(indent, Value(*object));
    break;
  default:
    appendOperation(indent);
  }
}

void GraphGenerator::appendConstant(size_t indent) {
  beginNode(indent, 1);
  text += words.constant() + "()" + words.scopeAndLocation() + "\n";
  endNode();
}

void GraphGenerator::appendGetAttr(size_t indent, const Value &object) {
  const std::vector<MemberSpec> &members = classes[*object.module].members;
  if (members.empty() || words.oneIn(10)) {
    beginNode(indent, 1);
    text += " = prim::GetAttr[name=\"nowhere\"](%" + object.name + ")\n";
  } else {
    const MemberSpec &member = members[words.pick(members.size())];
    beginNode(indent, 1, member.child);
    text += " = prim::GetAttr[name=" + inQuotes(member.name) + "](%" +
            object.name + ")" + words.scopeAndLocation() + "\n";
  }
  endNode();
}

/// Mostly a call of a method that is there, with what that takes and gives.
void GraphGenerator::appendCallMethod(size_t indent, const Value &object) {
  MethodSpec callee;
  callee.name = words.methodName();
  callee.inputs = words.pick(3);
  callee.outputs = words.pick(3);
  const std::vector<MethodSpec> &methods = classes[*object.module].methods;
  if (!methods.empty() && !words.oneIn(10))
    callee = methods[words.pick(methods.size())];
  beginNode(indent, callee.outputs);
  text +=
      " = prim::CallMethod[name=" + inQuotes(callee.name) + "](%" + object.name;
  for (size_t index = 0; index < callee.inputs; ++index)
    text += ", " + operand();
  text += ")" + words.scopeAndLocation() + "\n";
  endNode();
}

void GraphGenerator::appendCallFunction(size_t indent) {
  std::string name = freshName();
  text += std::string(indent, ' ') + "%" + name +
          " : Function = prim::Constant[name=\"helper\"]()\n";
  visible.push_back({name, std::nullopt});
  beginNode(indent, words.pick(2));
  text += " = prim::CallFunction(%" + name;
  for (size_t count = words.pick(3); count > 0; --count)
    text += ", " + operand();
  text += ")" + words.scopeAndLocation() + "\n";
  endNode();
}

void GraphGenerator::appendWithSubgraph(size_t indent) {
  Subgraph subgraph;
  std::string kind = words.subgraphKind();
  subgraph.label = kind + "_" + std::to_string(subgraphs.size());
  subgraph.outputs = words.pick(3);
  beginNode(indent, words.pick(3));
  text += " = " + subgraph.label;
  // libtorch prints the attributes of all kinds but this.
  if (kind != "prim::DifferentiableGraph" && words.oneIn(4))
    text += "[cache_id=-1]";
  text += "(";
  // As with prim::fork, the inputs of the graph are mostly those of the node.
  for (size_t count = visible.empty() ? 0 : words.pick(4); count > 0; --count) {
    const Value &input = visible[words.pick(visible.size())];
    text += (subgraph.inputs.empty() ? "%" : ", %") + input.name;
    subgraph.inputs.push_back(input.module);
  }
  text += ")" + words.scopeAndLocation() + "\n";
  if (kind != "prim::fork" && words.oneIn(6))
    subgraph.inputs.emplace_back();
  subgraphs.push_back(std::move(subgraph));
  endNode();
}

GraphGenerator::BlockForm GraphGenerator::makeBlockForm() {
  BlockForm form;
  form.outputs = words.pick(3);
  if (words.oneIn(2)) {
    form.kind = "prim::If";
    form.operands = 1;
    form.blocks = 2;
    form.blockOutputs = form.outputs;
  } else if (!words.oneIn(3)) {
    form.kind = "prim::Loop";
    form.operands = form.outputs + 2;
    form.blocks = 1;
    form.blockInputs = form.blockOutputs = form.outputs + 1;
  } else {
    form.kind = words.kind();
    form.operands = words.pick(3);
    form.blocks = 1 + words.pick(3);
    form.blockInputs = words.pick(3);
    form.blockOutputs = words.pick(3);
  }
  return form;
}

void GraphGenerator::appendWithBlocks(size_t indent, size_t depth) {
  if (depth == maxDepth)
    return appendOperation(indent);
  if (visible.empty())
    appendConstant(indent);
  BlockForm form = makeBlockForm();
  beginNode(indent, form.outputs);
  text += " = " + form.kind + "(";
  appendOperands(form.operands);
  text += ")" + words.scopeAndLocation() + "\n";
  std::vector<Value> outputs = std::move(defined);
  for (size_t block = 0; block < form.blocks; ++block)
    appendBlock(indent + step, depth, block, form);
  defined = std::move(outputs);
  endNode();
}

void GraphGenerator::appendBlock(size_t indent, size_t depth, size_t index,
                                 const BlockForm &form) {
  size_t before = visible.size();
  text += std::string(indent, ' ') + "block" + std::to_string(index) + "(";
  defined.clear();
  for (size_t input = 0; input < form.blockInputs; ++input) {
    text += input == 0 ? "" : ", ";
    appendDefinition(std::nullopt);
  }
  text += "):\n";
  endNode();
  appendNodes(indent + step, depth + 1);
  text += std::string(indent + step, ' ') + "-> (";
  appendOperands(form.blockOutputs);
  text += ")\n";
  visible.resize(before);
}

void GraphGenerator::appendOperation(size_t indent) {
  beginNode(indent, words.oneIn(4) ? words.pick(4) : 1);
  text += " = " + words.kind() + words.attributes() + "(";
  appendOperands(words.pick(4));
  text += ")" + words.scopeAndLocation() + "\n";
  endNode();
}

void GraphGenerator::appendPythonCall(size_t indent) {
  beginNode(indent, words.pick(3));
  text += " = ^" + words.pythonName();
  std::string attributes = words.attributes();
  text += attributes.empty() && words.oneIn(2) ? "[]" : attributes;
  text += "(" + words.scalars() + ")(";
  appendOperands(words.pick(3));
  text += ")" + words.scopeAndLocation() + "\n";
  endNode();
}

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

void GraphGenerator::beginNode(size_t indent, size_t outputs,
                               std::optional<size_t> module) {
  defined.clear();
  text += std::string(indent, ' ');
  for (size_t index = 0; index < outputs; ++index) {
    text += index == 0 ? "" : ", ";
    appendDefinition(module);
  }
}

/// No node uses what it defines, nor does a block of it.
void GraphGenerator::endNode() {
  visible.insert(visible.end(), defined.begin(), defined.end());
  defined.clear();
}

void GraphGenerator::appendDefinition(std::optional<size_t> module) {
  std::string name = freshName();
  text += "%" + name + " : " + (module ? classes[*module].name : words.type());
  defined.push_back({name, module});
}

/// As many operands as are wanted, if there are values at all.
void GraphGenerator::appendOperands(size_t count) {
  for (size_t index = 0; index < count && !visible.empty(); ++index)
    text += (index == 0 ? "" : ", ") + operand();
}

std::string GraphGenerator::operand() {
  return "%" + visible[words.pick(visible.size())].name;
}

/// An object of one of the modules; null when there is none. Valid until the
/// next value is defined.
const GraphGenerator::Value *GraphGenerator::moduleValue() {
  std::vector<const Value *> objects;
  for (const Value &value : visible)
    if (value.module)
      objects.push_back(&value);
  return objects.empty() ? nullptr : objects[words.pick(objects.size())];
}

std::string GraphGenerator::freshName() {
  std::string wanted = words.valueName();
  std::string name = wanted;
  for (size_t suffix = 1; !names.insert(name).second; ++suffix)
    name = wanted + "." + std::to_string(suffix);
  return name;
}

} // namespace hier::fuzz
