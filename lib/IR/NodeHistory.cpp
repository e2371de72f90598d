//===- NodeHistory.cpp - What has become of nodes -------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Marks on nodes, and the search for what took the place of those that are
// gone.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/NodeHistory.h"

#include "TorchAccess.h"
#include "hier/IR/Attributes.h"
#include "llvm/ADT/STLExtras.h"

using namespace torch::jit;

namespace hier {

llvm::SmallVector<Node *, 2> Ancestry::sources() const {
  llvm::SmallVector<Node *, 2> all;
  if (self)
    all.push_back(self);
  all.append(replaced.begin(), replaced.end());
  if (all.empty())
    all.append(helped.begin(), helped.end());
  return all;
}

//===----------------------------------------------------------------------===//
// Marks
//===----------------------------------------------------------------------===//

using CallStack = std::optional<InlinedCallStackPtr>;

/// One entry as `entry` is, on top of `callee`.
static InlinedCallStackPtr entryLike(const InlinedCallStack &entry,
                                     CallStack callee) {
  auto copy = c10::make_intrusive<InlinedCallStack>(
      entry.function(), entry.source_range(), entry.module_instance());
  copy->setCallee(std::move(callee));
  return copy;
}

static InlinedCallStackPtr newMark(const CallStack &callStack) {
  if (callStack)
    return entryLike(**callStack, (*callStack)->callee());
  return c10::make_intrusive<InlinedCallStack>(nullptr, SourceRange());
}

void NodeHistory::follow(Graph &original, Graph &changing) {
  std::vector<Node *> nodes = allNodes(original);
  std::vector<Node *> marked = allNodes(changing);
  for (auto [node, twin] : llvm::zip_equal(nodes, marked)) {
    Followed entry = {node, twin->callstack(), newMark(twin->callstack())};
    twin->setCallStack(entry.mark);
    idByMark[entry.mark.get()] = followed.size();
    idByNode[node] = followed.size();
    if (Graph *subgraph = subgraphOf(*node))
      owners[subgraph] = node;
    followed.push_back(std::move(entry));
  }
}

std::optional<size_t> NodeHistory::idOf(const Node &node) const {
  for (CallStack at = node.callstack(); at; at = (*at)->callee())
    if (auto known = idByMark.find(at->get()); known != idByMark.end())
      return known->second;
  return std::nullopt;
}

/// Inlining puts its entries before those that were there.
CallStack NodeHistory::withoutMark(const Node &node) const {
  llvm::SmallVector<InlinedCallStackPtr> before;
  CallStack rest = node.callstack();
  while (rest && !idByMark.contains(rest->get())) {
    before.push_back(*rest);
    rest = (*rest)->callee();
  }
  if (!rest)
    return node.callstack();
  rest = followed[idByMark.lookup(rest->get())].callStack;
  for (const InlinedCallStackPtr &entry : llvm::reverse(before))
    rest = entryLike(*entry, rest);
  return rest;
}

void NodeHistory::release(Graph &graph) const {
  for (Node *node : allNodes(graph))
    access::get<access::NodeCallStack>(*node) = withoutMark(*node);
}

//===----------------------------------------------------------------------===//
// Lineage
//===----------------------------------------------------------------------===//

/// Looks at the nodes of the originals from the last to the first: what became
/// of a node's users is known before it is asked what they use instead of it.
class LineageBuilder {
public:
  LineageBuilder(const NodeHistory &history,
                 llvm::ArrayRef<NodeHistory::Change> changes);
  Lineage build();

private:
  using Nodes = llvm::SmallVector<Node *, 1>;

  void findPlaceOf(size_t id);
  void look(size_t id, const Value &value, const Use &use);
  Nodes successorsOf(Node &user) const;
  Nodes successorsOfReturn(Node &returnNode) const;
  bool hasPlaceOf(Node &node, size_t id, const Value &before,
                  const Value &after) const;
  void findHelped(size_t index);
  void addSources(Ancestry &to, Node &from) const;

  Node &originalOf(size_t id) const { return *history.followed[id].node; }
  Ancestry &ancestryOf(Node &node) {
    return lineage.ancestries[indexByNode.find(&node)->second];
  }

