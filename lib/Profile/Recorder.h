//===- Recorder.h - What marks write down -----------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A mark is where in a graph the clock is read. The time from one mark to the
// next is that of the node which the next one stands behind.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_PROFILE_RECORDER_H
#define HIER_LIB_PROFILE_RECORDER_H

#include "hier/Profile/MarkedGraph.h"

#include <chrono>

namespace hier {

class Recorder {
public:
  using Clock = std::chrono::steady_clock;

  struct Mark {
    size_t place;   ///< Whose the time before it is.
    bool completes; ///< Has the node run then, or does a block of it begin?
  };

  explicit Recorder(size_t places) : runs(places) {}

  /// The number of a new mark.
  size_t add(Mark mark) {
    marks.push_back(mark);
    return marks.size() - 1;
  }

  void begin() {
    std::fill(runs.begin(), runs.end(), NodeRun());
    passed = 0;
    last = Clock::now();
  }

  /// What a mark does is kept out of the time of the next node: the clock is
  /// read again.
  void pass(size_t mark) {
    auto time = Clock::now() - last;
    NodeRun &run = runs[marks[mark].place];
    run.nanoseconds +=
        std::chrono::duration_cast<std::chrono::nanoseconds>(time).count();
    run.calls += marks[mark].completes;
    ++passed;
    last = Clock::now();
  }

  /// By place, since begin().
  llvm::ArrayRef<NodeRun> lastRun() const { return runs; }
  size_t passedMarks() const { return passed; }

private:
  std::vector<Mark> marks;
  std::vector<NodeRun> runs;
  Clock::time_point last;
  size_t passed = 0;
};

} // namespace hier

#endif // HIER_LIB_PROFILE_RECORDER_H
