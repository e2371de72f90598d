//===- DataflowDot.cpp - What nodes give each other, for Graphviz ---------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A box for each node, in a frame for each module, and an arrow for each
// operand. Constants are in the tooltip of the node that takes them.
//
//===----------------------------------------------------------------------===//

#include "Dot.h"
#include "Formats.h"
#include "hier/Support/Text.h"

#include <fmt/format.h>

using namespace llvm;

namespace hier {

namespace {

class DataflowDot : public Emitter {
public:
  void add(const std::shared_ptr<const ModelView> &view) override;
  void write(raw_ostream &os) const override { os << text; }

private:
  void openModule(const ModelView &view, size_t place);
  void closeModules(const ModelView &view, size_t until);
  void addNodes(const ModelView &view);
  void addNode(const ModelView &view, size_t place);
  void addInputs(const ModelView &view);
  void addEdges(const ModelView &view);
  void addEdge(const ModelView &view, const ModelView::Operand &operand,
               const std::string &user);
  std::string margin() const { return std::string(2 * (1 + open.size()), ' '); }

  std::string text;
  std::vector<size_t> open; // the modules whose frames are not closed
};

} // namespace

static bool isDrawn(const ModelView::Node &node) { return !isAside(node); }

static constexpr size_t longestType = 48;

void DataflowDot::addNode(const ModelView &view, size_t place) {
  const ModelView::Node &node = view.nodes[place];
  std::vector<std::string> lines = {node.kind};
  if (node.kind == "prim::GetAttr" && !node.attributes.empty())
    lines[0] = node.attributes[0].value;
  for (const ModelView::Value &output : node.outputs)
    if (!output.type.empty())
      lines.push_back(shortened(output.type, longestType));
  std::vector<std::string> tooltip = constantsOf(view, node);
  tooltip.push_back(node.text);
  text += fmt::format("{}n{} [label={}, tooltip={}];\n", margin(), place,
                      dotText(lines), dotText(tooltip));
}

void DataflowDot::openModule(const ModelView &view, size_t place) {
  text += fmt::format("{}subgraph cluster_{} {{\n", margin(), place);
  open.push_back(place);
  text += fmt::format("{}label={};\n", margin(),
                      dotText(titleOf(view.modules[place])));
}

/// Closes the frames that the module `until` is not in.
void DataflowDot::closeModules(const ModelView &view, size_t until) {
  while (!open.empty()) {
    size_t around = until;
    while (around != 0 && around != open.back())
      around = view.modules[around].parent;
    if (around == open.back())
      return;
    open.pop_back();
    text += margin() + "}\n";
  }
}

/// Modules come in the order of the tree: those in a module right after it.
void DataflowDot::addNodes(const ModelView &view) {
  std::vector<std::vector<size_t>> nodes(view.modules.size());
  for (size_t place = 0; place < view.nodes.size(); ++place)
    if (isDrawn(view.nodes[place]))
      nodes[view.nodes[place].module].push_back(place);
  for (size_t module = 0; module < view.modules.size(); ++module) {
    if (view.modules[module].total.nodes == 0)
      continue;
    closeModules(view, module);
    openModule(view, module);
    for (size_t place : nodes[module])
      addNode(view, place);
  }
  for (; !open.empty(); text += margin() + "}\n")
    open.pop_back();
}

void DataflowDot::addEdge(const ModelView &view,
                          const ModelView::Operand &operand,
                          const std::string &user) {
  std::string source;
  if (operand.node != ModelView::none && isDrawn(view.nodes[operand.node]))
    source = fmt::format("n{}", operand.node);
  else if (isInput(operand) && !isObject(view.inputs[operand.output].type))
    source = fmt::format("i{}", operand.output);
  else
    return;
  text += fmt::format("  {} -> {} [tooltip={}];\n", source, user,
                      dotText(operand.name));
}

void DataflowDot::addInputs(const ModelView &view) {
  for (size_t place = 0; place < view.inputs.size(); ++place) {
    const ModelView::Value &input = view.inputs[place];
    if (isObject(input.type))
      continue;
    text +=
        fmt::format("  i{} [shape=ellipse, label={}];\n", place,
                    dotText({input.name, shortened(input.type, longestType)}));
  }
}

void DataflowDot::addEdges(const ModelView &view) {
  for (size_t place = 0; place < view.nodes.size(); ++place) {
    const ModelView::Node &node = view.nodes[place];
    if (!isDrawn(node))
      continue;
    for (const ModelView::Operand &operand : node.operands)
      addEdge(view, operand, fmt::format("n{}", place));
    for (const ModelView::Operand &result : node.results)
      addEdge(view, result, fmt::format("n{}", place));
    if (node.owner != ModelView::none && isDrawn(view.nodes[node.owner]))
      text += fmt::format("  n{} -> n{} [style=dotted, arrowhead=none];\n",
                          node.owner, place);
  }
  if (view.results.empty())
    return;
  text += "  results [label=\"results\", shape=ellipse];\n";
  for (const ModelView::Operand &operand : view.results)
    addEdge(view, operand, "results");
}

void DataflowDot::add(const std::shared_ptr<const ModelView> &view) {
  text += fmt::format("digraph {{\n  label={};\n"
                      "  node [shape=box, fontname=\"sans-serif\"];\n"
                      "  fontname=\"sans-serif\";\n",
                      dotText(view->name));
  addInputs(*view);
  addNodes(*view);
  addEdges(*view);
  text += "}\n";
}

std::unique_ptr<Emitter> createDataflowDotEmitter() {
  return std::make_unique<DataflowDot>();
}

} // namespace hier
