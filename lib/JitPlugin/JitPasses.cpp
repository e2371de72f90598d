//===- JitPasses.cpp - Pipelines that libtorch's JIT runs -----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Which pipeline runs when, and what is said of those that fail.
//
//===----------------------------------------------------------------------===//

#include "JitPasses.h"

#include "hier/IR/TorchFailure.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Process.h"

#include <fmt/format.h>
#include <torch/csrc/jit/passes/pass_manager.h>

#include <cstdio>

using namespace torch::jit;

namespace hier {

static llvm::StringRef spell(JitMoment moment) {
  return moment == JitMoment::Pre ? "pre" : "post";
}

std::optional<JitMoment> jitMomentOf(llvm::StringRef spelling) {
  for (JitMoment moment : {JitMoment::Pre, JitMoment::Post})
    if (spelling == spell(moment))
      return moment;
  return std::nullopt;
}

JitPasses &JitPasses::instance() {
  static auto *passes = new JitPasses;
  return *passes;
}

//===----------------------------------------------------------------------===//
// Registration
//===----------------------------------------------------------------------===//

void JitPasses::add(JitMoment moment, std::shared_ptr<JitPipeline> pipeline) {
  hook();
  std::lock_guard<std::mutex> lock(mutex);
  pipelines[static_cast<size_t>(moment)] = std::move(pipeline);
}

void JitPasses::remove(JitMoment moment) {
  std::lock_guard<std::mutex> lock(mutex);
  pipelines[static_cast<size_t>(moment)] = nullptr;
}

void JitPasses::hook() {
  std::lock_guard<std::mutex> lock(mutex);
  hook(JitMoment::Pre);
  hook(JitMoment::Post);
}

/// Asks libtorch for graphs, unless it has been asked and still knows: others
/// may have cleared its list.
void JitPasses::hook(JitMoment moment) {
  bool isPre = moment == JitMoment::Pre;
  std::optional<unsigned> &name = hooks[static_cast<size_t>(moment)];
  const auto &known = isPre ? getCustomPrePasses() : getCustomPostPasses();
  if (name && llvm::any_of(known, [&](const GraphPassEntry &entry) {
        return entry.second == *name;
      }))
    return;
  GraphPass pass = [this, moment](std::shared_ptr<Graph> &graph) {
    run(moment, *graph);
  };
  name = isPre ? registerPrePass(std::move(pass))
               : registerPostPass(std::move(pass));
}

//===----------------------------------------------------------------------===//
// Runs
//===----------------------------------------------------------------------===//

/// The name of the class that a graph starts from, `graph` where there is none.
static std::string nameOf(const Graph &graph) {
  if (graph.inputs().empty())
    return "graph";
  const auto *type = graph.inputs()[0]->type()->castRaw<c10::ClassType>();
  return type && type->name() ? type->name()->name() : "graph";
}

/// Other processes may write to the same folder.
static std::string fileName(size_t number, JitMoment moment,
                            const Graph &graph) {
  return fmt::format("{}-{:04}-{}-{}", llvm::sys::Process::getProcessId(),
                     number, spell(moment).str(), nameOf(graph));
}

/// Nothing may be thrown into the executor.
void JitPasses::run(JitMoment moment, Graph &graph) {
  auto message = failureOf([&] {
    if (llvm::Error error = runOn(moment, graph))
      reportFailure(llvm::toString(std::move(error)));
  });
  if (message)
    reportFailure(*message);
}

llvm::Error JitPasses::runOn(JitMoment moment, Graph &graph) {
  std::shared_ptr<JitPipeline> pipeline;
  {
    std::lock_guard<std::mutex> lock(mutex);
    pipeline = pipelines[static_cast<size_t>(moment)];
  }
  if (!pipeline)
    return llvm::Error::success();
  return pipeline->run(graph, fileName(++runCount, moment, graph));
}

/// A model may have thousands of graphs: each thing that is wrong is told once,
/// and of what is different with each graph, no more than anybody reads.
void JitPasses::reportFailure(const std::string &message) {
  constexpr size_t mostTold = 50;
  ++failureCount;
  std::lock_guard<std::mutex> lock(mutex);
  if (failuresTold.size() > mostTold || !failuresTold.insert(message).second)
    return;
  std::fprintf(stderr, "hier-jit: %s\n",
               failuresTold.size() > mostTold
                   ? "what else goes wrong is counted, and not told"
                   : message.c_str());
}

} // namespace hier
