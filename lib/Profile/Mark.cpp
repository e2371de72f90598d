//===- Mark.cpp - The operation that reads the clock ----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An operation that libtorch's interpreter knows, made for each node: it has
// what the node's attributes say, and takes nothing off the stack. libtorch
// takes it to do anything, and leaves it where it is.
//
//===----------------------------------------------------------------------===//

#include "Recorder.h"
#include "hier/IR/Attributes.h"

#include <torch/csrc/jit/runtime/operator.h>

#include <fmt/format.h>

using namespace torch::jit;

namespace hier {

static c10::Symbol recorderAttribute() { return c10::Symbol::attr("recorder"); }

static Operation operationOf(const Node *node) {
  auto *recorder = reinterpret_cast<Recorder *>( // NOLINT: put there below.
      *integerAttribute(*node, recorderAttribute()));
  size_t mark = *integerAttribute(*node, attr::value);
  return [recorder, mark](Stack &) { recorder->pass(mark); };
}

/// Of any arguments: libtorch takes nodes of one kind to run the same, unless
/// they do. It gives one that is made for a node none.
///
/// Several copies of Hier may be in one process, as libraries that know nothing
/// of each other: each has an operation of its own, named by an address in it.
static c10::Symbol registerOperation() {
  static const char place = 0;
  std::string name = fmt::format("hier::mark_{}", fmt::ptr(&place));
  registerOperator(Operator(name + "(...) -> ()", OperationCreator(operationOf),
                            c10::AliasAnalysisKind::CONSERVATIVE));
  return c10::Symbol::fromQualString(name);
}

Node *createMark(Graph &graph, Recorder &recorder, size_t mark) {
  static const c10::Symbol operation = registerOperation();
  Node *node = graph.create(operation, /*num_outputs=*/0);
  setAttribute<IntAttr>(*node, recorderAttribute(),
                        reinterpret_cast<int64_t>(&recorder));
  setAttribute<IntAttr>(*node, attr::value, static_cast<int64_t>(mark));
  return node;
}

} // namespace hier
