//===- TorchPass.h - A pass of libtorch, made safe for tagged text *- C++
//-*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What is the same for each of libtorch's passes: it runs on a copy, on which
// tags and what libtorch cannot judge are hidden, and the graph is replaced
// only when all has gone well.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_PASSES_TORCHPASS_H
#define HIER_LIB_PASSES_TORCHPASS_H

#include "hier/Passes/Pass.h"

namespace hier {

/// What every pass of libtorch's takes, as PassInfo has it.
inline constexpr llvm::StringLiteral torchOptions =
    "bare=true: a node that others were merged into keeps its own tag, and a "
    "new one gets none";

/// A pass of libtorch on one graph.
using TorchFunction = void (*)(std::shared_ptr<torch::jit::Graph> &graph);

class TorchPass : public Pass {
public:
  TorchPass(llvm::StringRef flag, TorchFunction function, bool isBare)
      : flag(flag), function(function), isBare(isBare) {}

  llvm::Error run(Item &item) override;

private:
  llvm::Error runOn(std::shared_ptr<torch::jit::Graph> &graph);

  llvm::StringRef flag;
  TorchFunction function;
  bool isBare;
};

/// For the lines of Passes.def.
llvm::Expected<std::unique_ptr<Pass>>
createTorchPass(llvm::StringRef flag, TorchFunction function,
                const PassOptions &options);

} // namespace hier

#endif // HIER_LIB_PASSES_TORCHPASS_H
