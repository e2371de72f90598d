//===- Profile.cpp - How long the nodes of a graph take -------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Runs with and without marks take turns, so that what slows the machine down
// slows both.
//
//===----------------------------------------------------------------------===//

#include "hier/Profile/Profile.h"

#include "Circumstances.h"
#include "ValueCopier.h"
#include "hier/IR/Nesting.h"
#include "hier/IR/NodeParts.h"
#include "hier/IR/TorchFailure.h"
#include "hier/Support/Diagnostic.h"
#include "llvm/ADT/STLExtras.h"

#include <ATen/core/grad_mode.h>

#include <chrono>

using namespace torch::jit;

namespace hier {

//===----------------------------------------------------------------------===//
// Measuring
//===----------------------------------------------------------------------===//

namespace {

class Series {
public:
  void add(double nanoseconds) {
    times.push_back(static_cast<float>(nanoseconds));
  }

  TimeOfRuns time() const {
    if (times.empty())
      return {};
    std::vector<float> sorted = times;
    llvm::sort(sorted);
    size_t middle = sorted.size() / 2;
    double below = sorted[(sorted.size() - 1) / 2];
    return {(below + sorted[middle]) / 2, sorted.front()};
  }

private:
  std::vector<float> times;
};

class Profiler {
public:
  Profiler(Graph &flat, const Stack &arguments)
      : flat(flat), marked(flat), plain(runnableCopy(flat)),
        arguments(arguments), nodes(allNodes(flat).size()),
        calls(nodes.size()) {}

  /// One run with marks and one without.
  void run(bool counts);
  /// One run that looks at values.
  void seeTypes() { types = typesSeen(flat, freshArguments()); }
  std::shared_ptr<Profile> result(const ProfileOptions &options) const;

private:
  Stack freshArguments() const;
  template <typename Graph> double timeOf(const Graph &graph) const;
  void addNodes();

  Graph &flat;
  MarkedGraph marked;
  GraphRunner plain;
  Stack arguments;
  Series markedRuns, plainRuns;
  std::vector<Series> nodes;
  std::vector<uint64_t> calls;
  uint64_t passedMarks = 0;
  std::vector<c10::TensorTypePtr> types;
};

} // namespace

static Stack ownCopies(const Stack &arguments) {
  ValueCopier copier;
  Stack copies;
  for (const c10::IValue &argument : arguments)
    copies.push_back(copier.copy(argument));
  return copies;
}

/// A model may change what it is given. The module is copied once, before.
Stack Profiler::freshArguments() const {
  ValueCopier copier;
  Stack fresh;
  for (const c10::IValue &argument : arguments)
    fresh.push_back(argument.isObject() ? argument : copier.copy(argument));
  return fresh;
}

template <typename Graph> double Profiler::timeOf(const Graph &graph) const {
  using Clock = std::chrono::steady_clock;
  Stack inputs = freshArguments();
  Clock::time_point start = Clock::now();
  Stack outputs = graph.run(std::move(inputs));
  std::chrono::duration<double, std::nano> time = Clock::now() - start;
  return time.count();
}

void Profiler::addNodes() {
  for (auto [place, run] : llvm::enumerate(marked.lastRun())) {
    nodes[place].add(static_cast<double>(run.nanoseconds));
    calls[place] += run.calls;
  }
  passedMarks += marked.passedMarks();
}

void Profiler::run(bool counts) {
  double markedTime = timeOf(marked), plainTime = timeOf(plain);
  if (!counts)
    return;
  markedRuns.add(markedTime);
  plainRuns.add(plainTime);
  addNodes();
}

std::shared_ptr<Profile> Profiler::result(const ProfileOptions &options) const {
  auto profile = std::make_shared<Profile>();
  profile->options = options;
  profile->markedRun = markedRuns.time();
  profile->plainRun = plainRuns.time();
  auto runs = static_cast<double>(options.runs);
  for (auto [place, series] : llvm::enumerate(nodes)) {
    std::optional<NodeTime> &node = profile->nodes.emplace_back();
    if (marked.isMarked(place))
      node = {series.time(), calls[place] / runs};
  }
  profile->types = types;
  profile->passedMarks = passedMarks / runs;
  return profile;
}

//===----------------------------------------------------------------------===//
// All of it
//===----------------------------------------------------------------------===//

static llvm::Error runAll(Profiler &profiler, const ProfileOptions &options) {
  std::string node;
  auto message = failureOf([&] {
    try {
      for (size_t run = 0; run < options.warmup; ++run)
        profiler.run(/*counts=*/false);
      for (size_t run = 0; run < options.runs; ++run)
        profiler.run(/*counts=*/true);
      profiler.seeTypes();
    } catch (const RunFailure &failure) {
      node = failure.node;
      throw;
    }
  });
  if (!message)
    return llvm::Error::success();
  if (node.empty())
    return errorIn("profile", "the model cannot be run: " + *message);
  return errorIn("profile", "the model fails at " + node + ": " + *message);
}

llvm::Expected<std::shared_ptr<Profile>>
profile(Graph &flat, const Stack &arguments, const ProfileOptions &options) {
  if (llvm::Error error = checkNesting(flat, "profile"))
    return error;
  std::optional<Profiler> profiler;
  auto message =
      failureOf([&] { profiler.emplace(flat, ownCopies(arguments)); });
  if (message)
    return errorIn("profile", "libtorch cannot run the graph: " + *message);
  Circumstances circumstances(options.threads);
  at::NoGradGuard noGrad;
  if (llvm::Error error = runAll(*profiler, options))
    return error;
  std::shared_ptr<Profile> profile = profiler->result(options);
  profile->markCost = measureMarkCost();
  return profile;
}

} // namespace hier
