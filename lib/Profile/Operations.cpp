//===- Operations.cpp - Operations that watch a graph run -----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Operations that libtorch's interpreter knows, made for each node: they have
// what the node's attributes say. libtorch takes them to do anything, and
// leaves them where they are.
//
//===----------------------------------------------------------------------===//

#include "Operations.h"

#include "hier/IR/Attributes.h"
#include "llvm/ADT/StringRef.h"

#include <torch/csrc/jit/runtime/operator.h>

#include <fmt/format.h>

using namespace torch::jit;

namespace hier {

static c10::Symbol watcherAttribute() { return c10::Symbol::attr("watcher"); }

/// Of any arguments: libtorch takes nodes of one kind to run the same, unless
/// they do.
///
/// Several copies of Hier may be in one process, as libraries that know nothing
/// of each other: each has operations of its own, named by an address in it.
static c10::Symbol registerOperation(llvm::StringRef name,
                                     OperationCreator create) {
  static const char place = 0;
  std::string whole = fmt::format("hier::{}_{}", name.str(), fmt::ptr(&place));
  registerOperator(Operator(whole + "(...) -> ()", create,
                            c10::AliasAnalysisKind::CONSERVATIVE));
  return c10::Symbol::fromQualString(whole);
}

template <typename Watcher>
static Node *createNode(Graph &graph, c10::Symbol operation,
                        at::ArrayRef<Value *> inputs, Watcher &watcher,
                        size_t number) {
  Node *node = graph.create(operation, inputs, /*num_outputs=*/0);
  setAttribute<IntAttr>(*node, watcherAttribute(),
                        reinterpret_cast<int64_t>(&watcher));
  setAttribute<IntAttr>(*node, attr::value, static_cast<int64_t>(number));
  return node;
}

/// Who watches `node`, and its number: what createNode has put there.
template <typename Watcher>
static std::pair<Watcher *, size_t> watcherOf(const Node &node) {
  int64_t address = *integerAttribute(node, watcherAttribute());
  return {reinterpret_cast<Watcher *>(address),
          *integerAttribute(node, attr::value)};
}

//===----------------------------------------------------------------------===//
// The operations
//===----------------------------------------------------------------------===//

static Operation markOperation(const Node *node) {
  auto [recorder, mark] = watcherOf<Recorder>(*node);
  return [recorder = recorder, mark = mark](Stack &) { recorder->pass(mark); };
}

static Operation showOperation(const Node *node) {
  auto [watcher, number] = watcherOf<ValueWatcher>(*node);
  return [watcher = watcher, number = number](Stack &stack) {
    watcher->see(number, pop(stack));
  };
}

Node *createMark(Graph &graph, Recorder &recorder, size_t mark) {
  static const c10::Symbol operation = registerOperation("mark", markOperation);
  return createNode(graph, operation, {}, recorder, mark);
}

Node *createShow(Value &value, ValueWatcher &watcher, size_t number) {
  static const c10::Symbol operation = registerOperation("show", showOperation);
  return createNode(*value.owningGraph(), operation, {&value}, watcher, number);
}

} // namespace hier
