//===- Instrumentations.h - All that watches a run --------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What is asked for on the command line, and the watchers that it takes.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_INSTRUMENTATION_INSTRUMENTATIONS_H
#define HIER_INSTRUMENTATION_INSTRUMENTATIONS_H

#include "hier/Instrumentation/HierarchyVerifier.h"
#include "hier/Instrumentation/IRPrinting.h"
#include "hier/Instrumentation/Reproducer.h"
#include "hier/Instrumentation/Statistics.h"
#include "hier/Instrumentation/Timing.h"

#include <memory>
#include <optional>
#include <vector>

namespace hier {

struct InstrumentationConfig {
  IRPrintingConfig printing = {};
  ReproducerConfig reproducer = {};
  std::optional<int64_t> bisectLimit = {};
  bool verifiesHierarchy = false;
  bool hasStatistics = false;
  bool hasTiming = false;
};

/// What the watchers of an input have found out.
struct InstrumentationRecords {
  StatisticsRecord statistics = {};
  TimeRecord times = {};
};

/// What one program is run as.
struct InstrumentedRun {
  ProgramName program = {};
  /// Of its files where the IR is printed into a folder.
  std::string printingFolder = {};
  ReproducedRun reproduced = {};
};

/// The watchers of one run of a pipeline on one program.
class Instrumentations {
public:
  /// All that is given must outlive it, but for `run`.
  Instrumentations(const InstrumentationConfig &config,
                   const InstrumentedRun &run, InstrumentationRecords &records,
                   llvm::raw_ostream &log);

  /// In the order in which they are told of the beginning of a pass.
  std::vector<PassInstrumentation *> all() const;

  /// Leaves with the items of `program` what is to be reported of the run. An
  /// error tells of tags that were lost.
  llvm::Error report(Program &program);

  /// Has a pass failed whose reproducer has been written?
  bool hasReproducer() const { return reproducer && reproducer->isWritten(); }

private:
  void add(std::unique_ptr<PassInstrumentation> watcher) {
    watchers.push_back(std::move(watcher));
  }

  std::vector<std::unique_ptr<PassInstrumentation>> watchers;
  Reproducer *reproducer = nullptr;      // one of them
  HierarchyVerifier *verifier = nullptr; // one of them
};

} // namespace hier

#endif // HIER_INSTRUMENTATION_INSTRUMENTATIONS_H
