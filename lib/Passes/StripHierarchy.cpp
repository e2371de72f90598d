//===- StripHierarchy.cpp - The pass strip-hierarchy ----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The inverse of tag-hierarchy on a graph that is inlined already.
//
//===----------------------------------------------------------------------===//

#include "hier/Analysis/HierarchyAttributes.h"
#include "hier/Passes/Pass.h"

namespace hier {

namespace {

class StripHierarchy : public Pass {
public:
  llvm::Error run(Item &item) override {
    return forEachGraph(
        item, [this](std::shared_ptr<torch::jit::Graph> &graph) {
          for (torch::jit::Node *node : allNodes(*graph))
            tally("nodes stripped", attributes.strip(*node) ? 1 : 0);
          return llvm::Error::success();
        });
  }

private:
  HierarchyAttributes attributes;
};

} // namespace

llvm::Expected<std::unique_ptr<Pass>>
createStripHierarchyPass(const PassOptions &) {
  return std::make_unique<StripHierarchy>();
}

} // namespace hier
