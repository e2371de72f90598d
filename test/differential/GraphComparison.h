//===- GraphComparison.h - Two graphs, node by node -------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Whether two graphs compute the same: the same operations in the same order,
// on corresponding values. Names, scopes and locations do not matter.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_TEST_DIFFERENTIAL_GRAPHCOMPARISON_H
#define HIER_TEST_DIFFERENTIAL_GRAPHCOMPARISON_H

#include "hier/IR/Torch.h"
#include "llvm/ADT/DenseMap.h"

#include <optional>
#include <string>

namespace hier {

/// Where the constants of a graph stand.
enum class ConstantPlaces { Matter, DoNotMatter };

class GraphComparison {
public:
  explicit GraphComparison(ConstantPlaces places) : places(places) {}

  /// The first difference in words; nothing when there is none.
  std::optional<std::string> compare(torch::jit::Graph &expected,
                                     torch::jit::Graph &seen);

  size_t nodesCompared() const { return nodes; }

private:
  void compareBlocks(torch::jit::Block &expected, torch::jit::Block &seen);
  void compareNodes(torch::jit::Node &expected, torch::jit::Node &seen);
  void compareSubgraphs(torch::jit::Node &expected, torch::jit::Node &seen);
  /// Lets values that are defined here correspond from now on.
  void pair(at::ArrayRef<torch::jit::Value *> expected,
            at::ArrayRef<torch::jit::Value *> seen);
  void compareOperands(torch::jit::Node &expected, torch::jit::Node &seen);
  torch::jit::Node *skipConstants(torch::jit::Node *node) const;

  ConstantPlaces places;
  size_t nodes = 0;
  llvm::DenseMap<torch::jit::Value *, torch::jit::Value *> counterpart;
};

} // namespace hier

#endif // HIER_TEST_DIFFERENTIAL_GRAPHCOMPARISON_H
