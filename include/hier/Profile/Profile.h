//===- Profile.h - How long the nodes of a graph take -----------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The flat graph of a model is run several times, with marks between its nodes
// and without, and what was measured is summed up.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_PROFILE_PROFILE_H
#define HIER_PROFILE_PROFILE_H

#include "hier/IR/Program.h"
#include "hier/Profile/MarkedGraph.h"
#include "hier/Profile/SeenTypes.h"

#include <optional>

namespace hier {

/// Over all runs, in nanoseconds. What else the machine does shows in a mean.
struct TimeOfRuns {
  double median = 0;
  double minimum = 0;
};

struct NodeTime : TimeOfRuns {
  double calls = 0; ///< How often it runs in a run, on average.
};

struct ProfileOptions {
  size_t runs = 10;
  size_t warmup = 3; ///< How many runs come before, which do not count.
  int threads = 1;   ///< That an operation of libtorch's may use.
};

/// An item keeps it for the passes that come after.
class Profile : public PassRecord {
public:
  ProfileOptions options;
  /// In the order of allNodes() of the flat graph. None of constants, which do
  /// not run, and of what is in a subgraph other than that of a prim::fork; a
  /// node that was not reached has none but zeros.
  std::vector<std::optional<NodeTime>> nodes;
  /// Of the flat graph's values, for copyWithTypes().
  std::vector<c10::TensorTypePtr> types;
  TimeOfRuns plainRun;    ///< Of the graph without marks.
  TimeOfRuns markedRun;   ///< Of the one that the times of nodes are from.
  double passedMarks = 0; ///< In a run, on average.
  MarkCost markCost;
};

/// Runs copies of `flat` on copies of `arguments`, the module among them, under
/// torch.no_grad(); what is printed goes to stderr. An error tells at which
/// node the model fails, and what libtorch says.
llvm::Expected<std::shared_ptr<Profile>>
profile(torch::jit::Graph &flat, const torch::jit::Stack &arguments,
        const ProfileOptions &options = {});

} // namespace hier

#endif // HIER_PROFILE_PROFILE_H
