//===- ScopeTrace.cpp - Calls read off scopes -----------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Follows the stack of modules from node to node.
//
//===----------------------------------------------------------------------===//

#include "ScopeTrace.h"

#include "TraceFacts.h"
#include "hier/IR/Attributes.h"
#include "llvm/ADT/STLExtras.h"

using namespace torch::jit;

namespace hier {

namespace {

class ScopeTrace {
public:
  ScopeTrace(const GraphModules &modules, const ModuleCalls &record)
      : modules(modules), record(record), calls(ModuleTree::root) {}

  void visit(Node &node);
  CallTree take() { return std::move(calls); }
  /// The call that is in progress.
  CallId running() const {
    return open.empty() ? CallTree::root : open.back().call;
  }

private:
  void moveTo(CallId recorded);
  bool isRoots(Node &node) const;

  struct Open {
    ModuleId module;
    CallId call;
  };

  const GraphModules &modules;
  const ModuleCalls &record;
  CallTree calls;
  /// The modules that are running, outermost first, without the root.
  llvm::SmallVector<Open> open;
  CallId last = CallTree::root; // what `open` was made from
};

} // namespace

/// Does a node without a scope tell that the root runs? In what Hier has
/// inlined, any does; else only an operation that the tracer has seen, for
/// torch leaves out the scopes of other things, and of what a script runs.
bool ScopeTrace::isRoots(Node &node) const {
  if (modules.areScopesComplete())
    return true;
  return node.kind().is_aten() &&
         llvm::any_of(node.outputs(), [](const Value *output) {
           const auto *tensor = output->type()->castRaw<c10::TensorType>();
           return tensor && tensor->scalarType();
         });
}

void ScopeTrace::visit(Node &node) {
  // These may stand in another module's code than the one they belong to.
  if (isMovedByTracer(node) || node.kind() == prim::Constant)
    return;
  if (std::optional<CallId> call = modules.callOf(node))
    moveTo(*call);
  else if (modules.hasScopes() && isRoots(node))
    moveTo(CallTree::root);
  if (node.kind() != prim::CallMethod)
    return;
  const std::string *method = nameAttribute(node);
  if (!method)
    return;
  if (std::optional<ModuleId> callee = modules.moduleOf(node.inputs()[0]))
    calls.enter(running(), *callee, isForward(*method, isTracedCall(node)));
}

/// Leaves and enters modules until those of the call `recorded` are running.
void ScopeTrace::moveTo(CallId recorded) {
  if (recorded == last)
    return;
  last = recorded;
  llvm::SmallVector<ModuleId> stack;
  for (; recorded != CallTree::root; recorded = record.calls[recorded].parent)
    stack.push_back(record.calls[recorded].module);
  std::reverse(stack.begin(), stack.end());
  size_t common = 0;
  while (common < std::min(open.size(), stack.size()) &&
         open[common].module == stack[common])
    ++common;
  open.truncate(common);
  for (ModuleId module : llvm::ArrayRef(stack).drop_front(common))
    open.push_back({module, calls.enter(running(), module,
                                        /*throughForward=*/true)});
}

CallTree callsFromScopes(llvm::ArrayRef<Node *> nodes,
                         const GraphModules &modules, const ModuleCalls &record,
                         std::vector<CallId> *running) {
  ScopeTrace trace(modules, record);
  for (Node *node : nodes) {
    trace.visit(*node);
    if (running)
      running->push_back(trace.running());
  }
  return trace.take();
}

} // namespace hier
