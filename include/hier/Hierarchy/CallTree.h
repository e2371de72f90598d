//===- CallTree.h - The calls of modules, remembered ------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A run of a model, or a walk over its methods, enters and leaves modules.
// Each entering is kept here, so that what ran in it can be told its scope,
// its call number and its tag long after.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_HIERARCHY_CALLTREE_H
#define HIER_HIERARCHY_CALLTREE_H

#include "hier/Hierarchy/ModuleTree.h"
#include "hier/Hierarchy/Names.h"
#include "llvm/ADT/StringRef.h"

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

namespace hier {

using CallId = uint32_t;

/// One call of a module.
struct Call {
  /// The call that it was made in; the root is its own parent.
  CallId parent = 0;
  ModuleId module = ModuleTree::root;
  /// How many calls of the module from another came before this one.
  uint32_t index = 0;
  /// Would hooks fire? So for a call through `forward`, but the root's: its tag
  /// is there before any hook.
  bool makesLevel = false;
  /// Is `spelling` the whole scope, rather than one name in it?
  bool isRecorded = false;
  /// What a recorded scope calls the module; empty if that is its path.
  std::string spelling;
};

/// Calls, numbered in the order in which they were entered, so a caller's
/// number is below those of the calls it makes. Calls stay until they
/// are truncated, and references to them as long.
class CallTree {
public:
  static constexpr CallId root = 0;

  /// A tree that holds the call of the root module.
  explicit CallTree(ModuleId rootModule);

  /// Enters `module` from `parent`. `throughForward` is what isForward says of
  /// the method called. `spelling` is the module's path in the recorded scope
  /// where that differs from the one in the module tree, as it may for a module
  /// with two names.
  ///
  /// A method that a module calls on itself is no new call, and `parent` is
  /// what comes back. Only if that method is `forward` and `parent` came in by
  /// another one does a call of the same index and scope come back, as hooks
  /// fire there.
  CallId enter(CallId parent, ModuleId module, bool throughForward,
               llvm::StringRef spelling = {});

  /// Forgets the calls that were entered after the first `count`.
  void truncate(size_t count);

  /// Adds a call that is known from a node's scope alone. It does not count for
  /// the calls of `module` that enter() numbers.
  CallId addRecorded(CallId parent, ModuleId module, std::string scope,
                     uint32_t index, bool makesLevel);

  const Call &operator[](CallId call) const { return calls[call]; }
  size_t size() const { return calls.size(); }
  /// How many calls of `module` from another have been entered.
  uint32_t callsOf(ModuleId module) const;

  /// The innermost call that both are or were made in.
  CallId commonCall(CallId first, CallId second) const;

  /// The stack of modules as the tracer spells it; empty in the root.
  std::string scope(CallId call, const ModuleTree &modules) const;

private:
  std::deque<Call> calls;
  std::vector<uint32_t> callCounts; // by module, as far as it was called
};

} // namespace hier

#endif // HIER_HIERARCHY_CALLTREE_H
