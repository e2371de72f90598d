//===- Pair.cpp - Two ways to do one thing, in turn --------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Pair.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <valgrind/callgrind.h>

#include <algorithm>
#include <chrono>
#include <vector>

namespace hier::bench {

/// In seconds.
static double timeOf(const Side &side) {
  if (side.prepare)
    side.prepare();
  auto start = std::chrono::steady_clock::now();
  std::shared_ptr<void> made = side.run();
  benchmark::DoNotOptimize(made);
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
      .count();
}

/// The value below which `share` of all are.
static double quantile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values[static_cast<size_t>(share * (values.size() - 1) + 0.5)];
}

/// Under callgrind the second turn of a side is counted, and dumped by `name`.
static void count(const Side &side, const std::string &name) {
  timeOf(side);
  if (side.prepare)
    side.prepare();
  CALLGRIND_START_INSTRUMENTATION;
  std::shared_ptr<void> made = side.run();
  CALLGRIND_STOP_INSTRUMENTATION;
  CALLGRIND_DUMP_STATS_AT(name.c_str());
}

static void runPair(benchmark::State &state, const Pair &pair) {
  std::vector<double> hier, other, ratios;
  size_t peerNodes = pair.peerNodes ? pair.peerNodes : pair.nodes;
  double perNode = static_cast<double>(pair.nodes) / peerNodes;
  if (RUNNING_ON_VALGRIND) {
    count(pair.hier, fmt::format("{} hier {}", pair.name, pair.nodes));
    count(pair.other, fmt::format("{} peer {}", pair.name, peerNodes));
    state.SkipWithError("counted, not timed");
    return;
  }
  // The first turn of each finds the heap and the caches cold.
  timeOf(pair.hier);
  timeOf(pair.other);
  for ([[maybe_unused]] auto turn : state) {
    bool isOtherFirst = ratios.size() % 2 == 1;
    if (isOtherFirst)
      other.push_back(timeOf(pair.other));
    hier.push_back(timeOf(pair.hier));
    if (!isOtherFirst)
      other.push_back(timeOf(pair.other));
    ratios.push_back(other.back() / hier.back() * perNode);
    state.SetIterationTime(hier.back() + other.back());
  }
  static constexpr double nanoseconds = 1e9;
  state.counters["nodes"] = static_cast<double>(pair.nodes);
  state.counters["peer_nodes"] = static_cast<double>(peerNodes);
  state.counters["bytes"] = static_cast<double>(pair.bytes);
  state.counters["hier_ns"] = nanoseconds * quantile(hier, 0.5);
  state.counters["peer_ns"] = nanoseconds * quantile(other, 0.5);
  state.counters["ratio"] = quantile(ratios, 0.5);
  state.counters["ratio_low"] = quantile(ratios, 0.25);
  state.counters["ratio_high"] = quantile(ratios, 0.75);
  state.SetLabel(pair.peer);
}

void add(Pair pair) {
  std::string name = pair.name;
  int turns = pair.turns;
  benchmark::RegisterBenchmark(
      name.c_str(),
      [pair = std::move(pair)](benchmark::State &state) {
        runPair(state, pair);
      })
      ->UseManualTime()
      ->Iterations(turns)
      ->Unit(benchmark::kMillisecond);
}

} // namespace hier::bench
