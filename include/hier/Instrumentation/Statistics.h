//===- Statistics.h - What passes have done, in numbers ---------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What --statistics means: for each pass of a pipeline the nodes before and
// after it, and what it has counted itself.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_INSTRUMENTATION_STATISTICS_H
#define HIER_INSTRUMENTATION_STATISTICS_H

#include "hier/Passes/PassInstrumentation.h"
#include "llvm/Support/raw_ostream.h"

#include <map>
#include <string>
#include <vector>

namespace hier {

enum class StatisticsFormat { Text, Json };

/// What one pass has done.
struct PassStatistics {
  size_t number; // its place in the pipeline, from 1
  std::string name;
  std::string spelling;
  size_t nodesBefore = 0;
  size_t nodesAfter = 0;
  /// In the order in which the pass counts them.
  std::vector<std::pair<std::string, size_t>> counts = {};
};

/// The passes of one run, in order.
using StatisticsRecord = std::vector<PassStatistics>;

/// The nodes of every graph that printing `program` prints.
size_t countNodes(Program &program);

class StatisticsRecorder : public PassInstrumentation {
public:
  explicit StatisticsRecorder(StatisticsRecord &record) : record(record) {}

  llvm::Error beforePass(const PassRun &run) override;
  llvm::Error afterVerification(const PassRun &run) override;

private:
  StatisticsRecord &record;
  size_t nodesBefore = 0;
  /// A pass object counts on from one program to the next.
  llvm::MapVector<llvm::StringRef, size_t> countsBefore;
};

/// The sums over all inputs.
class StatisticsReport {
public:
  void add(const StatisticsRecord &record);
  void print(llvm::raw_ostream &os, StatisticsFormat format) const;

private:
  void printText(llvm::raw_ostream &os) const;
  void printJson(llvm::raw_ostream &os) const;

  std::map<std::pair<size_t, std::string>, PassStatistics> passes;
};

} // namespace hier

#endif // HIER_INSTRUMENTATION_STATISTICS_H
