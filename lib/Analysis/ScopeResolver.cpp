//===- ScopeResolver.cpp - Recorded scope or call stack? ------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Compares what the tracer recorded with the calls in progress.
//
//===----------------------------------------------------------------------===//

#include "ScopeResolver.h"

#include "hier/Hierarchy/Scope.h"
#include "hier/IR/NodeParts.h"
#include "llvm/ADT/STLExtras.h"

using namespace torch::jit;

namespace hier {

const TraceFacts &ScopeMemory::factsOf(Graph &body) {
  auto [known, isNew] = facts.try_emplace(&body);
  if (isNew)
    known->second = traceFactsOf(body);
  return known->second;
}

/// The first scope that was recorded in the methods of `object`, and not moved
/// there; null when there is none.
static const std::string *recordedIn(const ModuleObject &object,
                                     ScopeMemory &memory) {
  for (const Method &method : object.methods)
    if (method.graph)
      if (const auto &recorded = memory.factsOf(*method.graph).recorded;
          !recorded.empty())
        return &recorded.front();
  return nullptr;
}

static ModuleObject *objectAt(ModuleObject &root, llvm::StringRef path) {
  ModuleObject *object = &root;
  while (object && !path.empty()) {
    auto [name, rest] = path.split('.');
    object = object->findChild(name);
    path = rest;
  }
  return object;
}

/// What was recorded in the module and in those inside it tells: their paths
/// from the module, or from the root. Where the other trace has a module at
/// such a path too, they may be two names of one, of which only one is called.
bool ScopeMemory::isOwnTrace(const ModuleObject &module, ModuleId outer) {
  auto [known, isNew] = ownTraces.try_emplace(&module);
  if (!isNew)
    return known->second;
  ModuleObject *outerRoot = objectAt(root, calls.modules.path(outer));
  std::vector<std::pair<const ModuleObject *, std::string>> pending = {
      {&module, ""}};
  while (!pending.empty()) {
    auto [object, inner] = std::move(pending.back());
    pending.pop_back();
    if (const std::string *recorded = recordedIn(*object, *this)) {
      if (inner.empty() || *recorded != inner)
        return false;
      ModuleObject *other = outerRoot ? objectAt(*outerRoot, inner) : nullptr;
      if (!other || other->findMethod("forward"))
        return known->second = true;
    }
    for (const auto &child : llvm::reverse(object->children))
      pending.emplace_back(
          child.get(), inner.empty() ? child->name : inner + "." + child->name);
  }
  return false;
}

ScopeResolver::ScopeResolver(ScopeMemory &memory, Graph &body)
    : memory(&memory), call(CallTree::root), traceRoot(CallTree::root),
      isTraced(memory.factsOf(body).isTraced) {}

ScopeResolver::ScopeResolver(const ScopeResolver &caller, CallId call,
                             Graph &body, const ModuleObject *self)
    : memory(caller.memory), call(call), traceRoot(caller.traceRoot),
      isTraced(memory->factsOf(body).isTraced) {
  ModuleId outer = memory->calls.calls[traceRoot].module;
  if (isTraced &&
      (!caller.isTraced || (self && memory->isOwnTrace(*self, outer))))
    traceRoot = call;
}

std::string ScopeResolver::absolutePath(llvm::StringRef recorded) const {
  const ModuleTree &modules = memory->calls.modules;
  std::string prefix = modules.path(memory->calls.calls[traceRoot].module);
  if (prefix.empty() || recorded.empty())
    return prefix.empty() ? recorded.str() : prefix;
  return prefix + "." + recorded.str();
}

ModuleId ScopeResolver::moduleEntered(ModuleId object, Graph &body) const {
  const TraceFacts &facts = memory->factsOf(body);
  const ModuleTree &modules = memory->calls.modules;
  if (!isTraced)
    return object; // Then the body's own scopes start anew, at the object.
  std::optional<ModuleId> alias;
  for (const std::string &recorded : facts.recorded) {
    std::optional<ModuleId> module = modules.find(absolutePath(recorded));
    if (module == object)
      return object;
    if (module && !alias &&
        modules.className(*module) == modules.className(object))
      alias = module;
  }
  return alias.value_or(object);
}

//===----------------------------------------------------------------------===//
// Nodes
//===----------------------------------------------------------------------===//

ScopePtr ScopeResolver::scopeFor(Node &node) {
  const ScopePtr &recorded = nodeScope(node);
  if (!recorded || recorded->isRoot())
    return memory->calls.scopeOf(call);
  if (recorded != lastRecorded) {
    lastScope = resolve(recorded);
    lastRecorded = recorded;
  }
  return lastScope;
}

ScopePtr ScopeResolver::resolve(const ScopePtr &recorded) {
  ModuleCalls &calls = memory->calls;
  if (calls.callOf(recorded))
    return recorded; // It has been resolved already.
  std::string spelling = recorded->namesFromRoot();
  std::vector<ModuleId> stack;
  for (const ScopeEntry &entry : parseScope(spelling))
    stack.push_back(calls.modules.findOrAdd(absolutePath(entry.path)));
  if (stack.empty())
    return recorded; // Not the tracer's: what it means is not known.
  if (stack.back() == calls.calls[call].module)
    return calls.scopeOf(call);
  return calls.scopeOf(recordedCall(stack, std::move(spelling)));
}

/// The calls between the traced module and the one in progress, outermost
/// first.
std::vector<CallId> ScopeResolver::stackBelowTraceRoot() const {
  const CallTree &calls = memory->calls.calls;
  std::vector<CallId> stack;
  for (CallId id = call; id != traceRoot && id != CallTree::root;
       id = calls[id].parent)
    if (calls[id].module != calls[calls[id].parent].module)
      stack.push_back(id);
  std::reverse(stack.begin(), stack.end());
  return stack;
}

/// A call that is known from a scope alone. As far as the recorded stack is
/// that of the calls in progress it is one of them; past that it is a call that
/// comes later, for the tracer moves nodes up.
CallId ScopeResolver::recordedCall(const std::vector<ModuleId> &stack,
                                   std::string spelling) {
  auto [known, isNew] =
      memory->recorded.try_emplace({call, std::move(spelling)});
  if (!isNew)
    return known->second;
  const CallTree &calls = memory->calls.calls;
  std::vector<CallId> running = stackBelowTraceRoot();
  CallId parent = traceRoot;
  size_t common = 0;
  while (common < std::min(stack.size() - 1, running.size()) &&
         calls[running[common]].module == stack[common])
    parent = running[common++];
  // The last entry is added even if it is running: it is the scope that tells.
  bool isRunning =
      common < running.size() && calls[running[common]].module == stack[common];
  for (size_t index = common; index < stack.size(); ++index)
    parent = addRecorded(parent, stack[index],
                         isRunning ? calls[running[common]].index
                                   : calls.callsOf(stack[index]));
  return known->second = parent;
}

CallId ScopeResolver::addRecorded(CallId parent, ModuleId module,
                                  uint32_t index) {
  ModuleCalls &calls = memory->calls;
  std::string scope = calls.calls.scope(parent, calls.modules);
  enterScope(scope, calls.modules.path(module));
  return calls.calls.addRecorded(parent, module, std::move(scope), index,
                                 /*makesLevel=*/true);
}

} // namespace hier
