//===- ModelExplorer.cpp - Graphs for Google's Model Explorer -------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The JSON of a graph collection, as the classes of its graph_builder have it:
// a graph for each model, whose layers, the namespaces, are the modules.
//
//===----------------------------------------------------------------------===//

#include "Formats.h"
#include "hier/Support/Report.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/JSON.h"

#include <fmt/format.h>

using namespace llvm;

namespace hier {

namespace {

class ModelExplorer : public Emitter {
public:
  void add(const std::shared_ptr<const ModelView> &view) override;
  void write(raw_ostream &os) const override;

private:
  std::vector<std::string> graphs; // each the text of an object
  StringSet<> ids;
};

/// The graph of one model, as it is written.
class ModelGraph {
public:
  ModelGraph(json::OStream &json, const ModelView &view);

  void write(StringRef id);

private:
  void writeInput(size_t place);
  void writeNode(size_t place);
  void writeResults();
  void writeModules();
  void writeEdge(const ModelView::Operand &operand, size_t place);
  void writePair(StringRef key, StringRef value);
  /// The metadata of the output `place`.
  void writeOutput(const ModelView::Value &value, size_t place);
  /// Adds the attributes of `items` to an array that is opened.
  template <typename Items, typename Write>
  void writeList(StringRef name, const Items &items, Write write);

  json::OStream &json;
  const ModelView &view;
  std::vector<std::string> namespaces; // by module
};

} // namespace

/// A slash would begin another layer.
static std::string layerOf(const ModelView::Module &module) {
  std::string title = jsonText(titleOf(module));
  std::replace(title.begin(), title.end(), '/', '|');
  return title;
}

ModelGraph::ModelGraph(json::OStream &json, const ModelView &view)
    : json(json), view(view) {
  for (size_t place = 0; place < view.modules.size(); ++place) {
    const ModelView::Module &module = view.modules[place];
    std::string layer = layerOf(module);
    namespaces.push_back(place == 0 ? layer
                                    : namespaces[module.parent] + "/" + layer);
  }
}

void ModelGraph::writePair(StringRef key, StringRef value) {
  json.object([&] {
    json.attribute("key", jsonText(key));
    json.attribute("value", jsonText(value));
  });
}

template <typename Items, typename Write>
void ModelGraph::writeList(StringRef name, const Items &items, Write write) {
  json.attributeArray(name, [&] {
    for (size_t place = 0; place < items.size(); ++place)
      write(items[place], place);
  });
}

void ModelGraph::writeOutput(const ModelView::Value &value, size_t place) {
  json.object([&] {
    json.attribute("id", std::to_string(place));
    json.attributeArray("attrs", [&] {
      writePair("__tensor_tag", value.name);
      if (!value.type.empty())
        writePair("tensor_shape", value.type);
    });
  });
}

/// An input of a block is what its node makes of the node's own operands.
void ModelGraph::writeEdge(const ModelView::Operand &operand, size_t place) {
  bool isOfNode = operand.node != ModelView::none;
  if (!isOfNode && !isInput(operand))
    return;
  json.object([&] {
    json.attribute("sourceNodeId",
                   isOfNode ? std::to_string(operand.node)
                            : fmt::format("input{}", operand.output));
    json.attribute("sourceNodeOutputId",
                   std::to_string(isOfNode ? operand.output : 0));
    json.attribute("targetNodeInputId", std::to_string(place));
  });
}

void ModelGraph::writeInput(size_t place) {
  const ModelView::Value &input = view.inputs[place];
  json.object([&] {
    json.attribute("id", fmt::format("input{}", place));
    json.attribute("label", jsonText(input.name));
    json.attribute("namespace", "inputs");
    json.attributeArray("outputsMetadata", [&] { writeOutput(input, 0); });
  });
}

void ModelGraph::writeNode(size_t place) {
  const ModelView::Node &node = view.nodes[place];
  json.object([&] {
    json.attribute("id", std::to_string(place));
    json.attribute("label", jsonText(node.kind));
    json.attribute("namespace", namespaces[node.module]);
    json.attributeArray("attrs", [&] {
      writePair("ir", node.text);
      writePair("tag", view.tags[node.tag]);
      if (uint32_t index = view.calls[node.call].index)
        writePair("call", std::to_string(index));
      if (!node.source.empty())
        writePair("source", node.source);
      writePair("flops",
                node.cost.flops ? std::to_string(*node.cost.flops) : "unknown");
      for (const std::string &constant : constantsOf(view, node))
        writePair("constant", constant);
      for (const ModelView::Attribute &attribute : node.attributes)
        writePair(attribute.name, attribute.value);
    });
    writeList("incomingEdges", node.operands,
              [&](const auto &operand, size_t at) { writeEdge(operand, at); });
    writeList("outputsMetadata", node.outputs,
              [&](const auto &output, size_t at) { writeOutput(output, at); });
  });
}

void ModelGraph::writeResults() {
  if (view.results.empty())
    return;
  json.object([&] {
    json.attribute("id", "results");
    json.attribute("label", "results");
    json.attribute("namespace", "");
    writeList("incomingEdges", view.results,
              [&](const auto &operand, size_t at) { writeEdge(operand, at); });
  });
}

/// What is shown of a layer that is selected.
void ModelGraph::writeModules() {
  json.attributeObject("groupNodeAttributes", [&] {
    for (size_t place = 0; place < view.modules.size(); ++place) {
      const ModelView::Module &module = view.modules[place];
      if (!module.isTraced)
        continue;
      json.attributeObject(namespaces[place], [&] {
        json.attribute("path", jsonText(module.path));
        json.attribute("class", jsonText(module.className));
        json.attribute("tag", jsonText(module.tag));
        json.attribute("calls", std::to_string(module.calls));
        json.attribute("nodes", std::to_string(module.total.nodes));
        json.attribute("parameters", amountText(module.total.parameters));
        json.attribute("flops", amountText(module.total.flops));
      });
    }
  });
}

void ModelGraph::write(StringRef id) {
  json.object([&] {
    json.attribute("id", jsonText(id));
    json.attributeArray("nodes", [&] {
      for (size_t place = 0; place < view.inputs.size(); ++place)
        writeInput(place);
      for (size_t place = 0; place < view.nodes.size(); ++place)
        writeNode(place);
      writeResults();
    });
    writeModules();
    json.attributeArray("nodeLabelsToHide",
                        [&] { json.value("prim::Constant"); });
  });
}

/// Two models may be of one name.
void ModelExplorer::add(const std::shared_ptr<const ModelView> &view) {
  std::string id = view->name;
  for (size_t number = 2; !ids.insert(id).second; ++number)
    id = fmt::format("{} ({})", view->name, number);
  std::string text;
  raw_string_ostream os(text);
  json::OStream json(os);
  ModelGraph(json, *view).write(id);
  graphs.push_back(std::move(text));
}

void ModelExplorer::write(raw_ostream &os) const {
  os << "{\"label\": \"hier\", \"graphs\": [\n";
  ListSeparator separator(",\n");
  for (const std::string &graph : graphs)
    os << separator << graph;
  os << "\n]}\n";
}

std::unique_ptr<Emitter> createModelExplorerEmitter() {
  return std::make_unique<ModelExplorer>();
}

} // namespace hier
