//===- JitPipeline.h - A pipeline for graphs of the JIT -------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What is registered for a moment. The text of the passes, and the files that
// it names, are read once; the working directory of later does not matter.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_JITPLUGIN_JITPIPELINE_H
#define HIER_LIB_JITPLUGIN_JITPIPELINE_H

#include "hier/Analysis/StackCalls.h"
#include "hier/Interop/RunPasses.h"

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace hier {

class JitPipeline {
public:
  /// Reads `passes`, errors in which go by `source`, and makes `folder`, which
  /// graphs are written to; where it is empty, they are not.
  static llvm::Expected<std::shared_ptr<JitPipeline>>
  read(std::string passes, llvm::StringRef folder, llvm::StringRef source);

  /// Runs on a copy of `graph`, which takes on what has become of that unless
  /// there is an error. `name` is that of files, without its end. May be called
  /// from several threads at once, for graphs of their own.
  llvm::Error run(torch::jit::Graph &graph, const std::string &name);

private:
  JitPipeline(std::string passes, std::string folder)
      : passes(std::move(passes)), folder(std::move(folder)) {}
  llvm::Expected<Pipeline> take();
  void giveBack(Pipeline pipeline);
  llvm::Expected<PipelineResult> resultOn(torch::jit::Graph &graph);

  std::string passes;
  std::string folder; ///< Absolute, or empty.
  StackRecords records;
  std::mutex mutex;
  std::vector<Pipeline> idle; ///< `passes`, read; one thread uses one.
};

} // namespace hier

#endif // HIER_LIB_JITPLUGIN_JITPIPELINE_H
