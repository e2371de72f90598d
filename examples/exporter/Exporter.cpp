//===- Exporter.cpp - A model as lines of JSON ----------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Loads an archive, inlines and tags it with Hier, runs a pass of its own and
// one of libtorch's, and writes a line for each operation, with its module.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/NodeParts.h"
#include "hier/Interop/NodeTags.h"
#include "hier/Interop/RunPasses.h"
#include "hier/Support/Files.h"

#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/serialization/import.h>

using namespace torch::jit;

/// A pass of the exporter's own: dropouts do nothing once a model is trained.
static void removeDropouts(Graph &graph) {
  for (Node *node : hier::allNodes(graph)) {
    if (node->kind() != aten::dropout ||
        constant_as<bool>(node->input(2)) != false)
      continue;
    node->output()->replaceAllUsesWith(node->input(0));
    node->destroy();
  }
}

/// What the exporter makes of `module`: all its calls inlined, each node tagged
/// with the module that runs it, and nothing in it that does nothing.
static llvm::Expected<std::shared_ptr<Graph>> lower(const Module &module) {
  llvm::Expected<std::shared_ptr<Graph>> graph = hier::tagHierarchy(module);
  if (!graph)
    return graph.takeError();
  removeDropouts(**graph);
  llvm::Expected<hier::PipelineResult> cleaned =
      hier::runPipeline(**graph, "torch-cse,torch-dce");
  if (!cleaned)
    return cleaned.takeError();
  return cleaned->graph();
}

static void writeNames(llvm::json::OStream &json, llvm::StringRef key,
                       at::ArrayRef<const Value *> values) {
  json.attributeArray(key, [&] {
    for (const Value *value : values)
      json.value(value->debugName());
  });
}

/// A line: what is run, on what, and in which module.
static void writeNode(llvm::raw_ostream &os, const Node &node,
                      const hier::NodeTags &tags) {
  llvm::json::OStream json(os);
  json.object([&] {
    json.attribute("op", tags.kind);
    writeNames(json, "inputs", node.inputs());
    writeNames(json, "outputs", node.outputs());
    json.attribute("module", tags.path.value_or(""));
    json.attribute("tag", tags.tag.value_or(""));
    if (tags.call != 0)
      json.attribute("call", tags.call);
  });
  json.flush();
  os << '\n';
}

static void write(llvm::raw_ostream &os, Graph &graph) {
  std::vector<Node *> nodes = hier::allNodes(graph);
  for (const hier::NodeTags &tags : hier::tagsOf(graph))
    if (const Node &node = *nodes[tags.index]; node.kind().is_aten())
      writeNode(os, node, tags);
}

static int fail(llvm::StringRef message) {
  llvm::errs() << "exporter: " << message << '\n';
  return 1;
}

int main(int argc, char **argv) {
  if (argc != 2)
    return fail("usage: exporter MODEL.pt");
  Module module;
  try {
    module = load(argv[1], at::kCPU);
    module.eval();
  } catch (const std::exception &error) { // libtorch throws; Hier does not.
    return fail(llvm::StringRef(error.what()).split('\n').first);
  }
  llvm::Expected<std::shared_ptr<Graph>> graph = lower(module);
  if (!graph)
    return fail(llvm::toString(graph.takeError()));
  write(llvm::outs(), **graph);
  if (llvm::Error error = hier::flushStdout()) // A full disk is told of here.
    return fail(llvm::toString(std::move(error)));
  return 0;
}
