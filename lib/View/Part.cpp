//===- Part.cpp - One module of a model -----------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Places change: what is kept keeps its order.
//
//===----------------------------------------------------------------------===//

#include "hier/View/Part.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"

#include <set>

namespace hier {

namespace {

/// The places that are kept of a list, and what these become.
class Places {
public:
  explicit Places(size_t count) : places(count, ModelView::none) {}

  void keep(size_t old) { places[old] = kept++; }
  bool isKept(size_t old) const { return places[old] != ModelView::none; }
  /// None of what is not kept.
  size_t operator[](size_t old) const {
    return old == ModelView::none ? old : places[old];
  }

private:
  std::vector<size_t> places;
  size_t kept = 0;
};

class PartTaker {
public:
  PartTaker(const ModelView &whole, size_t module)
      : whole(whole), module(module), modules(whole.modules.size()),
        calls(whole.calls.size()), nodes(whole.nodes.size()) {
    for (const ModelView::Value &input : whole.inputs)
      inputs[input.name] = &input;
  }

  ModelView take();

private:
  void takeModules();
  void takeCalls();
  void takeNodes();
  void takeInput(const ModelView::Operand &operand);
  void takeResults();
  /// The place of a call, after the one that stands for what is around the
  /// part.
  size_t placeOf(size_t call) const {
    return calls.isKept(call) ? calls[call] + 1 : 0;
  }
  /// The kept node that `old`, in a block or subgraph, is in.
  size_t ownerOf(const ModelView::Node &old) const;

  const ModelView &whole;
  size_t module;
  Places modules, calls, nodes;
  llvm::StringMap<const ModelView::Value *> inputs; // of the whole, by name
  llvm::StringSet<> taken;                          // names of the part's
  ModelView part;
};

} // namespace

void PartTaker::takeModules() {
  for (size_t old = module; old < whole.modules.size(); ++old) {
    const ModelView::Module &candidate = whole.modules[old];
    if (old != module && !modules.isKept(candidate.parent))
      continue;
    modules.keep(old);
    part.modules.push_back(candidate);
    part.modules.back().parent = old == module ? 0 : modules[candidate.parent];
  }
}

/// Nodes of the part lie between others: spans count those that are kept.
void PartTaker::takeCalls() {
  std::vector<size_t> before(whole.nodes.size() + 1);
  for (size_t node = 0; node < whole.nodes.size(); ++node)
    before[node + 1] = before[node] + nodes.isKept(node);
  part.calls.push_back(
      {0, 0, 0, part.modules[0].tag, false, 0, part.nodes.size()});
  for (size_t old = 0; old < whole.calls.size(); ++old) {
    ModelView::Call call = whole.calls[old];
    if (!modules.isKept(call.module))
      continue;
    calls.keep(old);
    call.module = modules[call.module];
    call.parent = placeOf(call.parent);
    call.begin = before[call.begin];
    call.end = before[call.end];
    part.calls.push_back(std::move(call));
  }
  for (ModelView::Node &node : part.nodes)
    node.call = placeOf(node.call);
}

size_t PartTaker::ownerOf(const ModelView::Node &old) const {
  size_t owner = old.owner;
  while (owner != ModelView::none && !nodes.isKept(owner))
    owner = whole.nodes[owner].owner;
  return nodes[owner];
}

void PartTaker::takeNodes() {
  for (size_t old = 0; old < whole.nodes.size(); ++old)
    if (modules.isKept(whole.nodes[old].module))
      nodes.keep(old);
  for (size_t old = 0; old < whole.nodes.size(); ++old) {
    if (!nodes.isKept(old))
      continue;
    ModelView::Node node = whole.nodes[old];
    node.module = modules[node.module];
    node.owner = ownerOf(node);
    for (ModelView::Operand &operand : node.operands) {
      size_t source = operand.node;
      if (nodes[source] == ModelView::none)
        takeInput(operand);
      operand.node = nodes[source];
    }
    part.nodes.push_back(std::move(node));
  }
}

/// What a node of the part takes from outside: a value of a node there or an
/// input of the whole. Of inputs of blocks only the names are known.
void PartTaker::takeInput(const ModelView::Operand &operand) {
  if (!taken.insert(operand.name).second)
    return;
  if (operand.node != ModelView::none) {
    part.inputs.push_back(whole.nodes[operand.node].outputs[operand.output]);
    return;
  }
  if (auto input = inputs.find(operand.name); input != inputs.end())
    part.inputs.push_back(*input->second);
}

/// What nodes outside, or the graph itself, take from the part.
void PartTaker::takeResults() {
  std::set<std::pair<size_t, size_t>> values;
  auto take = [&](const ModelView::Operand &operand) {
    size_t node = nodes[operand.node];
    if (node != ModelView::none && values.insert({node, operand.output}).second)
      part.results.push_back({node, operand.output, operand.name});
  };
  for (size_t old = 0; old < whole.nodes.size(); ++old)
    if (!nodes.isKept(old))
      llvm::for_each(whole.nodes[old].operands, take);
  llvm::for_each(whole.results, take);
}

ModelView PartTaker::take() {
  takeModules();
  takeNodes();
  takeCalls();
  takeResults();
  part.name = whole.name;
  const ModelView::Module &root = part.modules[0];
  part.rootClass = root.definition.empty()
                       ? root.className
                       : root.definition + "." + root.className;
  part.policy = whole.policy;
  part.missingModules = whole.missingModules;
  part.missingCalls = whole.missingCalls;
  return std::move(part);
}

std::optional<ModelView> partOf(const ModelView &view, llvm::StringRef path) {
  auto found =
      llvm::find_if(view.modules, [&](const ModelView::Module &module) {
        return module.path == path;
      });
  if (found == view.modules.end())
    return std::nullopt;
  if (path.empty())
    return view;
  return PartTaker(view, found - view.modules.begin()).take();
}

} // namespace hier
