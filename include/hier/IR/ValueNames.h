//===- ValueNames.h - Names and numbers of values ---------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// libtorch prints a value by its debug name, or, when it has none, by its
// unique number. Hier sets the number itself, so that `%12` read is `%12`
// printed, by libtorch's printer too.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_IR_VALUENAMES_H
#define HIER_IR_VALUENAMES_H

#include "hier/IR/Torch.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"

#include <vector>

namespace hier {

/// Names the values of one graph as its text does.
class ValueNamer {
public:
  explicit ValueNamer(torch::jit::Graph &graph) : graph(graph) {}

  /// `name` must be new in the graph. False when it is a number that cannot be
  /// a value's: more than 18 digits, or with a leading zero.
  bool setName(torch::jit::Value &value, llvm::StringRef name);

  /// Numbers the named values past every number that was set. Call it once,
  /// when all values are there.
  void finish();

private:
  torch::jit::Graph &graph;
  std::vector<torch::jit::Value *> named;
  size_t nextNumber = 0;
};

/// The debug name of `value`, empty when it prints as its number. As long as
/// the value keeps it.
llvm::StringRef debugName(const torch::jit::Value &value);

/// Gives `to` the name and the number that `from` has, which gets those of `to`
/// instead; both are in one graph.
void swapNames(torch::jit::Value &from, torch::jit::Value &to);

/// Gives values that enter a graph the names they had in another, made unique
/// by a suffix as libtorch does: `x`, then `x.1`. Unlike setDebugName it never
/// renames the value that had the name.
class NameUniquer {
public:
  explicit NameUniquer(torch::jit::Graph &graph) : graph(graph) {}

  void setName(torch::jit::Value &value, llvm::StringRef wanted);

private:
  torch::jit::Graph &graph;
  llvm::StringMap<uint64_t> lastSuffix; // by the name without its suffix
};

/// Graph::copy() with the names and numbers of `graph`: libtorch's copy numbers
/// anew the values that have no debug name. Subgraphs of nodes are copied too.
std::shared_ptr<torch::jit::Graph> copyGraph(torch::jit::Graph &graph);

} // namespace hier

#endif // HIER_IR_VALUENAMES_H
