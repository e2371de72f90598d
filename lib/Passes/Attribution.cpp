//===- Attribution.cpp - Which module each node belongs to ----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// First what the graph tells of modules and calls, then each node from the last
// to the first, since some are known by their users.
//
//===----------------------------------------------------------------------===//

#include "Attribution.h"

#include "HierarchyAttributes.h"
#include "KnownClasses.h"
#include "TraceFacts.h"
#include "hier/Hierarchy/Scope.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLExtras.h"

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

static bool hasScope(Node &node) {
  ScopePtr scope = node.scope();
  return scope && !scope->isRoot();
}

/// The string attribute `name` of a prim::GetAttr or prim::CallMethod.
static std::optional<std::string> nameAttribute(Node &node) {
  if (!node.hasAttribute(attr::name) ||
      node.kindOf(attr::name) != AttributeKind::s || node.inputs().empty())
    return std::nullopt;
  return node.s(attr::name);
}

Attributor::Attributor(Graph &graph, ModuleCalls &record)
    : graph(graph), record(record), nodes(allNodes(graph)) {
  if (!graph.inputs().empty() &&
      graph.inputs()[0]->type()->kind() == c10::TypeKind::ClassType)
    modules[graph.inputs()[0]] = ModuleTree::root;
  for (Node *node : nodes) {
    hasScopes |= hasScope(*node);
    scopesAreComplete |= node->kind() == prim::GetAttr && hasScope(*node);
  }
  for (Node *node : nodes) {
    findModules(*node);
    bindScope(*node);
  }
  for (Node *node : nodes)
    inferClass(*node);
  inferKnownClasses();
}

std::vector<Attribution> Attributor::run() {
  std::vector<Attribution> result;
  result.reserve(nodes.size());
  for (Node *node : llvm::reverse(nodes)) {
    result.push_back(attribute(*node));
    attributed[node] = result.back().module;
  }
  std::reverse(result.begin(), result.end());
  return result;
}

//===----------------------------------------------------------------------===//
// What the graph tells of modules and calls
//===----------------------------------------------------------------------===//

/// The class of a module type; an interface does not tell which it is.
static std::optional<ClassName> moduleClass(const c10::Type &type) {
  if (!type.is_module())
    return std::nullopt;
  const auto *classType = type.castRaw<c10::ClassType>();
  return classType ? ClassName::parse(classType->name()->qualifiedName())
                   : ClassName();
}

void Attributor::findModules(Node &node) {
  std::optional<std::string> name = nameAttribute(node);
  if (!name || node.kind() != prim::GetAttr || node.outputs().size() != 1)
    return;
  auto owner = modules.find(node.inputs()[0]);
  if (owner == modules.end())
    return;
  Value *read = node.outputs()[0];
  owners[read] = owner->second;
  if (std::optional<ClassName> className = moduleClass(*read->type()))
    modules[read] =
        record.modules.addChild(owner->second, *name, std::move(*className));
}

CallId Attributor::addCall(CallId parent, ModuleId module, bool makesLevel) {
  auto [known, isNew] = recordedCalls.try_emplace({parent, module});
  if (isNew) {
    std::string scope = record.calls.scope(parent, record.modules);
    enterScope(scope, record.modules.path(module));
    known->second = record.calls.addRecorded(parent, module, std::move(scope),
                                             /*index=*/0, makesLevel);
    firstCalls.try_emplace(module, known->second);
  }
  return known->second;
}

/// A scope that inlining has not left stands for the calls that it spells.
void Attributor::bindScope(Node &node) {
  ScopePtr scope = node.scope();
  if (!hasScope(node))
    return;
  if (std::optional<CallId> call = record.callOf(scope)) {
    firstCalls.try_emplace(record.calls[*call].module, *call);
    return;
  }
  std::vector<ScopeEntry> entries = parseScope(scope->namesFromRoot());
  if (entries.empty())
    return;
  CallId call = CallTree::root;
  for (const ScopeEntry &entry : entries) {
    ModuleId module = record.modules.findOrAdd(entry.path);
    if (!entry.className.empty() && record.modules.className(module).empty())
      record.modules.setClassName(module, entry.className);
    if (module != ModuleTree::root)
      call = addCall(call, module, /*makesLevel=*/true);
  }
  record.bind(scope, call);
}

/// A module of two names is read by one and recorded by the other: then the
/// class is that of the module whose parameters its nodes use.
void Attributor::inferClass(Node &node) {
  if (!hasScope(node))
    return;
  std::optional<CallId> call = record.callOf(node.scope());
  if (!call)
    return;
  ModuleId module = record.calls[*call].module;
  if (!record.modules.className(module).empty())
    return;
  for (Value *input : node.inputs()) {
    auto owner = owners.find(input);
    if (owner != owners.end() && !firstCalls.count(owner->second))
      record.modules.setClassName(module,
                                  record.modules.className(owner->second));
  }
}

/// A module without parameters may have left nothing but its nodes.
void Attributor::inferKnownClasses() {
  llvm::MapVector<ModuleId, std::vector<Node *>> nodesByModule;
  for (Node *node : nodes) {
    ModuleId module = runningModule(*node);
    if (record.modules.className(module).empty() && hasScope(*node))
      nodesByModule[module].push_back(node);
  }
  for (const auto &[module, run] : nodesByModule)
    record.modules.setClassName(module, knownClass(run));
}

