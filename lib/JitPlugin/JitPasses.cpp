//===- JitPasses.cpp - Pipelines that libtorch's JIT runs -----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A pass that throws would stop the model. So passes run on a copy of the
// graph, and what it has become takes the place of what is in the graph only
// when all went well. The graph object itself stays: libtorch may have others
// that point to it.
//
//===----------------------------------------------------------------------===//

#include "JitPasses.h"

#include "hier/IR/TorchFailure.h"
#include "hier/Interop/RunPasses.h"
#include "hier/Support/Diagnostic.h"
#include "hier/Support/Files.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
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

/// What is wrong in the text is told at once, not when the first graph runs.
static llvm::Error check(const JitPipeline &pipeline, llvm::StringRef source) {
  if (llvm::StringRef(pipeline.passes).trim().empty())
    return errorIn(source, "no pass is named");
  if (llvm::Error error = Pipeline().append(pipeline.passes, source))
    return error;
  if (pipeline.folder.empty())
    return llvm::Error::success();
  if (std::error_code error =
          llvm::sys::fs::create_directories(pipeline.folder))
    return errorIn(pipeline.folder, "the folder cannot be made: " +
                                        llvm::Twine(error.message()));
  return llvm::Error::success();
}

llvm::Error JitPasses::add(JitMoment moment, JitPipeline pipeline,
                           llvm::StringRef source) {
  if (llvm::Error error = check(pipeline, source))
    return error;
  std::lock_guard<std::mutex> lock(mutex);
  hook(moment);
  pipelines[static_cast<size_t>(moment)] =
      std::make_shared<const JitPipeline>(std::move(pipeline));
  return llvm::Error::success();
}

void JitPasses::remove(JitMoment moment) {
  std::lock_guard<std::mutex> lock(mutex);
  pipelines[static_cast<size_t>(moment)] = nullptr;
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

void JitPasses::run(JitMoment moment, Graph &graph) {
  std::shared_ptr<const JitPipeline> pipeline;
  {
    std::lock_guard<std::mutex> lock(mutex);
    pipeline = pipelines[static_cast<size_t>(moment)];
  }
  if (!pipeline)
    return;
  if (llvm::Error error = runOn(*pipeline, moment, graph))
    reportFailure(llvm::toString(std::move(error)));
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

/// The name of the class that a graph starts from, `graph` where there is none.
static std::string nameOf(const Graph &graph) {
  if (graph.inputs().empty())
    return "graph";
  const auto *type = graph.inputs()[0]->type()->castRaw<c10::ClassType>();
  return type && type->name() ? type->name()->name() : "graph";
}

/// Writes the graph, and what reports have to say, to files in `folder`.
static llvm::Error dump(const PipelineResult &result, llvm::StringRef folder,
                        const std::string &name) {
  llvm::Expected<std::string> text = textOf(*result.graph());
  if (!text)
    return text.takeError();
  if (llvm::Error error = writeBelow(folder, name + ".ir", *text))
    return error;
  return result.reports.empty()
             ? llvm::Error::success()
             : writeBelow(folder, name + ".json", result.reports);
}

/// An error about `folder`, which is the same for each file in it.
static llvm::Error withoutName(llvm::Error error, llvm::StringRef folder) {
  return llvm::handleErrors(
      std::move(error), [&](const DiagnosticError &failure) {
        return errorIn(folder,
                       "it cannot be written to: " + failure.error().message);
      });
}

/// Other processes may write to the same folder.
static std::string fileName(size_t number, JitMoment moment,
                            const Graph &graph) {
  return fmt::format("{}-{:04}-{}-{}", llvm::sys::Process::getProcessId(),
                     number, spell(moment).str(), nameOf(graph));
}

/// Gives `graph` the nodes and the outputs of `by`.
static void replaceContents(Graph &graph, Graph &by) {
  for (size_t index = graph.outputs().size(); index-- > 0;)
    graph.eraseOutput(index);
  std::vector<Node *> nodes(graph.nodes().begin(), graph.nodes().end());
  for (Node *node : llvm::reverse(nodes))
    node->destroy();
  for (size_t index = 0; index < by.inputs().size(); ++index)
    graph.inputs()[index]->setType(by.inputs()[index]->type());
  WithInsertPoint end(graph.return_node());
  for (Value *output : insertGraph(graph, by, graph.inputs()))
    graph.registerOutput(output);
}

llvm::Error JitPasses::runOn(const JitPipeline &pipeline, JitMoment moment,
                             Graph &graph) {
  size_t number = ++runCount;
  llvm::Expected<PipelineResult> result = runPipeline(graph, pipeline.passes);
  if (!result)
    return result.takeError();
  Graph &made = *result->graph();
  if (made.inputs().size() != graph.inputs().size() ||
      made.outputs().size() != graph.outputs().size())
    return errorIn("pipeline", "it has changed how many inputs or outputs a "
                               "graph has, which libtorch relies on");
  if (!pipeline.folder.empty()) {
    std::string name = fileName(number, moment, graph);
    if (llvm::Error error = dump(*result, pipeline.folder, name))
      return withoutName(std::move(error), pipeline.folder);
  } else if (!result->reports.empty()) {
    std::fprintf(stdout, "%s\n", result->reports.c_str());
  }
  replaceContents(graph, made);
  return llvm::Error::success();
}

} // namespace hier
