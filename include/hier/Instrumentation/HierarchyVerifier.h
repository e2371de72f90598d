//===- HierarchyVerifier.h - Do passes keep the hierarchy? ------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Around every pass of a pipeline it records which node came from where, and
// keeps account of what has become of the tags: --verify-hierarchy.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_INSTRUMENTATION_HIERARCHYVERIFIER_H
#define HIER_INSTRUMENTATION_HIERARCHYVERIFIER_H

#include "hier/Analysis/TagAudit.h"
#include "hier/Passes/PassInstrumentation.h"

namespace hier {

class HierarchyVerifier : public PassInstrumentation {
public:
  HierarchyVerifier();
  ~HierarchyVerifier() override;

  llvm::Error beforePass(const PassRun &run) override;
  llvm::Error afterPass(const PassRun &run) override;
  void afterFailure(const PassRun &run, llvm::StringRef message) override;

  /// Leaves what was found with each item, as the report
  /// `hierarchy_verification`. An error tells of the first pass that has lost a
  /// tag; the reports are there all the same. Call it once, after the run.
  llvm::Error report(Program &program);

private:
  llvm::Error lossError() const;

  struct Watched;

  std::vector<Watched> watched; // by item, for the time of one pass
  /// By item, those of each pass by its spelling.
  std::vector<std::vector<std::pair<std::string, TagAudit>>> audits;
};

} // namespace hier

#endif // HIER_INSTRUMENTATION_HIERARCHYVERIFIER_H
