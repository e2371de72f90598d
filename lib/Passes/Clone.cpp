//===- Clone.cpp - Replace graphs by their copies -------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A pass that must change nothing: what Hier keeps with a graph has to survive
// the copying that libtorch's own passes do.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/Nesting.h"
#include "hier/IR/ValueNames.h"
#include "hier/Passes/Pass.h"

namespace hier {

namespace {

class Clone : public Pass {
public:
  llvm::Error run(Item &item) override {
    using torch::jit::Graph;
    return forEachGraph(item,
                        [this](std::shared_ptr<Graph> &graph) -> llvm::Error {
                          if (llvm::Error error = checkNesting(*graph, "clone"))
                            return error;
                          graph = copyGraph(*graph);
                          tally("graphs copied");
                          return llvm::Error::success();
                        });
  }
};

} // namespace

llvm::Expected<std::unique_ptr<Pass>> createClonePass(const PassOptions &) {
  return std::make_unique<Clone>();
}

} // namespace hier