/// The call whose tag stands for a module. Where no scope tells which modules
/// are called, all are but the bare containers.
CallId Attributor::callForModule(ModuleId module) {
  llvm::SmallVector<ModuleId> below;
  CallId call = CallTree::root;
  for (; module != ModuleTree::root; module = record.modules.parent(module)) {
    auto first = firstCalls.find(module);
    if (first != firstCalls.end()) {
      call = first->second;
      break;
    }
    below.push_back(module);
  }
  if (hasScopes)
    return call;
  for (ModuleId inner : llvm::reverse(below))
    if (!record.modules.className(inner).isBareContainer())
      call = addCall(call, inner, /*makesLevel=*/true);
  return call;
}

//===----------------------------------------------------------------------===//
// Nodes
//===----------------------------------------------------------------------===//

Attribution Attributor::attribute(Node &node) {
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
  if (scopesAreComplete)
    unknown.evidence = Evidence::Scope; // No scope is the root's.
  return unknown;
}

/// A call that could not be resolved has the tag of the module it calls.
std::optional<Attribution> Attributor::byCallee(Node &node) {
  if (node.kind() != prim::CallMethod)
    return std::nullopt;
  std::optional<std::string> method = nameAttribute(node);
  auto callee = method ? modules.find(node.inputs()[0]) : modules.end();
  if (callee == modules.end())
    return std::nullopt;
  CallId caller = record.callOf(node.scope()).value_or(CallTree::root);
  CallId call = record.calls[caller].module == callee->second
                    ? caller
                    : addCall(caller, callee->second,
                              isForward(*method, isTracedCall(node)));
  return Attribution{&node, callee->second, call, Evidence::CallStack};
}

static bool isPooled(Node &node) { return node.kind() == prim::Constant; }

/// What inlining found, or the tracer recorded; but torch pools constants, and
/// leaves one of its scopes on each.
std::optional<Attribution> Attributor::byScope(Node &node) {
  ScopePtr scope = node.scope();
  std::optional<CallId> call =
      scope ? record.callOf(scope) : std::optional<CallId>();
  if (!call)
    return std::nullopt;
  bool isRecorded = record.calls[*call].isRecorded;
  if (isRecorded && isPooled(node) && !scopesAreComplete)
    if (std::optional<Attribution> users = byUsers(node))
      return users;
  return Attribution{&node, record.calls[*call].module, *call,
                     isRecorded ? Evidence::Scope : Evidence::CallStack};
}

/// prim::GetAttr belongs to the module that it reads from.
std::optional<Attribution> Attributor::byRead(Node &node) {
  if (node.kind() != prim::GetAttr || node.inputs().empty() ||
      scopesAreComplete)
    return std::nullopt;
  auto module = modules.find(node.inputs()[0]);
  if (module == modules.end())
    return std::nullopt;
  return Attribution{&node, module->second, callForModule(module->second),
                     Evidence::Users};
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
  if (scopesAreComplete || (hasScopes && !isUnshaped(node)))
    return std::nullopt;
  Modules found;
  for (Value *input : node.inputs()) {
    auto owner = owners.find(input);
    if (owner != owners.end() && !modules.count(input) &&
        !llvm::is_contained(found, owner->second))
      found.push_back(owner->second);
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
    return true;
  default:
    return false;
  }
}

std::optional<Attribution> Attributor::byUsers(Node &node) {
  if (!servesItsUsers(node) || scopesAreComplete)
    return std::nullopt;
  Modules users;
  for (Value *output : node.outputs())
    for (const Use &use : output->uses()) {
      ModuleId module = moduleOfUse(use);
      if (!llvm::is_contained(users, module))
        users.push_back(module);
    }
  if (users.empty())
    return std::nullopt;
  return forModules(node, users);
}

Attribution Attributor::forModules(Node &node, const Modules &found) {
  if (found.size() == 1)
    return {&node, found[0], callForModule(found[0]), Evidence::Users};
  ModuleId ancestor = found[0];
  for (ModuleId module : found)
    ancestor = record.modules.commonAncestor(ancestor, module);
  return {&node, ancestor, callForModule(ancestor), Evidence::Ancestor, found};
}

/// The module that runs a node, as far as its scope tells.
ModuleId Attributor::runningModule(Node &node) {
  ScopePtr scope = node.scope();
  std::optional<CallId> call =
      scope ? record.callOf(scope) : std::optional<CallId>();
  return call ? record.calls[*call].module : ModuleTree::root;
}

/// A block's outputs are used by the node that has the block; a graph's by the
/// root. What is passed to a call is used by the caller.
ModuleId Attributor::moduleOfUse(const Use &use) {
  Node *user = use.user;
  if (user->kind() == prim::Return)
    user = user->owningBlock()->owningNode();
  if (!user)
    return ModuleTree::root;
  auto known = attributed.find(user);
  if (known == attributed.end() || user->kind() == prim::CallMethod)
    return runningModule(*user);
  return known->second;
}

} // namespace hier
