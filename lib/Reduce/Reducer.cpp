//===- Reducer.cpp - The search for a smaller program ---------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The smallest program so far is kept as text alone. Each candidate is read
// from it anew, which costs no more than any other copy and makes sure that
// what has been printed can be read.
//
//===----------------------------------------------------------------------===//

#include "hier/Reduce/Reducer.h"

#include "hier/IR/Reader.h"
#include "hier/IR/Verifier.h"
#include "hier/IR/Writer.h"
#include "hier/Reduce/Strategy.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/Support/xxhash.h"

#include <deque>

using namespace llvm;

namespace hier {

namespace {

/// A smaller text that may be interesting.
struct Candidate {
  std::string text;
  RangeSweep sweep; // where it was when it gave the candidate
  uint64_t hash;
  size_t test;
};

class Reducer {
public:
  Reducer(StringRef text, CandidateTester &tester,
          const ReductionOptions &options)
      : tester(tester), options(options) {
    accept(text.str());
  }

  Expected<Reduction> run();

private:
  /// In ranges of at least one in `parts`. Whether anything was taken.
  Expected<bool> runRound(size_t parts);
  Expected<bool> runStrategy(const Strategy &strategy, size_t parts);
  Error fill(const Strategy &strategy, RangeSweep &sweep);
  std::optional<std::string> apply(const Strategy &strategy, Range range);
  bool accept(std::string text);
  size_t countOf(const Strategy &strategy);
  void cancelPending();
  bool isRunning() const { return reduction.state == Reduction::Running; }

  CandidateTester &tester;
  const ReductionOptions &options;
  Reduction reduction;
  /// What the smallest text holds, to count in; nothing is taken from it.
  std::optional<Program> smallest;
  /// Being tested, in the order in which they count: the first that is
  /// interesting is taken, whichever is done first.
  std::deque<Candidate> pending;
  /// Texts that were tested; later rounds come upon them again.
  DenseSet<uint64_t> tested;
};

} // namespace

/// Halves, quarters and eighths of everything first: a fine search through what
/// a later strategy takes at one stroke would be wasted.
static constexpr size_t coarseParts = 8;

Expected<Reduction> Reducer::run() {
  Expected<bool> progress = runRound(coarseParts);
  do
    progress = progress ? runRound(std::numeric_limits<size_t>::max())
                        : std::move(progress);
  while (progress && *progress && isRunning());
  cancelPending();
  if (!progress)
    return progress.takeError();
  if (isRunning())
    reduction.state = Reduction::Smallest;
  return std::move(reduction);
}

Expected<bool> Reducer::runRound(size_t parts) {
  bool anyProgress = false;
  for (const Strategy &strategy : reductionStrategies()) {
    if (!isRunning())
      break;
    Expected<bool> progress = runStrategy(strategy, parts);
    if (!progress)
      return progress;
    anyProgress |= *progress;
  }
  return anyProgress;
}

Expected<bool> Reducer::runStrategy(const Strategy &strategy, size_t parts) {
  reduction.strategy = strategy.name;
  bool progress = false;
  size_t count = countOf(strategy);
  RangeSweep sweep(count, std::max<size_t>(count / parts, 1));
  while (isRunning()) {
    if (Error error = fill(strategy, sweep))
      return error;
    if (pending.empty())
      break;
    Candidate candidate = std::move(pending.front());
    pending.pop_front();
    Verdict verdict = tester.wait(candidate.test);
    if (verdict == Verdict::Interrupted) {
      reduction.state = Reduction::Interrupted;
      break;
    }
    ++reduction.tests;
    if (verdict == Verdict::Interesting && accept(std::move(candidate.text))) {
      cancelPending();
      sweep = candidate.sweep;
      sweep.taken(countOf(strategy));
      progress = true;
      if (Error error = options.onSmaller(reduction))
        return error;
    }
    options.onTest(reduction);
    if (options.maxTests && reduction.tests == options.maxTests)
      reduction.state = Reduction::TestsUsedUp;
  }
  return progress;
}

/// Starts as many tests as may run, of candidates that follow one another if
/// none of them is interesting.
Error Reducer::fill(const Strategy &strategy, RangeSweep &sweep) {
  while (pending.size() < tester.width()) {
    if (options.maxTests &&
        reduction.tests + pending.size() == options.maxTests)
      break;
    std::optional<Range> range = sweep.next();
    if (!range)
      break;
    std::optional<std::string> text = apply(strategy, *range);
    if (!text || *text == reduction.text)
      continue;
    uint64_t hash = xxh3_64bits(*text);
    if (!tested.insert(hash).second)
      continue;
    Expected<size_t> test = tester.start(*text);
    if (!test)
      return test.takeError();
    pending.push_back({std::move(*text), sweep, hash, *test});
  }
  return Error::success();
}

/// The text without what the strategy takes in `range`; nothing when that is no
/// program.
std::optional<std::string> Reducer::apply(const Strategy &strategy,
                                          Range range) {
  Program program = cantFail(readProgram({reduction.text, "candidate"}));
  Opportunities opportunities(range);
  try {
    strategy.apply(program, opportunities);
  } catch (const c10::Error &) {
    ++reduction.broken;
    return std::nullopt;
  }
  if (program.items.empty())
    return std::nullopt;
  if (Error error = verifyProgram(program)) {
    consumeError(std::move(error));
    ++reduction.broken;
    return std::nullopt;
  }
  std::string text;
  text.reserve(reduction.text.size());
  writeProgram(text, program);
  return text;
}

/// False when it turns out that `text` cannot be read.
bool Reducer::accept(std::string text) {
  Expected<Program> program = readProgram({text, "candidate"});
  if (!program) {
    consumeError(program.takeError());
    ++reduction.broken;
    return false;
  }
  smallest = std::move(*program);
  reduction.text = std::move(text);
  return true;
}

size_t Reducer::countOf(const Strategy &strategy) {
  Opportunities none;
  strategy.apply(*smallest, none);
  return none.count();
}

/// Of what was not to be tested, since something before it was interesting.
void Reducer::cancelPending() {
  for (const Candidate &candidate : pending) {
    tester.cancel(candidate.test);
    tested.erase(candidate.hash);
  }
  pending.clear();
}

Expected<Reduction> reduceText(StringRef text, CandidateTester &tester,
                               const ReductionOptions &options) {
  return Reducer(text, tester, options).run();
}

} // namespace hier
