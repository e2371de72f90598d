//===- GraphRebuilder.cpp - A graph without some of its nodes -------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One walk in the order of the text, with the values that are in sight. Each
// node that stays is copied once, to the end of a block.
//
//===----------------------------------------------------------------------===//

#include "GraphRebuilder.h"

#include "Walk.h"
#include "hier/IR/NodeCloner.h"
#include "llvm/ADT/STLExtras.h"

using namespace torch::jit;

namespace hier {

namespace {

/// A subgraph that is still to be rebuilt, into the copy of its node.
struct PendingSubgraph {
  std::shared_ptr<Graph> graph;
  Node *copy;
  c10::Symbol name;
};

class GraphRebuilder {
public:
  GraphRebuilder(Graph &from, const RebuildPlan &plan, bool mayAddInputs,
                 NodeCloner &cloner, std::vector<PendingSubgraph> &subgraphs)
      : from(from), plan(plan), mayAddInputs(mayAddInputs), cloner(cloner),
        subgraphs(subgraphs), namer(*to) {}

  std::shared_ptr<Graph> run();

private:
  /// A block whose nodes from `next` on are to come.
  struct Region {
    Block *block;
    graph_node_list_iterator next;
    Block *into;  // gets the copies
    Node *opened; // the node that the block takes the place of, or null
    size_t index; // else, the block's among those of its node
    Node *copy;   // and the copy of that node; null for the graph's
    size_t visibleOutside; // values that are in sight after it, too
  };

  void open(Block &block, Block &into, Node *opened, size_t index, Node *copy);
  void close();
  void visit(Node &node);
  bool drop(Node &node);
  void openInPlace(Node &node, size_t block);
  void keep(Node &node);
  void takeOutSubgraphs(Node &node);

  void define(Value &old, Value *copy);
  void show(at::ArrayRef<Value *> copies);
  Value *resolve(Value &old);
  Value *replacementFor(Value &output, Node &node);
  Value *inputFor(Value &old);

