//===- SubgraphLabels.h - Which subgraphs follow a graph ------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The text does not tell a prim::fork with the subgraph `prim::fork_0` from an
// operator of that name, but for what follows the graph: `with prim::fork_0 =`.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_IR_SUBGRAPHLABELS_H
#define HIER_LIB_IR_SUBGRAPHLABELS_H

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringRef.h"

#include <optional>
#include <vector>

namespace hier {

/// The labels behind one graph and its subgraphs, in the order of the text.
/// They are looked for when a node first looks as if it had one: few have any.
class SubgraphLabels {
public:
  /// For another graph, which is no subgraph of the last.
  void restart() {
    labels.reset();
    taken = 0;
  }
  /// The next label has been read, and the graph that it is the label of
  /// follows.
  void take();

  /// Is `label` that of the subgraph `number` of the graph that is being read,
  /// of whose text `rest` is left?
  bool contains(llvm::StringRef label, size_t number, llvm::StringRef rest);

private:
  std::optional<std::vector<llvm::StringRef>> labels;
  llvm::DenseMap<llvm::StringRef, size_t> counts; // of those not yet taken
  size_t taken = 0;
};

} // namespace hier

#endif // HIER_LIB_IR_SUBGRAPHLABELS_H
