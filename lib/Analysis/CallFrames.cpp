//===- CallFrames.cpp - The bodies that inlining has run ------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Spells calls as libtorch's inlineCallTo() does.
//
//===----------------------------------------------------------------------===//

#include "CallFrames.h"

#include "hier/IR/Attributes.h"
#include "llvm/ADT/STLExtras.h"

using namespace torch::jit;

namespace hier {

CallFrames::Place CallFrames::placeOf(const SourceRange &range) {
  return {range.source().get(), range.start(), range.end()};
}

/// What libtorch calls the object that `node`, a prim::CallMethod, calls: the
/// name by which it was read, whatever it was read from.
static std::string instanceName(Node &node) {
  Value *self = node.inputs()[0];
  if (self->node()->kind() == prim::GetAttr) {
    const std::string *name = nameAttribute(*self->node());
    return name ? *name : "";
  }
  at::ArrayRef<Value *> inputs = node.owningGraph()->inputs();
  return !inputs.empty() && self == inputs[0] ? "SELF"
                                              : "INSTANCE_NAME_UNKNOWN";
}

FrameId CallFrames::enter(FrameId caller, Node &node, CallId call) {
  auto frame = static_cast<FrameId>(frames.size());
  bool isMethod = node.kind() == prim::CallMethod;
  frames.push_back(
      {caller, call, isMethod ? node.inputs()[0]->type().get() : nullptr});
  CallKey key(caller, placeOf(node.sourceRange()),
              isMethod ? node.s(attr::name) : "",
              isMethod ? instanceName(node) : "");
  framesByCall[std::move(key)].push_back(frame);
  return frame;
}

void CallFrames::noteNode(FrameId frame, Node &node, CallId call) {
  Place place = placeOf(node.sourceRange());
  if (std::get<0>(place))
    nodesByPlace[{place, static_cast<uint32_t>(node.kind())}].push_back(
        {frame, call});
  if (node.kind() == prim::CallMethod)
    unfollowed.push_back(frame);
  if (node.scope() && !node.scope()->isRoot())
    recordedCalls.try_emplace({frame, node.scope()->namesFromRoot()}, call);
}

bool CallFrames::isWithin(FrameId inner, FrameId outer) const {
  while (inner > outer) // A caller's number is below those that it called.
    inner = frames[inner].caller;
  return inner == outer;
}

llvm::SmallVector<FrameId>
CallFrames::entered(FrameId caller, const InlinedCallStack &entry) const {
  std::optional<ModuleInstanceInfo> instance = entry.module_instance();
  auto found = framesByCall.find({caller, placeOf(entry.source_range()),
                                  instance ? entry.function_name() : "",
                                  instance ? instance->instance_name() : ""});
  llvm::SmallVector<FrameId> result;
  if (found == framesByCall.end())
    return result;
  c10::ClassTypePtr type = instance ? instance->class_type() : nullptr;
  for (FrameId frame : found->second)
    if (frames[frame].selfType == type.get())
      result.push_back(frame);
  if (result.empty()) // Then the classes are copies, as freezing makes them.
    result.append(found->second.begin(), found->second.end());
  return result;
}

llvm::SmallVector<FrameId>
CallFrames::enteredAt(FrameId caller, const SourceRange &place,
                      llvm::StringRef spelling) const {
  llvm::SmallVector<FrameId> all;
  llvm::SmallVector<FrameId> named;
  Place wanted = placeOf(place);
  auto at = framesByCall.lower_bound({caller, wanted, "", ""});
  for (; at != framesByCall.end(); ++at) {
    const auto &[from, where, method, instance] = at->first;
    if (from != caller || where != wanted)
      break;
    all.append(at->second.begin(), at->second.end());
    if (spelling.starts_with(instance + "(") &&
        spelling.ends_with(")::" + method))
      named.append(at->second.begin(), at->second.end());
  }
  return named.empty() ? all : named;
}

bool CallFrames::forksAt(FrameId frame, const SourceRange &place) const {
  auto found =
      nodesByPlace.find({placeOf(place), static_cast<uint32_t>(prim::fork)});
  return found != nodesByPlace.end() &&
         llvm::any_of(found->second,
                      [&](const RanNode &node) { return node.frame == frame; });
}

llvm::ArrayRef<RanNode> CallFrames::nodesLike(const Node &node) const {
  Place place = placeOf(node.sourceRange());
  auto found = nodesByPlace.find({place, static_cast<uint32_t>(node.kind())});
  return found == nodesByPlace.end() ? llvm::ArrayRef<RanNode>()
                                     : llvm::ArrayRef(found->second);
}

CallId CallFrames::callOf(FrameId frame, const ScopePtr &scope) const {
  if (scope && !scope->isRoot()) {
    auto found = recordedCalls.find({frame, scope->namesFromRoot()});
    if (found != recordedCalls.end())
      return found->second;
  }
  return frames[frame].call;
}

} // namespace hier
