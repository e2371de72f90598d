//===- Workloads.cpp - What the benchmarks run on ----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Workloads.h"

#include "hier/IR/NodeCloner.h"
#include "hier/IR/NodeParts.h"
#include "hier/IR/Reader.h"
#include "hier/IR/Writer.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace torch::jit;

namespace hier::bench {

std::string readFile(const std::string &path) {
  llvm::ExitOnError orExit("hier-bench: " + path + ": ");
  auto buffer = llvm::MemoryBuffer::getFile(path);
  return orExit(errorOrToExpected(std::move(buffer)))->getBuffer().str();
}

Program parsed(llvm::StringRef text) {
  llvm::ExitOnError orExit("hier-bench: ");
  return orExit(readProgram(llvm::MemoryBufferRef(text, "benchmark")));
}

std::shared_ptr<Graph> graphOf(llvm::StringRef text) {
  llvm::ExitOnError orExit("hier-bench: ");
  Program program = parsed(text);
  return orExit(entryGraph(program.items.at(0)));
}

size_t countNodes(Graph &graph) {
  size_t count = 0;
  for ([[maybe_unused]] Node *node : allNodes(graph))
    ++count;
  return count;
}

size_t countNodes(Item &item) {
  size_t count = 0;
  llvm::cantFail(forEachGraph(item, [&](std::shared_ptr<Graph> &graph) {
    count += countNodes(*graph);
    return llvm::Error::success();
  }));
  return count;
}

//===----------------------------------------------------------------------===//
// What libtorch prints and reads
//===----------------------------------------------------------------------===//

/// Does this hold a tensor or read a module, of which a text has a name alone?
static bool isOfNames(const Node &node) {
  if (node.kind() == prim::GetAttr)
    return true;
  return node.kind() == prim::Constant && node.hasAttribute(attr::value) &&
         node.kindOf(attr::value) != AttributeKind::i &&
         node.kindOf(attr::value) != AttributeKind::f &&
         node.kindOf(attr::value) != AttributeKind::s;
}

std::shared_ptr<Graph> printableCopy(Graph &graph) {
  std::shared_ptr<Graph> copy = copyGraph(graph);
  std::vector<Node *> left;
  for (Node *node : allNodes(*copy))
    if (isOfNames(*node))
      left.push_back(node);
  for (Node *node : llvm::reverse(left)) {
    for (Value *output : node->outputs())
      if (output->hasUses())
        output->replaceAllUsesWith(
            copy->addInput()->setType(c10::TensorType::get()));
    node->destroy();
  }
  for (size_t index = copy->inputs().size(); index-- > 0;)
    if (!copy->inputs()[index]->hasUses())
      copy->eraseInput(index);
  return copy;
}

std::string shortText(Graph &graph) {
  std::shared_ptr<Graph> copy = printableCopy(graph);
  for (Node *node : allNodes(*copy)) {
    node->setScope(c10::make_intrusive<Scope>());
    node->setSourceRange(SourceRange());
  }
  std::string text;
  writeGraph(text, *copy);
  return text;
}

//===----------------------------------------------------------------------===//
// Graphs of any size
//===----------------------------------------------------------------------===//

std::string repeated(const Graph &graph, size_t nodes) {
  Graph large;
  NodeCloner cloner;
  llvm::DenseMap<const Value *, Value *> copies;
  for (Value *input : const_cast<Graph &>(graph).inputs())
    copies[input] = cloner.cloneInput(*input, *large.block());
  llvm::SmallVector<Value *> operands;
  for (size_t made = 0; made < nodes;)
    for (Node *node : const_cast<Graph &>(graph).nodes()) {
      if (made == nodes)
        break;
      operands.clear();
      for (Value *operand : node->inputs())
        operands.push_back(copies.lookup(operand));
      Node *copy = large.appendNode(cloner.clone(*node, large, operands));
      for (size_t index = 0; index < node->outputs().size(); ++index)
        copies[node->outputs()[index]] = copy->outputs()[index];
      ++made;
    }
  large.registerOutput(large.return_node()->prev()->outputs()[0]);
  std::string text;
  writeGraph(text, large);
  return text;
}

std::shared_ptr<Graph> bareCopy(const Graph &like) {
  auto graph = std::make_shared<Graph>();
  // Values are numbered from zero: a table costs next to nothing.
  std::vector<Value *> copies;
  auto noteCopy = [&](const Value &value, Value *copy) {
    if (value.unique() >= copies.size())
      copies.resize(2 * value.unique() + 1);
    copies[value.unique()] = copy;
  };
  for (const Value *input : like.inputs())
    noteCopy(*input, graph->addInput());
  std::vector<Value *> operands;
  for (const Node *node : like.nodes()) {
    operands.clear();
    for (const Value *operand : node->inputs())
      operands.push_back(copies[operand->unique()]);
    Node *copy = graph->appendNode(
        graph->create(node->kind(), operands, node->outputs().size()));
    for (size_t index = 0; index < node->outputs().size(); ++index)
      noteCopy(*node->outputs()[index], copy->outputs()[index]);
  }
  return graph;
}

} // namespace hier::bench
