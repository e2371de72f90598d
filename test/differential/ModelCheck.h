//===- ModelCheck.h - One model, checked ------------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// All that hier-inline-check asks of one archived model.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_TEST_DIFFERENTIAL_MODELCHECK_H
#define HIER_TEST_DIFFERENTIAL_MODELCHECK_H

#include "hier/IR/Program.h"
#include "llvm/ADT/STLFunctionalExtras.h"

#include <string>
#include <vector>

namespace hier {

class ModelCheck {
public:
  /// The model in PATH.pt with the inputs in PATH.inputs.pt.
  explicit ModelCheck(std::string path) : path(std::move(path)) {}

  void run();

  /// What was found to be wrong, one line each.
  const std::vector<std::string> &findings() const { return lines; }
  size_t nodesCompared() const { return nodes; }

private:
  void load();
  void compareWithLibtorch();
  void compareUnoptimized();
  void compareOptimized();
  void checkNoCallIsLeft();
  void checkLint();
  void checkFlatRun();
  void checkTaggedRun();
  void checkStripped();
  void checkWriter();
  void checkCalleesUnchanged();

  void attempt(const char *step, llvm::function_ref<void()> check);
  void report(const char *step, const std::string &what);
  void expect(bool holds, const char *step, const std::string &what);
  std::shared_ptr<torch::jit::Graph> runPasses(llvm::StringRef passes) const;
  std::vector<std::string> calleeTexts() const;
  c10::IValue runGraph(const std::shared_ptr<torch::jit::Graph> &graph) const;

  std::string path;
  std::vector<std::string> lines;
  size_t nodes = 0;

  torch::jit::Module module{"unloaded"};
  std::vector<c10::IValue> inputs;
  c10::IValue expectedOutput;
  std::vector<std::string> calleesBefore;
  std::shared_ptr<torch::jit::Graph> flat;
  std::shared_ptr<torch::jit::Graph> tagged;
};

} // namespace hier

#endif // HIER_TEST_DIFFERENTIAL_MODELCHECK_H
