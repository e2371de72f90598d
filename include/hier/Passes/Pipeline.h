//===- Pipeline.h - Passes in a row -----------------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `inline-calls,tag-hierarchy{policy=all attributes=tag,path}`.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_PASSES_PIPELINE_H
#define HIER_PASSES_PIPELINE_H

#include "hier/Passes/PassInstrumentation.h"

#include <memory>
#include <string>
#include <vector>

namespace hier {

class Pipeline {
public:
  /// An empty one, of passes from `registry`, which must outlive it.
  explicit Pipeline(const PassRegistry &registry = PassRegistry::builtin())
      : registry(&registry) {}

  /// Appends the passes that `text` names: passes between commas, each with its
  /// options in braces. Blanks are allowed around each. Errors point into
  /// `text`, which goes by `source` in them.
  llvm::Error append(llvm::StringRef text, llvm::StringRef source);

  /// Appends one pass with the options that `text` holds.
  llvm::Error appendPass(const PassInfo &info, llvm::StringRef text,
                         llvm::StringRef source);

  /// Runs each pass on each item, pass by pass, and verifies the program after
  /// each if `verifyEach`. Errors name the pass.
  llvm::Error
  run(Program &program, bool verifyEach = true,
      llvm::ArrayRef<PassInstrumentation *> instrumentations = {}) const;

  /// Prints it so that `append` reads the same.
  void print(llvm::raw_ostream &os) const;

  bool empty() const { return passes.empty(); }
  /// Is one of the passes a report?
  bool hasReports() const;

private:
  struct Entry {
    const PassInfo *info;
    std::unique_ptr<Pass> pass;
    std::string spelling;
  };

  llvm::Error create(const PassInfo &info, const PassOptions &options);

  const PassRegistry *registry;
  std::vector<Entry> passes;
};

} // namespace hier

#endif // HIER_PASSES_PIPELINE_H
