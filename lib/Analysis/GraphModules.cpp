//===- GraphModules.cpp - The modules that a graph tells of ---------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads prim::GetAttr chains and scopes, and infers the classes that are left.
//
//===----------------------------------------------------------------------===//

#include "hier/Analysis/GraphModules.h"

#include "KnownClasses.h"
#include "StackResolver.h"
#include "TraceFacts.h"
#include "hier/Hierarchy/Scope.h"
#include "hier/IR/Attributes.h"
#include "hier/IR/NodeParts.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLExtras.h"

using namespace torch::jit;

namespace hier {

static bool hasScope(Node &node) {
  const ScopePtr &scope = nodeScope(node);
  return scope && !scope->isRoot();
}

GraphModules::GraphModules(Graph &graph, llvm::ArrayRef<Node *> nodes,
                           ModuleCalls &record)
    : record(record) {
  if (!record.start.isFollowed)
    return;
  if (record.start.isEntry && !graph.inputs().empty() &&
      graph.inputs()[0]->type()->kind() == c10::TypeKind::ClassType)
    modules[graph.inputs()[0]] = ModuleTree::root;
  const Scope *scope = nullptr; // of the node before
  bool isScoped = false;
  for (Node *node : nodes) {
    if (const Scope *next = nodeScope(*node).get(); next != scope) {
      scope = next;
      isScoped = hasScope(*node);
    }
    anyScope |= isScoped;
    if (node->kind() == prim::GetAttr) {
      readsHaveScopes |= isScoped;
      findModule(*node);
    }
    passModules(*node);
    if (record.frames)
      continue;
    if (isScoped)
      bindScope(*node);
    noteCall(*node);
  }
  if (record.frames) {
    readStacks(nodes);
    return;
  }
  if (!lacksClasses())
    return;
  for (Node *node : nodes)
    inferClass(*node);
  inferKnownClasses(nodes);
}

bool GraphModules::lacksClasses() const {
  for (ModuleId module = 0; module < record.modules.size(); ++module)
    if (record.modules.className(module).empty())
      return true;
  return false;
}

void GraphModules::readStacks(llvm::ArrayRef<Node *> nodes) {
  stacks = std::make_shared<StackResolver>(record, nodes, owners);
  for (Node *node : nodes)
    noteCall(*node);
}

static std::optional<ModuleId>
find(const llvm::DenseMap<Value *, ModuleId> &modules, Value *value) {
  auto found = modules.find(value);
  if (found == modules.end())
    return std::nullopt;
  return found->second;
}

std::optional<ModuleId> GraphModules::moduleOf(Value *value) const {
  return find(modules, value);
}

std::optional<ModuleId> GraphModules::ownerOf(Value *value) const {
  return find(owners, value);
}

std::optional<CallId> GraphModules::callOf(Node &node) const {
  if (stacks) {
    std::optional<StackPlace> place = stacks->placeOf(node);
    return place ? std::optional(place->call) : std::nullopt;
  }
  if (hasScope(node))
    return record.callOf(nodeScope(node));
  // Copies of a node lose the scope of the root.
  return record.areFollowed ? std::optional(CallTree::root) : std::nullopt;
}

bool GraphModules::isCallCertain(Node &node) const {
  std::optional<StackPlace> place = stacks->placeOf(node);
  return place && place->isCertain;
}

ModuleId GraphModules::runningModule(Node &node) const {
  std::optional<CallId> call = callOf(node);
  return call ? record.calls[*call].module : ModuleTree::root;
}

/// The class of a module type; an interface does not tell which it is.
static std::optional<ClassName> moduleClass(const c10::Type &type) {
  if (!type.is_module())
    return std::nullopt;
  const auto *classType = type.castRaw<c10::ClassType>();
  return classType ? ClassName::parse(classType->name()->qualifiedName())
                   : ClassName();
}

/// What a prim::GetAttr reads.
void GraphModules::findModule(Node &node) {
  if (node.outputs().size() != 1)
    return;
  const std::string *name = nameAttribute(node);
  if (!name)
    return;
  auto owner = modules.find(node.inputs()[0]);
  if (owner == modules.end())
    return;
  Value *read = node.outputs()[0];
  owners[read] = owner->second;
  // AttributeReads of Cost stops at the same depth.
  if (record.modules.depth(owner->second) >= ModuleTree::maxDepth)
    return;
  if (std::optional<ClassName> className = moduleClass(*read->type()))
    modules[read] =
        record.modules.addChild(owner->second, *name, std::move(*className));
}

/// What a node is given, its subgraph has as its inputs.
void GraphModules::passModules(Node &node) {
  if (!node.hasAttributes())
    return;
  Graph *subgraph = subgraphOf(node);
  if (!subgraph)
    return;
  subgraphOwners[subgraph] = &node;
  at::ArrayRef<Value *> inputs = subgraph->inputs();
  size_t count = std::min(inputs.size(), node.inputs().size());
  for (size_t index = 0; index < count; ++index)
    if (std::optional<ModuleId> module = moduleOf(node.inputs()[index]))
      modules[inputs[index]] = *module;
}

/// Subgraphs number their values by themselves.
std::vector<size_t> GraphModules::numbersOf(Node &node) const {
  std::vector<size_t> numbers;
  for (Node *at = &node; at; at = subgraphOwners.lookup(at->owningGraph()))
    numbers.push_back(at->outputs().empty() ? 0 : at->outputs()[0]->unique());
  return numbers;
}

/// A call that stays is numbered among the calls of its module.
void GraphModules::noteCall(Node &node) {
  if (node.kind() != prim::CallMethod)
    return;
  const std::string *method = nameAttribute(node);
  if (!method)
    return;
  std::optional<ModuleId> callee = moduleOf(node.inputs()[0]);
  if (!callee)
    return;
  CallId caller = callOf(node).value_or(CallTree::root);
  auto enter = [&] {
    return record.calls.enter(caller, *callee,
                              isForward(*method, isTracedCall(node)));
  };
  CallId call;
  if (node.outputs().empty()) {
    call = enter();
  } else {
    // A pass may come here again, and the call is the same one.
    auto [known, isNew] =
        record.unfollowedCalls.try_emplace({caller, numbersOf(node)});
    call = isNew ? known->second = enter() : known->second;
  }
  callsMade[&node] = call;
  noteCallsAround(call);
}

/// What was made in a call whose module is known was noted with it.
void GraphModules::noteCallsAround(CallId call) {
  while (call != CallTree::root &&
         firstCalls.try_emplace(record.calls[call].module, call).second)
    call = record.calls[call].parent;
}

std::optional<CallId> GraphModules::callMadeBy(Node &node) const {
  auto found = callsMade.find(&node);
  if (found == callsMade.end())
    return std::nullopt;
  return found->second;
}

CallId GraphModules::addCall(CallId parent, ModuleId module) {
  auto [known, isNew] = addedCalls.try_emplace({parent, module});
  if (isNew) {
    std::string scope = record.calls.scope(parent, record.modules);
    enterScope(scope, record.modules.path(module));
    known->second = record.calls.addRecorded(parent, module, std::move(scope),
                                             /*index=*/0,
                                             /*makesLevel=*/true);
    firstCalls.try_emplace(module, known->second);
  }
  return known->second;
}

static bool isTooDeep(const ScopeEntry &entry) {
  return llvm::count(entry.path, '.') >= ModuleTree::maxDepth;
}

/// A scope that inlining has not left stands for the calls that it spells.
void GraphModules::bindScope(Node &node) {
  const ScopePtr &scope = nodeScope(node);
  if (scope.get() == lastScope)
    return;
  lastScope = scope.get();
  if (std::optional<CallId> call = record.callOf(scope)) {
    noteCallsAround(*call);
    return;
  }
  std::vector<ScopeEntry> entries = parseScope(scope->namesFromRoot());
  if (entries.empty() || llvm::any_of(entries, isTooDeep)) {
    anyUnknownScope = true;
    return;
  }
  CallId call = CallTree::root;
  for (const ScopeEntry &entry : entries) {
    ModuleId module = record.modules.findOrAdd(entry.path);
    if (!entry.className.empty() && record.modules.className(module).empty())
      record.modules.setClassName(module, entry.className);
    if (module != ModuleTree::root)
      call = addCall(call, module);
  }
  record.bind(scope, call);
}

/// May a module of `className` run `kind` on its parameters? torch.nn's classes
/// are called after what they run: aten::_convolution is a Conv2d's.
static bool mayRun(const ClassName &className, c10::Symbol kind) {
  if (!llvm::StringRef(className.module).starts_with("torch.nn."))
    return true;
  std::string name = llvm::StringRef(className.name).lower();
  std::string operation = kind.toUnqualString();
  llvm::erase(operation, '_');
  return llvm::StringRef(name).starts_with(operation.substr(0, 4));
}

/// A module of two names is read by one and recorded by the other: then the
/// class is that of the module whose parameters its nodes use.
void GraphModules::inferClass(Node &node) {
  if (!hasScope(node))
    return;
  std::optional<CallId> call = record.callOf(nodeScope(node));
  if (!call)
    return;
  ModuleId module = record.calls[*call].module;
  if (!record.modules.className(module).empty())
    return;
  for (Value *input : node.inputs()) {
    auto owner = owners.find(input);
    if (owner == owners.end() || firstCalls.contains(owner->second))
      continue;
    ClassName className = record.modules.className(owner->second);
    if (!mayRun(className, node.kind()))
      continue;
    record.modules.setClassName(module, std::move(className));
    record.aliases.add(module, owner->second);
  }
}

/// A module without parameters may have left nothing but its nodes.
void GraphModules::inferKnownClasses(llvm::ArrayRef<Node *> nodes) {
  llvm::MapVector<ModuleId, std::vector<Node *>> nodesByModule;
  for (Node *node : nodes) {
    ModuleId module = runningModule(*node);
    if (record.modules.className(module).empty() && hasScope(*node))
      nodesByModule[module].push_back(node);
  }
  for (const auto &[module, run] : nodesByModule)
    record.modules.setClassName(module, knownClass(run));
}

std::optional<CallId> GraphModules::firstCallOf(ModuleId module) const {
  if (stacks)
    if (std::optional<CallId> call = record.firstFollowedCall(module))
      return call;
  auto found = firstCalls.find(module);
  return found == firstCalls.end() ? std::nullopt
                                   : std::optional(found->second);
}

CallId GraphModules::callForModule(ModuleId module) {
  llvm::SmallVector<ModuleId> below;
  CallId call = CallTree::root;
  for (; module != ModuleTree::root; module = record.modules.parent(module)) {
    if (std::optional<CallId> first = firstCallOf(module)) {
      call = *first;
      break;
    }
    below.push_back(module);
  }
  if (anyScope || stacks)
    return call;
  for (ModuleId inner : llvm::reverse(below))
    if (!record.modules.className(inner).isBareContainer())
      call = addCall(call, inner);
  return call;
}

} // namespace hier
