//===- StackResolver.cpp - Which call a call stack stands for -------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each inlining of a call makes new stack objects, one for all the nodes that
// the call itself ran, and copies of nodes share them: so two objects are two
// calls, even where they say the same.
//
//===----------------------------------------------------------------------===//

#include "StackResolver.h"

#include "hier/IR/NodeParts.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

using namespace torch::jit;

namespace hier {

/// Is `node` part of a graph that libtorch has given to another node, or of one
/// that it has cut out of a graph and that has no module to start from?
static bool isCutOut(Node &node) {
  Graph &graph = *node.owningGraph();
  return graph.inputs().empty() || !graph.inputs()[0]->type()->is_module();
}

StackResolver::StackResolver(const ModuleCalls &record,
                             llvm::ArrayRef<Node *> nodes, const Owners &owners)
    : record(record), frames(*record.frames) {
  for (size_t index = 0; index < nodes.size(); ++index) {
    Node &node = *nodes[index];
    isOrderKept &= !isCutOut(node);
    auto stack = node.callstack();
    if (!stack)
      continue;
    Group &group = groups[stack->get()];
    group.nodes.push_back(&node);
    if (!group.first && node.kind() != prim::Constant)
      group.first = index;
  }
  std::map<FrameIds, std::vector<Group *>> groupsByFrames;
  for (auto &[stack, group] : groups) {
    descend(*stack, group);
    if (group.frames.size() > 1)
      groupsByFrames[group.frames].push_back(&group);
  }
  for (auto &[stack, group] : groups)
    if (group.frames.size() > 1)
      filterByReads(group, owners);
  for (const auto &[candidates, alike] : groupsByFrames)
    orderGroups(alike);
}

/// Follows the stack from the outermost call in. What is not known ends it: the
/// frames are those that are sure to be around the node.
void StackResolver::descend(const InlinedCallStack &stack, Group &group) const {
  FrameIds reached(record.start.frames.begin(), record.start.frames.end());
  const InlinedCallStack *entry = &stack;
  while (entry) {
    FrameIds next;
    for (FrameId frame : reached)
      llvm::append_range(next, frames.entered(frame, *entry));
    if (next.empty()) {
      reached.clear();
      break;
    }
    reached = std::move(next);
    auto callee = entry->callee();
    entry = callee ? callee->get() : nullptr;
  }
  llvm::sort(reached);
  group.frames = std::move(reached);
}

//===----------------------------------------------------------------------===//
// Evidence beside the stack
//===----------------------------------------------------------------------===//

/// May `node` have run in `frame`? A method reads from its own module and from
/// those in it.
bool StackResolver::mayRead(FrameId frame, Node &node,
                            const Owners &owners) const {
  ModuleId module = record.calls[frames[frame].call].module;
  auto isFrom = [&](Value *value) {
    auto owner = owners.find(value);
    return owner == owners.end() ||
           llvm::any_of(record.aliases.namesOf(owner->second),
                        [&](ModuleId name) {
                          return record.modules.isWithin(name, module);
                        });
  };
  return node.kind() == prim::GetAttr ? isFrom(node.output())
                                      : llvm::all_of(node.inputs(), isFrom);
}

/// Operands may be passed to a call, so they count only where some frame agrees
/// with them.
void StackResolver::filterByReads(Group &group, const Owners &owners) const {
  for (Node *node : group.nodes) {
    FrameIds left;
    for (FrameId frame : group.frames)
      if (mayRead(frame, *node, owners))
        left.push_back(frame);
    if (!left.empty())
      group.frames = std::move(left);
  }
}

/// Do nodes of `second` depend on nodes of `first`?
static bool feeds(llvm::ArrayRef<Node *> first, llvm::ArrayRef<Node *> second) {
  llvm::DenseSet<Node *> wanted(second.begin(), second.end());
  llvm::DenseSet<Node *> seen(first.begin(), first.end());
  llvm::SmallVector<Node *> pending;
  for (Node *node : first) // Constants are pooled: they tell of no order.
    if (node->kind() != prim::Constant && node->kind() != prim::GetAttr)
      pending.push_back(node);
  while (!pending.empty()) {
    Node *node = pending.pop_back_val();
    if (wanted.contains(node))
      return true;
    for (Value *output : node->outputs())
      for (const Use &use : output->uses())
        if (seen.insert(use.user).second)
          pending.push_back(use.user);
  }
  return false;
}

bool StackResolver::isInOrder(const Group &first, const Group &second) const {
  return isOrderKept || feeds(first.nodes, second.nodes);
}

/// The frames of each of `groups` that come after one of the group before it,
/// and before one of the group after; nothing where some group has none.
static bool
keepRising(llvm::MutableArrayRef<llvm::SmallVector<FrameId, 1>> all) {
  for (size_t index = 1; index < all.size(); ++index) {
    FrameId before = all[index - 1].front();
    llvm::erase_if(all[index], [&](FrameId frame) { return frame <= before; });
    if (all[index].empty())
      return false;
  }
  for (size_t index = all.size(); index-- > 1;) {
    FrameId after = all[index].back();
    llvm::erase_if(all[index - 1],
                   [&](FrameId frame) { return frame >= after; });
    if (all[index - 1].empty())
      return false;
  }
  return true;
}

/// Groups whose stacks say the same are different calls, and each has a later
/// frame than the group before it. That may leave but one.
void StackResolver::orderGroups(std::vector<Group *> alike) {
  llvm::erase_if(alike, [](Group *group) { return !group->first; });
  llvm::sort(alike, [](Group *one, Group *other) {
    return *one->first < *other->first;
  });
  std::vector<FrameIds> rising;
  for (size_t index = 0; index < alike.size(); ++index) {
    if (index > 0 && !isInOrder(*alike[index - 1], *alike[index]))
      return;
    rising.push_back(alike[index]->frames);
  }
  if (!keepRising(rising))
    return;
  for (size_t index = 0; index < alike.size(); ++index)
    alike[index]->frames = std::move(rising[index]);
}

//===----------------------------------------------------------------------===//
// Nodes
//===----------------------------------------------------------------------===//

/// The innermost call that was in progress in all of `candidates`.
StackPlace StackResolver::placeIn(llvm::ArrayRef<FrameId> candidates,
                                  Node &node) const {
  if (candidates.size() == 1)
    return {frames.callOf(candidates[0], node.scope()), true};
  CallId common = frames[candidates[0]].call;
  bool isOne = true;
  for (FrameId frame : candidates.drop_front()) {
    CallId call = frames[frame].call;
    isOne &= call == common;
    common = record.calls.commonCall(common, call);
  }
  return {common, isOne};
}

std::optional<StackPlace> StackResolver::placeOf(Node &node) const {
  if (auto stack = node.callstack()) {
    const FrameIds &found = groups.find(stack->get())->second.frames;
    if (!found.empty())
      return placeIn(found, node);
  }
  return placeBySource(node);
}

/// libtorch gives no stack to what the graph's own method runs, nor to a node
/// without outputs.
std::optional<StackPlace> StackResolver::placeBySource(Node &node) const {
  const StackStart &start = record.start;
  bool isOneStart = start.frames.size() == 1;
  if (node.kind() == prim::GetAttr && !node.callstack() && !isCutOut(node))
    return StackPlace{start.call, isOneStart};
  FrameIds candidates;
  for (const RanNode &ran : frames.nodesLike(node)) {
    if (!isInStart(ran.frame))
      continue;
    if (llvm::is_contained(start.frames, ran.frame) && !node.outputs().empty())
      return isOneStart ? StackPlace{ran.call, true}
                        : StackPlace{start.call, false};
    candidates.push_back(ran.frame);
  }
  if (candidates.empty())
    return std::nullopt;
  FrameIds inside = framesInside(node);
  FrameIds left;
  for (FrameId frame : candidates)
    if (llvm::any_of(inside, [&](FrameId inner) {
          return frames.isWithin(inner, frame);
        }))
      left.push_back(frame);
  return placeIn(left.empty() ? candidates : left, node);
}

/// May `frame` have run for the graph?
bool StackResolver::isInStart(FrameId frame) const {
  return record.start.isEntry ||
         llvm::any_of(record.start.frames, [&](FrameId start) {
           return frames.isWithin(frame, start);
         });
}

/// The frames that are known of what `node` has in its blocks and works on.
StackResolver::FrameIds StackResolver::framesInside(Node &node) const {
  FrameIds inside;
  auto note = [&](Node &other) {
    if (auto stack = other.callstack(); stack && other.kind() != prim::Constant)
      if (auto group = groups.find(stack->get());
          group != groups.end() && group->second.frames.size() == 1)
        inside.push_back(group->second.frames.front());
  };
  for (Block *block : node.blocks())
    for (Node *inner : block->nodes())
      note(*inner);
  if (inside.empty())
    for (Value *input : node.inputs())
      note(*input->node());
  return inside;
}

} // namespace hier
