//===- TestGraphs.h - Graphs from text, for tests ---------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads text that is known to be right, and finds nodes and values in it.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_TEST_UNIT_IR_TESTGRAPHS_H
#define HIER_TEST_UNIT_IR_TESTGRAPHS_H

#include "hier/IR/Reader.h"
#include "hier/IR/Writer.h"

namespace hier::test {

inline Program read(llvm::StringRef text) {
  return llvm::cantFail(readProgram({text, "text"}));
}

inline std::string write(const torch::jit::Graph &graph) {
  std::string text;
  writeGraph(text, graph);
  return text;
}

/// The first node of `kind` in `block`, its inner blocks left out.
inline torch::jit::Node *find(torch::jit::Block &block, const char *kind) {
  for (torch::jit::Node *node : block.nodes())
    if (node->kind() == c10::Symbol::fromQualString(kind))
      return node;
  return nullptr;
}

inline torch::jit::Node *find(torch::jit::Graph &graph, const char *kind) {
  return find(*graph.block(), kind);
}

} // namespace hier::test

#endif // HIER_TEST_UNIT_IR_TESTGRAPHS_H
