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
        nodes(whole.nodes.size()) {}

  ModelView take();

private:
  void takeModules();
  void takeCalls();
  void takeNodes();
  void take(ModelView::Operand &operand);
  std::string typeOf(const ModelView::Operand &operand) const;
  void takeResults();
  void placeCalls();
  size_t placeOf(size_t call) const {
    size_t place = placesOfCalls[call];
    return place == ModelView::none ? 0 : place + callsAround;
  }
  /// The kept node that `old`, in a block or subgraph, is in.
  size_t ownerOf(const ModelView::Node &old) const;

  const ModelView &whole;
  size_t module;
  Places modules, nodes;
  std::vector<size_t> placesOfCalls; // but for `callsAround`
  size_t callsAround = 0;
  llvm::StringMap<size_t> inputs; // of the part, by name
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

/// The place in the part of each call, or of the innermost around it that the
/// part has: a call may be made by way of modules outside.
void PartTaker::placeCalls() {
  placesOfCalls.assign(whole.calls.size(), ModelView::none);
  size_t kept = 0, outermost = 0;
  for (size_t old = 0; old < whole.calls.size(); ++old) {
    const ModelView::Call &call = whole.calls[old];
    size_t around = old == 0 ? ModelView::none : placesOfCalls[call.parent];
    bool isKept = modules.isKept(call.module);
    outermost += isKept && around == ModelView::none;
    placesOfCalls[old] = isKept ? kept++ : around;
  }
  // One call is the root's itself; several need one around them.
  callsAround = outermost == 1 ? 0 : 1;
}

/// Nodes of the part lie between others: spans count those that are kept.
void PartTaker::takeCalls() {
  placeCalls();
  std::vector<size_t> before(whole.nodes.size() + 1);
  for (size_t node = 0; node < whole.nodes.size(); ++node)
    before[node + 1] = before[node] + nodes.isKept(node);
  if (callsAround > 0) {
    ModelView::Call around;
    around.isAround = true;
    around.end = part.nodes.size();
    part.calls.push_back(std::move(around));
  }
  for (size_t old = 0; old < whole.calls.size(); ++old) {
    ModelView::Call call = whole.calls[old];
    if (!modules.isKept(call.module))
      continue;
    call.module = modules[call.module];
    call.parent = old == 0 ? 0 : placeOf(call.parent);
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
    for (ModelView::Operand &operand : node.operands)
      take(operand);
    for (ModelView::Operand &result : node.results)
      take(result);
    part.nodes.push_back(std::move(node));
  }
}

/// Gives `operand` its place in the part. What comes from outside is an input:
/// a value of a node there, of the whole, or of a block that is not in the
/// part.
void PartTaker::take(ModelView::Operand &operand) {
  bool isOfBlock = operand.node == ModelView::none &&
                   operand.owner != ModelView::none &&
                   nodes.isKept(operand.owner);
  if (isOfBlock || nodes[operand.node] != ModelView::none) {
    operand.node = nodes[operand.node];
    operand.owner = nodes[operand.owner];
    return;
  }
  auto [input, isNew] = inputs.try_emplace(operand.name, part.inputs.size());
  if (isNew)
    part.inputs.push_back({operand.name, typeOf(operand)});
  operand = {ModelView::none, input->second, operand.name, ModelView::none};
}

/// Of inputs of blocks nothing is known but their names.
std::string PartTaker::typeOf(const ModelView::Operand &operand) const {
  if (operand.node != ModelView::none)
    return whole.nodes[operand.node].outputs[operand.output].type;
  return operand.owner == ModelView::none ? whole.inputs[operand.output].type
                                          : "";
}

/// What nodes outside, or the graph itself, take from the part.
void PartTaker::takeResults() {
  std::set<std::pair<size_t, size_t>> values;
  auto give = [&](const ModelView::Operand &operand) {
    size_t node = nodes[operand.node];
    if (node != ModelView::none && values.insert({node, operand.output}).second)
      part.results.push_back({node, operand.output, operand.name});
  };
  for (size_t old = 0; old < whole.nodes.size(); ++old)
    if (!nodes.isKept(old)) {
      llvm::for_each(whole.nodes[old].operands, give);
      llvm::for_each(whole.nodes[old].results, give);
    }
  llvm::for_each(whole.results, give);
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
  part.tags = whole.tags;
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
