//===- ModuleCalls.h - Which call of which module ran a node ----*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What inlining knows and a scope cannot say: the call's number, and whether
// hooks would have fired. Every call has a scope object of its own, so that a
// node, which keeps its scope alive and passes it on to its copies, tells the
// call that ran it.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_ANALYSIS_MODULECALLS_H
#define HIER_ANALYSIS_MODULECALLS_H

#include "hier/Hierarchy/CallTree.h"
#include "hier/Hierarchy/ModuleAliases.h"
#include "hier/IR/Program.h"
#include "llvm/ADT/DenseMap.h"

namespace hier {

class CallFrames;

/// The modules below `root`, each name a module, and where `idByObject` is
/// given the number of each object.
ModuleTree
moduleTreeOf(const ModuleObject &root,
             llvm::DenseMap<const ModuleObject *, ModuleId> *idByObject = {});

/// The same without the further names that a module has in one and the same
/// other, where they are known: named_children() leaves these out too.
ModuleTree childrenTreeOf(const ModuleObject &root);

/// Has torch.jit.freeze made one module of a model? Then the calls are inlined
/// and the submodules gone, and with them the attribute `training`, which all
/// others have.
bool isFrozen(const ModuleObject &root);

/// Where, in what has been followed, a graph with call stacks starts: these
/// begin there. libtorch hands out the body of a fork, and that of an
/// interface's method, as graphs of their own.
struct StackStart {
  /// The frames that the graph may be of, rising.
  std::vector<uint32_t> frames = {0};
  /// The innermost call that is sure to be in progress.
  CallId call = CallTree::root;
  /// Is the graph, or what it was cut out of, the method that was followed?
  bool isEntry = true;
  /// Are its bodies those of `frames`? If not, the graph was called from these
  /// in a way that could not be followed; where there are none, from somewhere.
  bool isFollowed = true;
};

class ModuleCalls : public PassRecord {
public:
  /// The modules of the tree below `root`.
  explicit ModuleCalls(const ModuleObject &root);
  /// Of a graph whose modules are yet to be found.
  explicit ModuleCalls(ClassName rootClass);

  ModuleTree modules;
  CallTree calls;
  ModuleAliases aliases;
  /// How often each method but `forward` is called by another module.
  std::map<std::pair<ModuleId, std::string>, size_t> otherMethods;
  /// Are the calls known from running them, rather than from scopes? Not so in
  /// a frozen module.
  const bool areFollowed;
  /// The number of calls when all had been followed: what is entered later is
  /// guessed. And were there calls of modules that could not be followed?
  size_t followedCalls = 1;
  bool hasUnfollowedCalls = false;
  /// How many calls have been inlined, and how many nodes that has made.
  size_t inlinedCalls = 0;
  size_t madeNodes = 0;
  /// The calls of modules that stay in the graph, by caller and the numbers of
  /// the values that they and the nodes around their subgraphs define.
  std::map<std::pair<CallId, std::vector<size_t>>, CallId> unfollowedCalls;
  /// Of a graph that libtorch has inlined, what its nodes' call stacks stand
  /// for; else null.
  std::shared_ptr<const CallFrames> frames;
  /// Of such a graph.
  StackStart start;

  /// The first of the calls of `module` that were followed.
  std::optional<CallId> firstFollowedCall(ModuleId module) const;
  /// Forgets what was added since all calls had been followed and there were
  /// `moduleCount` modules: the next graph may tell something else.
  void forgetGuesses(size_t moduleCount);

  /// The module that an object of the tree is. Of one live object under several
  /// names, the first.
  ModuleId moduleOf(const ModuleObject &object) const {
    return idByObject.find(&object)->second;
  }

  /// Nobody asks for the module of an object any more: the objects may go
  /// before the record does.
  void forgetObjects() { idByObject.clear(); }

  /// The scope that stands for `call`, the same one each time.
  torch::jit::ScopePtr scopeOf(CallId call);
  /// Lets `scope`, one that a node has, stand for `call` too.
  void bind(const torch::jit::ScopePtr &scope, CallId call);
  /// The call that `scope` stands for; nothing when it is another's scope.
  std::optional<CallId> callOf(const torch::jit::ScopePtr &scope) const;

private:
  torch::jit::ScopePtr newScope(CallId call);

  llvm::DenseMap<const ModuleObject *, ModuleId> idByObject;
  mutable llvm::DenseMap<ModuleId, CallId> firstCalls; // empty until asked for
  std::vector<torch::jit::ScopePtr> scopes;            // by CallId
  llvm::DenseMap<const torch::jit::Scope *, CallId> callByScope;
  /// What callOf was asked last, and has said.
  mutable const torch::jit::Scope *lastScope = nullptr;
  mutable std::optional<CallId> lastCall;
  /// Kept, so that no other scope takes the address of one that is known.
  std::vector<torch::jit::ScopePtr> bound;
};

} // namespace hier

#endif // HIER_ANALYSIS_MODULECALLS_H
