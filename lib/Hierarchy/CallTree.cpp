//===- CallTree.cpp - The calls of modules, remembered --------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Scopes are computed and not kept: those of a deep stack hold each outer path
// again, which is more text than such a stack can afford.
//
//===----------------------------------------------------------------------===//

#include "hier/Hierarchy/CallTree.h"
#include "hier/Hierarchy/Scope.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

using namespace llvm;

namespace hier {

CallTree::CallTree(ModuleId rootModule) {
  calls.emplace_back().module = rootModule;
}

CallId CallTree::enter(CallId parent, ModuleId module, bool throughForward,
                       StringRef spelling) {
  const Call &caller = calls[parent];
  bool makesLevel = throughForward && module != calls[root].module;
  bool isOwn = module == caller.module;
  if (isOwn && (caller.makesLevel || !makesLevel))
    return parent;
  if (module >= callCounts.size())
    callCounts.resize(module + 1);
  uint32_t index = isOwn ? caller.index : callCounts[module]++;
  calls.push_back({parent, module, index, makesLevel, false, spelling.str()});
  return calls.size() - 1;
}

CallId CallTree::addRecorded(CallId parent, ModuleId module, std::string scope,
                             uint32_t index, bool makesLevel) {
  calls.push_back({parent, module, index, makesLevel, true, std::move(scope)});
  return calls.size() - 1;
}

void CallTree::truncate(size_t count) {
  for (; calls.size() > count; calls.pop_back()) {
    const Call &last = calls.back();
    bool isCounted =
        !last.isRecorded && last.module != calls[last.parent].module;
    callCounts[last.module] -= isCounted;
  }
}

uint32_t CallTree::callsOf(ModuleId module) const {
  return module < callCounts.size() ? callCounts[module] : 0;
}

CallId CallTree::commonCall(CallId first, CallId second) const {
  while (first != second) {
    CallId &later = first > second ? first : second;
    later = calls[later].parent;
  }
  return first;
}

std::string CallTree::scope(CallId call, const ModuleTree &modules) const {
  SmallVector<CallId> stack;
  for (; call != root && !calls[call].isRecorded; call = calls[call].parent)
    if (calls[call].module != calls[calls[call].parent].module)
      stack.push_back(call);
  std::string scope = calls[call].spelling;
  for (CallId entered : reverse(stack)) {
    const Call &entry = calls[entered];
    enterScope(scope, entry.spelling.empty() ? modules.path(entry.module)
                                             : entry.spelling);
  }
  return scope;
}

} // namespace hier
