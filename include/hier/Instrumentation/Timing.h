//===- Timing.h - Where the time goes ---------------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What --timing means: when each step of a run began and ended, summed up for
// people and programs, or drawn as a trace.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_INSTRUMENTATION_TIMING_H
#define HIER_INSTRUMENTATION_TIMING_H

#include "hier/Passes/PassInstrumentation.h"
#include "llvm/Support/raw_ostream.h"

#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace hier {

enum class TimingFormat { Table, Json, Trace };

/// One step of a run, from when to when.
struct TimeSpan {
  using Clock = std::chrono::steady_clock;

  std::string name; // `read`, or a pass as a pipeline spells it
  /// The pass's place in the pipeline, from 1; 0 for what is no pass.
  size_t number = 0;
  Clock::time_point begin;
  Clock::time_point end;
};

using TimeRecord = std::vector<TimeSpan>;

/// Adds a step to a record, if there is one, from its making to its end.
class Stopwatch {
public:
  Stopwatch(TimeRecord *record, llvm::StringLiteral name)
      : record(record), name(name), begin(TimeSpan::Clock::now()) {}
  ~Stopwatch() {
    if (record)
      record->push_back({name.str(), 0, begin, TimeSpan::Clock::now()});
  }
  Stopwatch(const Stopwatch &) = delete;
  Stopwatch &operator=(const Stopwatch &) = delete;

private:
  TimeRecord *record;
  llvm::StringLiteral name;
  TimeSpan::Clock::time_point begin;
};

/// Times each pass and the verifier after it. It is to be told last of the
/// beginning: what other watchers do is then no part of a pass's time.
class PassTimer : public PassInstrumentation {
public:
  explicit PassTimer(TimeRecord &record) : record(record) {}

  llvm::Error beforePass(const PassRun &run) override;
  llvm::Error afterPass(const PassRun &run) override;
  llvm::Error afterVerification(const PassRun &run) override;
  void afterFailure(const PassRun &run, llvm::StringRef message) override;

private:
  void endStep(llvm::StringRef name, size_t number);

  TimeRecord &record;
  TimeSpan::Clock::time_point stepBegan;
  bool isInPass = false;
};

/// The times of all inputs.
class TimingReport {
public:
  /// `isTrace` keeps each step, not only the sums.
  explicit TimingReport(TimingFormat format) : format(format) {}

  void add(const TimeRecord &record, llvm::StringRef input, unsigned thread);
  void print(llvm::raw_ostream &os) const;

private:
  struct Row {
    double seconds;
    std::string name;
    size_t number;
  };
  struct Event {
    TimeSpan span;
    std::string input;
    unsigned thread;
  };

  std::vector<Row> rows() const;
  void printTable(llvm::raw_ostream &os) const;
  void printJson(llvm::raw_ostream &os) const;
  void printTrace(llvm::raw_ostream &os) const;

  TimingFormat format;
  /// By place: reading and verifying first, then passes in order, then writing.
  std::map<std::pair<size_t, std::string>, double> sums;
  std::vector<Event> events; // of a trace
};

} // namespace hier

#endif // HIER_INSTRUMENTATION_TIMING_H
