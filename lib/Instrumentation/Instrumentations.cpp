//===- Instrumentations.cpp - All that watches a run ----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The order of the watchers, which is the one thing they have to agree on.
//
//===----------------------------------------------------------------------===//

#include "hier/Instrumentation/Instrumentations.h"

#include "hier/Instrumentation/Bisection.h"

namespace hier {

/// Who may leave a pass out comes first, and who measures the time last: the
/// last that is told of the beginning is the first that is told of the end.
/// What watches besides belongs between the two.
Instrumentations::Instrumentations(const InstrumentationConfig &config,
                                   const InstrumentedRun &run,
                                   InstrumentationRecords &records,
                                   llvm::raw_ostream &log) {
  if (config.bisectLimit)
    add(std::make_unique<Bisection>(*config.bisectLimit, run.program, log));
  if (config.printing.isOn())
    add(std::make_unique<IRPrinter>(config.printing, run.program,
                                    run.printingFolder, log));
  if (config.verifiesHierarchy) {
    auto watcher = std::make_unique<HierarchyVerifier>();
    verifier = watcher.get();
    add(std::move(watcher));
  }
  if (config.hasStatistics)
    add(std::make_unique<StatisticsRecorder>(records.statistics));
  if (config.reproducer.isOn()) {
    auto writer = std::make_unique<Reproducer>(
        config.reproducer, run.reproduced, run.program, log);
    reproducer = writer.get();
    add(std::move(writer));
  }
  if (config.hasTiming)
    add(std::make_unique<PassTimer>(records.times));
}

llvm::Error Instrumentations::report(Program &program) {
  return verifier ? verifier->report(program) : llvm::Error::success();
}

std::vector<PassInstrumentation *> Instrumentations::all() const {
  std::vector<PassInstrumentation *> all;
  all.reserve(watchers.size());
  for (const std::unique_ptr<PassInstrumentation> &watcher : watchers)
    all.push_back(watcher.get());
  return all;
}

} // namespace hier
