//===- Pair.h - Two ways to do one thing, in turn ----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A row of the table: Hier and a peer do the same work on the same bytes, in one
// process and in turn, so that what the machine does meanwhile hits both. What
// counts is the ratio of each turn.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_BENCHMARKS_PAIR_H
#define HIER_BENCHMARKS_PAIR_H

#include <functional>
#include <memory>
#include <string>

namespace hier::bench {

/// One of the two.
struct Side {
  /// Before each turn, not timed. May be null.
  std::function<void()> prepare;
  /// What is timed. What it returns is freed after the clock has stopped.
  std::function<std::shared_ptr<void>()> run;
};

struct Pair {
  std::string name; ///< `read/gpt2`: unique.
  std::string peer; ///< `torch::jit::parseIR`.
  size_t nodes;     ///< That each turn makes or goes through.
  size_t peerNodes = 0; ///< The same of the peer, where it makes others.
  size_t bytes = 0; ///< Of text; zero where there is none.
  int turns = 21;
  Side hier;
  Side other;
};

/// Registers `pair` with Google Benchmark. An iteration is a turn of both; which
/// goes first changes each time. Its counters:
///
///   nodes, peer_nodes, bytes  as above
///   hier_ns, peer_ns    the median turn, in nanoseconds
///   ratio               the median of peer / hier, a node: how many times
///                       faster
///   ratio_low, _high    the quartiles of that
///
/// Under callgrind a turn of each is counted instead, and dumped with the pair's
/// name, the side and its number of nodes.
void add(Pair pair);

/// Holds any value, to be freed later.
template <typename T> std::shared_ptr<void> holding(T value) {
  return std::make_shared<T>(std::move(value));
}

} // namespace hier::bench

#endif // HIER_BENCHMARKS_PAIR_H
