//===- Depth.cpp - How deep blocks are nested -----------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One visit of every block.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/Depth.h"

#include "TorchAccess.h"
#include "hier/Support/Diagnostic.h"

using namespace torch::jit;

namespace hier {

llvm::Error checkDepth(const Graph &graph, const llvm::Twine &subject) {
  std::vector<std::pair<const Block *, size_t>> pending = {{graph.block(), 0}};
  while (!pending.empty()) {
    auto [block, depth] = pending.back();
    pending.pop_back();
    if (depth > maxDepthOfTorch)
      return errorIn(subject, "blocks are nested deeper than " +
                                  llvm::Twine(maxDepthOfTorch) +
                                  ", where libtorch would overflow the stack");
    for (const Node *node : block->nodes()) {
      for (const Block *inner : node->blocks())
        pending.emplace_back(inner, depth + 1);
      for (const auto &attribute : access::get<access::NodeAttributes>(*node))
        if (attribute->kind() == AttributeKind::g)
          pending.emplace_back(node->g(attribute->name)->block(), depth + 1);
    }
  }
  return llvm::Error::success();
}

} // namespace hier
