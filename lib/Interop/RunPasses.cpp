//===- RunPasses.cpp - Hier's passes in another program -------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each is what hier-opt does for a file, between taking a copy and giving it
// back.
//
//===----------------------------------------------------------------------===//

#include "hier/Interop/RunPasses.h"

#include "Guarded.h"
#include "hier/Analysis/HierarchyFacts.h"
#include "hier/IR/Nesting.h"
#include "hier/IR/Reader.h"
#include "hier/IR/Verifier.h"
#include "hier/IR/Writer.h"
#include "hier/Interop/LiveProgram.h"

using namespace torch::jit;

namespace hier {

//===----------------------------------------------------------------------===//
// Inlining and tagging
//===----------------------------------------------------------------------===//

/// Callees are read, and the method is copied as it is inlined: there is no
/// need to copy all of a module.
static llvm::Expected<InlinedGraph>
inlinedMethod(const Module &module, const std::string &method,
              const InlineOptions &options) {
  Item item;
  item.module = objectTreeOf(module, ValueTexts::leftOut);
  item.entry = method;
  llvm::Expected<Method *> entry = entryMethod(item);
  if (!entry)
    return entry.takeError();
  InlineOptions verifying = options;
  verifying.verifiesMethods = true;
  return inlinedCopy(*(*entry)->graph, *item.module, verifying);
}

llvm::Expected<InlinedGraph> inlineCalls(const Module &module,
                                         const std::string &method,
                                         const InlineOptions &options) {
  return guarded<llvm::Expected<InlinedGraph>>(
      "inline-calls", [&] { return inlinedMethod(module, method, options); });
}

static void tag(Graph &graph, ModuleCalls &record, const TagOptions &options) {
  writeTags(graph, record, options.policy, options.selection);
  keepRunnable(graph);
}

llvm::Expected<std::shared_ptr<Graph>> tagHierarchy(const Module &module,
                                                    const TagOptions &options,
                                                    const std::string &method) {
  using Result = llvm::Expected<std::shared_ptr<Graph>>;
  return guarded<Result>("tag-hierarchy", [&]() -> Result {
    llvm::Expected<InlinedGraph> inlined =
        inlinedMethod(module, method, options.inlining);
    if (!inlined)
      return inlined.takeError();
    tag(*inlined->graph, *inlined->calls, options);
    return std::move(inlined->graph);
  });
}

llvm::Error tagHierarchy(Graph &graph, const TagOptions &options) {
  return guarded<llvm::Error>("tag-hierarchy", [&] {
    tag(graph, *callsOf(graph), options);
    return llvm::Error::success();
  });
}

//===----------------------------------------------------------------------===//
// Pipelines
//===----------------------------------------------------------------------===//

/// As hier-opt prints them: an array only of several items.
static std::string reportsOf(const Program &program) {
  std::string text;
  llvm::raw_string_ostream os(text);
  llvm::json::OStream json(os, /*IndentSize=*/2);
  auto writeAll = [&] {
    for (const Item &item : program.items)
      writeReports(json, item.reports);
  };
  if (program.items.size() == 1)
    writeAll();
  else
    json.array(writeAll);
  return text;
}

static llvm::Expected<PipelineResult>
run(Program program, const Pipeline &pipeline, bool verifyEach) {
  if (llvm::Error error = pipeline.run(program, verifyEach))
    return error;
  PipelineResult result{std::move(program), {}};
  if (pipeline.hasReports())
    result.reports = reportsOf(result.program);
  return result;
}

llvm::Expected<PipelineResult>
runPipeline(Program program, const Pipeline &pipeline, bool verifyEach) {
  using Result = llvm::Expected<PipelineResult>;
  return guarded<Result>("pipeline", [&]() -> Result {
    Result result = run(std::move(program), pipeline, verifyEach);
    if (!result)
      return result;
    for (Item &item : result->program.items)
      llvm::cantFail(forEachGraph(item, [](std::shared_ptr<Graph> &graph) {
        keepRunnable(*graph);
        return llvm::Error::success();
      }));
    return result;
  });
}

/// Reads `passes` first: what they run on may take long to read.
static llvm::Expected<Pipeline> pipelineFrom(llvm::StringRef passes,
                                             const PipelineOptions &options) {
  using Result = llvm::Expected<Pipeline>;
  return guarded<Result>("pipeline", [&]() -> Result {
    Pipeline pipeline(*options.registry);
    if (!passes.empty())
      if (llvm::Error error = pipeline.append(passes, "pipeline"))
        return error;
    return pipeline;
  });
}

static llvm::Expected<PipelineResult>
runLive(llvm::StringRef passes, const PipelineOptions &options,
        llvm::function_ref<llvm::Expected<Program>()> copy) {
  llvm::Expected<Pipeline> pipeline = pipelineFrom(passes, options);
  if (!pipeline)
    return pipeline.takeError();
  llvm::Expected<Program> program = copy();
  if (!program)
    return program.takeError();
  return runPipeline(std::move(*program), *pipeline, options.verifyEach);
}

llvm::Expected<PipelineResult> runPipeline(const Module &module,
                                           llvm::StringRef passes,
                                           const PipelineOptions &options) {
  return runLive(passes, options, [&] {
    return programOf(module,
                     options.method.empty() ? "forward" : options.method);
  });
}

llvm::Expected<PipelineResult> runPipeline(Graph &graph, llvm::StringRef passes,
                                           const PipelineOptions &options) {
  return runLive(passes, options, [&] { return programOf(graph); });
}

static llvm::Expected<PipelineResult>
runOnText(llvm::MemoryBufferRef text, const Pipeline &pipeline,
          const PipelineOptions &options) {
  llvm::Expected<Program> program = readDump(text, text.getBuffer());
  if (!program)
    return program.takeError();
  if (!options.method.empty())
    if (llvm::Error error = chooseEntry(*program, options.method, "method"))
      return error;
  if (options.verifyEach)
    if (llvm::Error error = verifyProgram(*program, text.getBufferIdentifier()))
      return error;
  return run(std::move(*program), pipeline, options.verifyEach);
}

llvm::Expected<PipelineResult> runPipeline(llvm::MemoryBufferRef text,
                                           llvm::StringRef passes,
                                           const PipelineOptions &options) {
  llvm::Expected<Pipeline> pipeline = pipelineFrom(passes, options);
  if (!pipeline)
    return pipeline.takeError();
  return guarded<llvm::Expected<PipelineResult>>(
      text.getBufferIdentifier(),
      [&] { return runOnText(text, *pipeline, options); });
}

llvm::Expected<std::string> PipelineResult::text() const {
  return guarded<llvm::Expected<std::string>>("result", [&] {
    std::string text;
    writeProgram(text, program);
    return text;
  });
}

llvm::Expected<std::string> textOf(const Graph &graph) {
  using Result = llvm::Expected<std::string>;
  return guarded<Result>("graph", [&]() -> Result {
    if (llvm::Error error = checkNesting(graph, "graph"))
      return error;
    std::string text;
    writeGraph(text, graph);
    return text;
  });
}

} // namespace hier