  Graph &from;
  const RebuildPlan &plan;
  bool mayAddInputs;
  NodeCloner &cloner;
  std::vector<PendingSubgraph> &subgraphs;
  std::shared_ptr<Graph> to = std::make_shared<Graph>();
  ValueNamer namer;
  std::vector<Region> regions;
  /// What old values have become; null for an input that is added when it is
  /// used.
  llvm::DenseMap<Value *, Value *> values;
  llvm::DenseMap<const c10::Type *, std::vector<Value *>> visibleByType;
  std::vector<Value *> visible;
  llvm::DenseMap<const c10::Type *, Value *> addedInputs;
};

} // namespace

std::shared_ptr<Graph> GraphRebuilder::run() {
  open(*from.block(), *to->block(), nullptr, 0, nullptr);
  while (!regions.empty()) {
    Region &top = regions.back();
    if (top.next == top.block->nodes().end())
      close();
    else
      visit(**top.next++);
  }
  namer.finish();
  return to;
}

//===----------------------------------------------------------------------===//
// Blocks
//===----------------------------------------------------------------------===//

void GraphRebuilder::open(Block &block, Block &into, Node *opened, size_t index,
                          Node *copy) {
  regions.push_back({&block, block.nodes().begin(), &into, opened, index, copy,
                     visible.size()});
  if (opened)
    return; // Its inputs are operands of the node.
  for (Value *input : block.inputs())
    define(*input, cloner.cloneInput(*input, into));
  show(into.inputs());
}

/// What is in a block goes out of sight at its end, and what its node defines
/// comes into sight when the last of the node's blocks has ended.
void GraphRebuilder::close() {
  Region ended = regions.back();
  regions.pop_back();
  if (ended.opened) {
    // A loop's block gives the next condition first.
    size_t first = ended.opened->kind() == prim::Loop;
    for (auto [index, output] : llvm::enumerate(ended.opened->outputs()))
      values[output] = values.lookup(ended.block->outputs()[first + index]);
    return;
  }
  for (Value *output : ended.block->outputs())
    ended.into->registerOutput(resolve(*output));
  for (; visible.size() > ended.visibleOutside; visible.pop_back())
    visibleByType[visible.back()->type().get()].pop_back();
  if (!ended.copy)
    return;
  if (size_t next = ended.index + 1; next < ended.copy->blocks().size())
    open(*ended.block->owningNode()->blocks()[next],
         *ended.copy->blocks()[next], nullptr, next, ended.copy);
  else
    show(ended.copy->outputs());
}

//===----------------------------------------------------------------------===//
// Nodes
//===----------------------------------------------------------------------===//

void GraphRebuilder::visit(Node &node) {
  auto opened = plan.opened.find(&node);
  if (plan.dropped.contains(&node) && drop(node))
    return;
  if (opened != plan.opened.end())
    openInPlace(node, opened->second);
  else
    keep(node);
}

/// False when the node has to stay.
bool GraphRebuilder::drop(Node &node) {
  llvm::SmallVector<Value *, 4> replacements;
  for (Value *output : node.outputs()) {
    replacements.push_back(replacementFor(*output, node));
    if (!replacements.back() && !mayAddInputs && output->hasUses())
      return false;
  }
  for (auto [output, replacement] : llvm::zip(node.outputs(), replacements))
    values[output] = replacement;
  return true;
}

/// If ::= condition; Loop ::= trip count, condition, what is carried; its block
/// takes the iteration in the place of the first two.
void GraphRebuilder::openInPlace(Node &node, size_t index) {
  Block &block = *node.blocks()[index];
  for (auto [number, input] : llvm::enumerate(block.inputs()))
    values[input] = values.lookup(node.inputs()[number ? number + 1 : 0]);
  open(block, *regions.back().into, &node, index, nullptr);
}

void GraphRebuilder::keep(Node &node) {
  llvm::SmallVector<Value *, 8> inputs;
  for (Value *input : node.inputs())
    inputs.push_back(resolve(*input));
  size_t firstSubgraph = subgraphs.size();
  takeOutSubgraphs(node);
  Node *copy = cloner.clone(node, *to, inputs);
  for (PendingSubgraph &subgraph : llvm::drop_begin(subgraphs, firstSubgraph))
    subgraph.copy = copy;
  regions.back().into->appendNode(copy);
  for (auto [output, copied] : llvm::zip(node.outputs(), copy->outputs()))
    define(*output, copied);
  for (size_t index = 0; index < node.blocks().size(); ++index)
    copy->addBlock();
  if (node.blocks().empty())
    show(copy->outputs());
  else
    open(*node.blocks()[0], *copy->blocks()[0], nullptr, 0, copy);
}

/// libtorch would copy subgraphs with the node, and by recursion.
void GraphRebuilder::takeOutSubgraphs(Node &node) {
  for (auto [name, subgraph] : subgraphsOf(node)) {
    subgraphs.push_back({node.g(name), nullptr, name});
    node.g_(name, std::make_shared<Graph>());
  }
}

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

void GraphRebuilder::define(Value &old, Value *copy) {
  values[&old] = copy;
  namer.setName(*copy, old.debugName());
}

void GraphRebuilder::show(at::ArrayRef<Value *> copies) {
  for (Value *copy : copies) {
    visible.push_back(copy);
    visibleByType[copy->type().get()].push_back(copy);
  }
}

Value *GraphRebuilder::resolve(Value &old) {
  Value *value = values.lookup(&old);
  return value ? value : inputFor(old);
}

/// What the uses of an output of `node`, which goes, become uses of; null for
/// an input of the graph.
Value *GraphRebuilder::replacementFor(Value &output, Node &node) {
  const c10::Type *type = output.type().get();
  for (Value *input : node.inputs())
    if (input->type().get() == type)
      return values.lookup(input);
  auto known = visibleByType.find(type);
  bool isKnown = known != visibleByType.end() && !known->second.empty();
  return isKnown ? known->second.back() : nullptr;
}

/// The graph's inputs are in sight everywhere: one for each type is enough.
Value *GraphRebuilder::inputFor(Value &old) {
  auto [added, isNew] = addedInputs.try_emplace(old.type().get());
  if (isNew) {
    added->second = to->addInput();
    added->second->setType(old.type());
    namer.setName(*added->second, old.debugName());
  }
  return added->second;
}

//===----------------------------------------------------------------------===//
// Graphs
//===----------------------------------------------------------------------===//

/// The graph, and then the subgraphs of what has stayed.
static std::shared_ptr<Graph> rebuild(Graph &graph, const RebuildPlan &plan) {
  NodeCloner cloner;
  std::vector<PendingSubgraph> pending;
  std::shared_ptr<Graph> rebuilt =
      GraphRebuilder(graph, plan, /*mayAddInputs=*/true, cloner, pending).run();
  while (!pending.empty()) {
    PendingSubgraph subgraph = std::move(pending.back());
    pending.pop_back();
    subgraph.copy->g_(subgraph.name,
                      GraphRebuilder(*subgraph.graph, plan,
                                     /*mayAddInputs=*/false, cloner, pending)
                          .run());
  }
  return rebuilt;
}

static bool concerns(const RebuildPlan &plan, Graph &graph) {
  return llvm::any_of(nodesOf(graph), [&](Node *node) {
    return plan.dropped.contains(node) || plan.opened.contains(node);
  });
}

void rebuildGraphs(Program &program, const RebuildPlan &plan) {
  if (plan.isEmpty())
    return;
  for (Item &item : program.items)
    llvm::cantFail(forEachGraph(item, [&](std::shared_ptr<Graph> &graph) {
      if (concerns(plan, *graph))
        graph = rebuild(*graph, plan);
      return llvm::Error::success();
    }));
}

} // namespace hier
