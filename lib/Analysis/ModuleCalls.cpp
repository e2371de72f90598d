//===- ModuleCalls.cpp - Which call of which module ran a node ------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Joins the objects of a program, the modules of the hierarchy library and the
// scopes of libtorch.
//
//===----------------------------------------------------------------------===//

#include "hier/Analysis/ModuleCalls.h"

#include "FurtherNames.h"

#include "hier/Hierarchy/Scope.h"

using namespace torch::jit;

namespace hier {

/// A tree of the objects, by number, that `isListed` in their parent.
static ModuleTree
makeTree(std::vector<const ModuleObject *> &objects,
         llvm::function_ref<bool(const ModuleObject &, const ModuleObject &)>
             isListed) {
  ModuleTree modules(ClassName::parse(objects.front()->className));
  // A child's number is the next one, since the walk adds it next.
  for (size_t index = 0; index < objects.size(); ++index) {
    const ModuleObject &parent = *objects[index];
    for (const std::unique_ptr<ModuleObject> &child : parent.children) {
      if (!isListed(*child, parent))
        continue;
      modules.addChild(static_cast<ModuleId>(index), child->name,
                       ClassName::parse(child->className));
      objects.push_back(child.get());
    }
  }
  return modules;
}

ModuleTree
moduleTreeOf(const ModuleObject &root,
             llvm::DenseMap<const ModuleObject *, ModuleId> *idByObject) {
  std::vector<const ModuleObject *> objects = {&root};
  ModuleTree modules = makeTree(objects, [](auto &, auto &) { return true; });
  if (idByObject)
    for (ModuleId module = 0; module < objects.size(); ++module)
      idByObject->try_emplace(objects[module], module);
  return modules;
}

ModuleTree childrenTreeOf(const ModuleObject &root) {
  std::vector<const ModuleObject *> objects = {&root};
  FurtherNames names = furtherNames(root);
  return makeTree(
      objects, [&](const ModuleObject &child, const ModuleObject &parent) {
        const ModuleObject *first = names.same.lookup(&child);
        const ModuleObject *called = names.uncalled.lookup(&child);
        return llvm::none_of(parent.children, [&](const auto &sibling) {
          return sibling.get() == first || sibling.get() == called;
        });
      });
}

bool isFrozen(const ModuleObject &root) {
  return root.children.empty() &&
         llvm::none_of(root.attributes, [](const AttributeText &attribute) {
           return attribute.name == "training";
         });
}

ModuleCalls::ModuleCalls(const ModuleObject &root)
    : modules(ClassName::parse(root.className)), calls(ModuleTree::root),
      areFollowed(!isFrozen(root)) {
  modules = moduleTreeOf(root, &idByObject);
  FurtherNames names = furtherNames(root);
  for (const auto *found : {&names.same, &names.uncalled, &names.alike})
    for (const auto &[name, other] : *found)
      aliases.add(idByObject.lookup(name), idByObject.lookup(other));
  for (const auto &[name, first] : names.same)
    idByObject[name] = idByObject.lookup(first);
}

ModuleCalls::ModuleCalls(ClassName rootClass)
    : modules(std::move(rootClass)), calls(ModuleTree::root),
      areFollowed(false) {}

/// A stack of modules as libtorch's chain of scopes.
static ScopePtr makeScope(llvm::StringRef spelling) {
  auto scope = c10::make_intrusive<Scope>();
  constexpr llvm::StringLiteral separator("/__module.");
  while (!spelling.empty()) {
    size_t length = std::min(spelling.find(separator), spelling.size());
    scope = scope->push(c10::Symbol::scope(spelling.take_front(length).str()));
    spelling = spelling.drop_front(std::min(length + 1, spelling.size()));
  }
  return scope;
}

/// A scope object that no other call has, even where it is spelt alike.
ScopePtr ModuleCalls::newScope(CallId id) {
  const Call &call = calls[id];
  if (call.isRecorded)
    return makeScope(call.spelling);
  if (id == CallTree::root)
    return c10::make_intrusive<Scope>();
  ScopePtr caller = scopeOf(call.parent);
  if (call.module != calls[call.parent].module)
    return caller->push(
        c10::Symbol::scope(appendToScope("", modules.path(call.module))));
  return caller->isRoot() ? c10::make_intrusive<Scope>()
                          : caller->parent()->push(caller->name());
}

ScopePtr ModuleCalls::scopeOf(CallId call) {
  if (scopes.size() < calls.size())
    scopes.resize(calls.size());
  if (!scopes[call]) {
    ScopePtr scope = newScope(call);
    callByScope[scope.get()] = call;
    lastScope = nullptr;
    scopes[call] = std::move(scope);
  }
  return scopes[call];
}

void ModuleCalls::bind(const ScopePtr &scope, CallId call) {
  callByScope[scope.get()] = call;
  lastScope = nullptr;
  bound.push_back(scope);
}

std::optional<CallId> ModuleCalls::callOf(const ScopePtr &scope) const {
  // Nodes of one scope stand beside each other.
  if (lastScope && scope.get() == lastScope)
    return lastCall;
  lastScope = scope.get();
  auto found = callByScope.find(lastScope);
  lastCall =
      found == callByScope.end() ? std::nullopt : std::optional(found->second);
  return lastCall;
}

std::optional<CallId> ModuleCalls::firstFollowedCall(ModuleId module) const {
  if (firstCalls.empty())
    for (CallId call = CallTree::root; call < followedCalls; ++call)
      firstCalls.try_emplace(calls[call].module, call);
  auto found = firstCalls.find(module);
  return found == firstCalls.end() ? std::nullopt
                                   : std::optional(found->second);
}

void ModuleCalls::forgetGuesses(size_t moduleCount) {
  start = {};
  unfollowedCalls.clear();
  while (scopes.size() > followedCalls) {
    callByScope.erase(scopes.back().get());
    scopes.pop_back();
  }
  lastScope = nullptr;
  calls.truncate(followedCalls);
  modules.truncate(moduleCount);
}

} // namespace hier
