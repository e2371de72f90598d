//===- RemoveDropout.cpp - The pass remove-dropout ------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A model that is exported in eval mode still has its dropouts, which do
// nothing then. This takes them out, so that what they stood between can be
// matched and fused. A plugin for hier-opt, to start one of yours from.
//
//===----------------------------------------------------------------------===//

#include "hier/Analysis/HierarchyAttributes.h"
#include "hier/Passes/PassPlugin.h"

#include <torch/csrc/jit/ir/constants.h>

namespace {

class RemoveDropout : public hier::Pass {
public:
  explicit RemoveDropout(bool inTraining) : inTraining(inTraining) {}

  llvm::Error run(hier::Item &item) override {
    return hier::forEachGraph(
        item, [this](std::shared_ptr<torch::jit::Graph> &graph) {
          for (torch::jit::Node *node : hier::allNodes(*graph))
            if (canRemove(*node))
              remove(*node);
          return llvm::Error::success();
        });
  }

private:
  /// dropout(Tensor input, float p, bool train) -> Tensor
  bool canRemove(const torch::jit::Node &node) const {
    if (node.kind() != c10::aten::dropout || node.inputs().size() != 3)
      return false;
    return inTraining || torch::jit::constant_as<bool>(node.input(2)) == false;
  }

  void remove(torch::jit::Node &node) {
    node.output()->replaceAllUsesWith(node.input(0));
    node.destroy();
    tally("dropouts removed");
  }

  bool inTraining;
};

} // namespace

static llvm::Expected<std::unique_ptr<hier::Pass>>
create(const hier::PassOptions &options) {
  llvm::Expected<bool> inTraining = options.flag("in-training");
  if (!inTraining)
    return inTraining.takeError();
  return std::make_unique<RemoveDropout>(*inTraining);
}

static constexpr hier::PassInfo passes[] = {
    {"remove-dropout", "Remove the dropouts that do nothing",
     "in-training=true: those too that are, or may be, in training mode",
     create}};

HIER_PASS_PLUGIN("remove-dropout", passes)