  const NodeHistory &history;
  llvm::DenseMap<const Graph *, Graph *> changedGraphs; // by the original
  Lineage lineage;
  llvm::DenseMap<const Node *, size_t> indexByNode; // in the lineage
  std::vector<Nodes> copies;     // by id: what is the node still
  std::vector<Nodes> successors; // by id: what has its place instead
};

LineageBuilder::LineageBuilder(const NodeHistory &history,
                               llvm::ArrayRef<NodeHistory::Change> changes)
    : history(history), copies(history.followed.size()),
      successors(history.followed.size()) {
  for (auto [original, changed] : changes) {
    changedGraphs[original] = changed;
    llvm::append_range(lineage.nodes, allNodes(*changed));
  }
  lineage.ancestries.resize(lineage.nodes.size());
  for (auto [index, node] : llvm::enumerate(lineage.nodes)) {
    indexByNode[node] = index;
    if (std::optional<size_t> id = history.idOf(*node)) {
      lineage.ancestries[index].self = &originalOf(*id);
      copies[*id].push_back(node);
    }
  }
}

/// Two that do the same, as far as can be told from looking at them.
static bool areAlike(const Node &one, const Node &other) {
  return one.kind() == other.kind() &&
         one.inputs().size() == other.inputs().size() &&
         one.outputs().size() == other.outputs().size() &&
         one.blocks().empty() && other.blocks().empty();
}

/// The returns of the changed graph that `returnNode`, one of an original, has
/// become.
LineageBuilder::Nodes
LineageBuilder::successorsOfReturn(Node &returnNode) const {
  const Block &block = *returnNode.owningBlock();
  Graph &graph = *returnNode.owningGraph();
  if (Node *owner = returnNode.owningBlock()->owningNode()) {
    size_t place =
        llvm::find(owner->blocks(), &block) - owner->blocks().begin();
    Nodes returns;
    for (Node *copy : copies[history.idByNode.lookup(owner)])
      if (copy->blocks().size() == owner->blocks().size())
        returns.push_back(copy->blocks()[place]->return_node());
    return returns;
  }
  if (auto change = changedGraphs.find(&graph); change != changedGraphs.end())
    return {change->second->return_node()};
  auto owner = history.owners.find(&graph);
  Nodes returns;
  if (owner != history.owners.end())
    for (Node *copy : copies[history.idByNode.lookup(owner->second)])
      if (Graph *subgraph = subgraphOf(*copy))
        returns.push_back(subgraph->return_node());
  return returns;
}

/// The nodes of the changed graph that have the operands of `user`, a node of
/// an original, in their places.
LineageBuilder::Nodes LineageBuilder::successorsOf(Node &user) const {
  Nodes all;
  if (user.kind() == prim::Return) {
    all = successorsOfReturn(user);
  } else {
    size_t id = history.idByNode.lookup(&user);
    all = copies[id].empty() ? successors[id] : copies[id];
  }
  llvm::erase_if(all, [&](Node *node) {
    return node->kind() != user.kind() ||
           node->inputs().size() != user.inputs().size();
  });
  return all;
}

/// Has `node`, which gives the value `after` where `before` was used, taken the
/// place of the node `id`? A node that was there before and does something else
/// has not: its value was found to be the same.
bool LineageBuilder::hasPlaceOf(Node &node, size_t id, const Value &before,
                                const Value &after) const {
  std::optional<size_t> was = history.idOf(node);
  if (!was)
    return true;
  return *was != id && copies[id].empty() &&
         before.offset() == after.offset() &&
         areAlike(originalOf(*was), originalOf(id));
}

void LineageBuilder::look(size_t id, const Value &value, const Use &use) {
  for (Node *successor : successorsOf(*use.user)) {
    Value &now = *successor->inputs()[use.offset];
    Node &node = *now.node();
    if (!indexByNode.contains(&node) || !hasPlaceOf(node, id, value, now))
      continue;
    Nodes &replaced = ancestryOf(node).replaced;
    if (!llvm::is_contained(successors[id], &node)) {
      successors[id].push_back(&node);
      replaced.push_back(&originalOf(id));
    }
  }
}

void LineageBuilder::findPlaceOf(size_t id) {
  for (Value *output : originalOf(id).outputs())
    for (const Use &use : output->uses())
      look(id, *output, use);
  if (copies[id].empty() && successors[id].empty())
    lineage.gone.push_back(&originalOf(id));
}

/// Adds to `to.helped` the sources of `from`, or what it works for itself.
void LineageBuilder::addSources(Ancestry &to, Node &from) const {
  auto index = indexByNode.find(&from);
  if (index == indexByNode.end())
    return;
  for (Node *source : lineage.ancestries[index->second].sources())
    if (!llvm::is_contained(to.helped, source))
      to.helped.push_back(source);
}

void LineageBuilder::findHelped(size_t index) {
  Node &node = *lineage.nodes[index];
  Ancestry &ancestry = lineage.ancestries[index];
  if (!ancestry.sources().empty())
    return;
  for (Value *output : node.outputs())
    for (const Use &use : output->uses())
      addSources(ancestry, *use.user);
  if (ancestry.helped.empty())
    for (Value *input : node.inputs())
      addSources(ancestry, *input->node());
}

Lineage LineageBuilder::build() {
  for (size_t id = history.followed.size(); id-- > 0;)
    findPlaceOf(id);
  std::reverse(lineage.gone.begin(), lineage.gone.end());
  for (Ancestry &ancestry : lineage.ancestries)
    std::reverse(ancestry.replaced.begin(), ancestry.replaced.end());
  for (size_t index = lineage.nodes.size(); index-- > 0;)
    findHelped(index);
  return std::move(lineage);
}

Lineage NodeHistory::resolve(llvm::ArrayRef<Change> changes) {
  Lineage lineage = LineageBuilder(*this, changes).build();
  for (const Change &change : changes)
    release(*change.changed);
  return lineage;
}

} // namespace hier
