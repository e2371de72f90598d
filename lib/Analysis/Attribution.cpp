//===- Attribution.cpp - Which module each node belongs to ----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Nodes are looked at from the last to the first, since some are known by their
// users.
//
//===----------------------------------------------------------------------===//

#include "hier/Analysis/Attribution.h"

#include "hier/Analysis/HierarchyAttributes.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SetVector.h"

using namespace torch::jit;

namespace hier {

llvm::StringRef spell(Evidence evidence) {
  switch (evidence) {
  case Evidence::CallStack:
    return "call-stack";
  case Evidence::Scope:
    return "scope";
  case Evidence::Users:
    return "users";
  case Evidence::Ancestor:
    return "ancestor";
  case Evidence::Unknown:
    return "unknown";
  }
  return "";
}

Attributor::Attributor(Graph &graph, ModuleCalls &record)
    : record(record), nodes(allNodes(graph)), modules(graph, nodes, record) {}

void Attributor::forEach(llvm::function_ref<void(const Attribution &)> visit) {
  if (areCallsInScopes()) {
    attributeByScopes(visit);
  } else if (modules.areScopesComplete()) { // No node takes after its users.
    for (Node *node : nodes)
      visit(attribute(*node));
  } else {
    for (const Attribution &attribution : attributeByUsers())
      visit(attribution);
  }
}

std::vector<Attribution> Attributor::run() {
  std::vector<Attribution> result;
  result.reserve(nodes.size());
  forEach(
      [&](const Attribution &attribution) { result.push_back(attribution); });
  return result;
}

/// Then a node's scope is all that there is to know, but of a call that stays.
bool Attributor::areCallsInScopes() const {
  return record.areFollowed && record.start.isFollowed &&
         !modules.hasStacks() && !modules.hasUnknownScopes();
}

/// Nodes that lie together mostly have one scope.
void Attributor::attributeByScopes(
    llvm::function_ref<void(const Attribution &)> visit) {
  Attribution attribution{nullptr};
  const Scope *scope = nullptr;
  bool isOfScope = false; // Or of a call that stays?
  for (Node *node : nodes) {
    const Scope *next = nodeScope(*node).get();
    bool isCall = node->kind() == prim::CallMethod;
    if (isOfScope && !isCall && next == scope)
      attribution.node = node;
    else
      attribution = attribute(*node);
    isOfScope = !isCall;
    scope = next;
    visit(attribution);
  }
}

std::vector<Attribution> Attributor::attributeByUsers() {
  std::vector<Attribution> result;
  result.reserve(nodes.size());
  attributed.reserve(nodes.size());
  for (Node *node : llvm::reverse(nodes)) {
    result.push_back(attribute(*node));
    attributed[node] = {result.back().module, result.back().call};
  }
  std::reverse(result.begin(), result.end());
  return result;
}

//===----------------------------------------------------------------------===//
// Nodes
//===----------------------------------------------------------------------===//

Attribution Attributor::attribute(Node &node) {
  if (!record.start.isFollowed)
    return byStart(node);
  if (std::optional<Attribution> found = byCallee(node))
    return *found;
  if (std::optional<Attribution> found = byScope(node))
    return *found;
  if (std::optional<Attribution> found = byRead(node))
    return *found;
  if (std::optional<Attribution> found = byParameters(node))
    return *found;
  if (std::optional<Attribution> found = byUsers(node))
    return *found;
  Attribution unknown{&node};
  if (modules.areScopesComplete())
    unknown.evidence = Evidence::Scope; // No scope is the root's.
  return unknown;
}

/// All of a graph that was called in a way that could not be followed.
Attribution Attributor::byStart(Node &node) const {
  return {&node, record.calls[record.start.call].module, record.start.call,
          record.start.frames.empty() ? Evidence::Unknown : Evidence::Ancestor};
}

/// A call that could not be resolved has the tag of the module it calls.
std::optional<Attribution> Attributor::byCallee(Node &node) {
  std::optional<CallId> call = modules.callMadeBy(node);
  if (!call)
    return std::nullopt;
  return Attribution{&node, record.calls[*call].module, *call,
                     Evidence::CallStack};
}

static bool isPooled(Node &node) { return node.kind() == prim::Constant; }

/// What inlining found, or the tracer recorded; but torch pools constants, and
/// leaves one of its scopes on each.
std::optional<Attribution> Attributor::byScope(Node &node) {
  if (modules.hasStacks())
    return byStack(node);
  std::optional<CallId> call = modules.callOf(node);
  if (!call)
    return std::nullopt;
  bool isRecorded = record.calls[*call].isRecorded || !record.areFollowed;
  if (!record.areFollowed && isPooled(node) && !modules.areScopesComplete())
    if (std::optional<Attribution> users = byUsers(node))
      return users;
  Attribution found{&node, record.calls[*call].module, *call,
                    isRecorded ? Evidence::Scope : Evidence::CallStack};
  found.isConflicting =
      record.areFollowed ? isRecorded : worksForOthers(node, found.module);
  return found;
}

/// What torch's inliner left, but on constants, which it has pooled.
std::optional<Attribution> Attributor::byStack(Node &node) {
  if (isPooled(node))
    if (std::optional<Attribution> users = byUsers(node))
      return users;
  std::optional<CallId> call = modules.callOf(node);
  if (!call)
    return std::nullopt;
  return Attribution{&node, record.calls[*call].module, *call,
                     modules.isCallCertain(node) ? Evidence::CallStack
                                                 : Evidence::Ancestor};
}

/// Does a node that reads parameters read none of `module`, of a module in it,
/// or of another name of these?
bool Attributor::worksForOthers(Node &node, ModuleId module) const {
  bool readsOthers = false;
  for (Value *input : node.inputs()) {
    std::optional<ModuleId> owner = modules.ownerOf(input);
    if (!owner || modules.moduleOf(input))
      continue;
    for (ModuleId name : record.aliases.namesOf(*owner))
      if (record.modules.isWithin(name, module))
        return false;
    readsOthers = true;
  }
  return readsOthers;
}

/// prim::GetAttr belongs to the module that it reads from.
std::optional<Attribution> Attributor::byRead(Node &node) {
  if (node.kind() != prim::GetAttr || node.inputs().empty() ||
      modules.areScopesComplete())
    return std::nullopt;
  std::optional<ModuleId> module = modules.moduleOf(node.inputs()[0]);
  if (!module)
    return std::nullopt;
  return forModules(node, {*module});
}

/// Does the node look as one of a script, whose shapes are not known?
static bool isUnshaped(Node &node) {
  return llvm::any_of(node.outputs(), [](const Value *output) {
    const auto *tensor = output->type()->castRaw<c10::TensorType>();
    return tensor && !tensor->scalarType();
  });
}

/// An operation on a module's parameters is the module's. Not so in a trace,
/// where an operation without a scope is the root's, whatever it works on.
std::optional<Attribution> Attributor::byParameters(Node &node) {
  if (modules.areScopesComplete() || (modules.hasScopes() && !isUnshaped(node)))
    return std::nullopt;
  Modules found;
  for (Value *input : node.inputs()) {
    std::optional<ModuleId> owner = modules.ownerOf(input);
    if (owner && !modules.moduleOf(input) && !llvm::is_contained(found, *owner))
      found.push_back(*owner);
  }
  if (found.empty())
    return std::nullopt;
  return forModules(node, found);
}

static bool servesItsUsers(Node &node) {
  switch (static_cast<c10::unique_t>(node.kind())) {
  case static_cast<c10::unique_t>(prim::Constant):
  case static_cast<c10::unique_t>(prim::TupleConstruct):
  case static_cast<c10::unique_t>(prim::TupleUnpack):
  case static_cast<c10::unique_t>(prim::TupleIndex):
  case static_cast<c10::unique_t>(prim::TupleSlice):
  case static_cast<c10::unique_t>(prim::ListConstruct):
  case static_cast<c10::unique_t>(prim::ListUnpack):
  case static_cast<c10::unique_t>(prim::DictConstruct):
  case static_cast<c10::unique_t>(prim::profile):
  case static_cast<c10::unique_t>(prim::profile_ivalue):
    return true;
  default:
    return false;
  }
}

std::optional<Attribution> Attributor::byUsers(Node &node) {
  if (!servesItsUsers(node) || modules.areScopesComplete())
    return std::nullopt;
  // A pooled constant may serve all modules there are.
  llvm::SmallSetVector<ModuleId, 8> users;
  llvm::SmallSetVector<CallId, 8> calls;
  for (Value *output : node.outputs())
    for (const Use &use : output->uses()) {
      auto [module, call] = ownerOfUse(use);
      users.insert(module);
      calls.insert(call);
    }
  if (users.empty())
    return std::nullopt;
  Attribution found = forModules(node, Modules(users.begin(), users.end()));
  if (calls.size() == 1)
    found.call = calls[0];
  return found;
}

Attribution Attributor::forModules(Node &node, const Modules &found) {
  if (found.size() == 1)
    return {&node, found[0], modules.callForModule(found[0]), Evidence::Users};
  ModuleId ancestor = found[0];
  for (ModuleId module : found)
    ancestor = record.modules.commonAncestor(ancestor, module);
  return {&node, ancestor, modules.callForModule(ancestor), Evidence::Ancestor,
          found};
}

/// A block's outputs are used by the node that has the block; a graph's by the
/// module that it starts in. What is passed to a call is used by the caller.
Attributor::Owner Attributor::ownerOfUse(const Use &use) {
  Node *user = use.user;
  if (user->kind() == prim::Return)
    user = user->owningBlock()->owningNode();
  CallId start = record.start.call;
  if (!user)
    return {record.calls[start].module, start};
  auto known = attributed.find(user);
  if (known != attributed.end() && user->kind() != prim::CallMethod)
    return known->second;
  CallId call = modules.callOf(*user).value_or(start);
  return {record.calls[call].module, call};
}

} // namespace hier
