//===- JitPipeline.cpp - A pipeline for graphs of the JIT -----------------===//
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

#include "JitPipeline.h"

#include "hier/IR/NodeParts.h"
#include "hier/IR/TorchFailure.h"
#include "hier/IR/ValueNames.h"
#include "hier/Interop/LiveProgram.h"
#include "hier/Support/Diagnostic.h"
#include "hier/Support/Files.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"

#include <torch/csrc/jit/runtime/interpreter.h>

#include <cstdio>

using namespace torch::jit;

namespace hier {

//===----------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------===//

/// Makes the folder. Gives its name where the working directory is another.
static llvm::Expected<std::string> makeFolder(llvm::StringRef folder) {
  if (folder.empty())
    return "";
  llvm::SmallString<128> path(folder);
  std::error_code error = llvm::sys::fs::make_absolute(path);
  if (!error)
    error = llvm::sys::fs::create_directories(path);
  if (error)
    return errorIn(folder, "the folder cannot be made: " +
                               llvm::Twine(error.message()));
  return path.str().str();
}

llvm::Expected<std::shared_ptr<JitPipeline>>
JitPipeline::read(std::string passes, llvm::StringRef folder,
                  llvm::StringRef source) {
  if (llvm::StringRef(passes).trim().empty())
    return errorIn(source, "no pass is named");
  Pipeline pipeline;
  if (llvm::Error error = pipeline.append(passes, source))
    return error;
  llvm::Expected<std::string> made = makeFolder(folder);
  if (!made)
    return made.takeError();
  std::shared_ptr<JitPipeline> result(
      new JitPipeline(std::move(passes), std::move(*made)));
  result->giveBack(std::move(pipeline));
  return result;
}

/// A lock around the run would do without another copy. But a graph may wait
/// for Python's lock, and whoever has that for this one.
llvm::Expected<Pipeline> JitPipeline::take() {
  {
    std::lock_guard<std::mutex> lock(mutex);
    if (!idle.empty()) {
      Pipeline last = std::move(idle.back());
      idle.pop_back();
      return last;
    }
  }
  Pipeline another;
  if (llvm::Error error = another.append(passes, "pipeline"))
    return error;
  return another;
}

void JitPipeline::giveBack(Pipeline pipeline) {
  std::lock_guard<std::mutex> lock(mutex);
  idle.push_back(std::move(pipeline));
}

//===----------------------------------------------------------------------===//
// Files
//===----------------------------------------------------------------------===//

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

//===----------------------------------------------------------------------===//
// Runs
//===----------------------------------------------------------------------===//

llvm::Expected<PipelineResult> JitPipeline::resultOn(Graph &graph) {
  llvm::Expected<Program> program = programOf(graph);
  if (!program)
    return program.takeError();
  program->items.front().calls =
      std::make_shared<StackSource>(records, CallsInProgress::ofThisThread());
  llvm::Expected<Pipeline> pipeline = take();
  if (!pipeline)
    return pipeline.takeError();
  auto result = runPipeline(std::move(*program), *pipeline);
  giveBack(std::move(*pipeline));
  return result;
}

/// keepRunnable makes a type that is None's, of what is None.
static bool haveOneType(const Value *made, const Value *before) {
  return *made->type() == *before->type() ||
         made->type()->kind() == c10::TypeKind::NoneType;
}

static bool areAlike(const Node *made, const Node *before) {
  return made->kind() == before->kind() &&
         made->inputs().size() == before->inputs().size() &&
         llvm::equal(made->outputs(), before->outputs(), haveOneType);
}

static size_t countGuards(Graph &graph) {
  return llvm::count_if(allNodes(graph), [](const Node *node) {
    return node->kind() == prim::Guard;
  });
}

/// An error where libtorch cannot run `made`, what passes have made of `graph`.
/// To compile fused nodes takes long, so that is not tried where nodes and
/// types are the same: passes that tag or report leave these.
static llvm::Error checkRunnable(Graph &made, Graph &graph) {
  if (llvm::equal(made.inputs(), graph.inputs(), haveOneType) &&
      llvm::equal(allNodes(made), allNodes(graph), areAlike))
    return llvm::Error::success();
  // The interpreter takes them, and stops when it comes to one.
  if (countGuards(made) > countGuards(graph))
    return errorIn("pipeline",
                   "libtorch cannot run what it makes: 'prim::Guard' "
                   "is for a pass that does not come");
  auto message = failureOf([&] { Code(copyGraph(made), "checkRunnable"); });
  if (message)
    return errorIn("pipeline", "libtorch cannot run what it makes: " +
                                   llvm::Twine(*message));
  return llvm::Error::success();
}

/// Appends to `graph` the nodes of `by`. Gives what they give in the place of
/// its outputs; where libtorch throws, `graph` has no more nodes than before.
static std::vector<Value *> append(Graph &graph, Graph &by) {
  Node *last = graph.return_node()->prev();
  WithInsertPoint end(graph.return_node());
  try {
    return insertGraph(graph, by, graph.inputs());
  } catch (...) {
    while (graph.return_node()->prev() != last)
      graph.return_node()->prev()->destroy();
    throw;
  }
}

/// Gives `graph` the nodes and the outputs of `by`, which has as many. What may
/// throw comes first.
static void replaceContents(Graph &graph, Graph &by) {
  std::vector<Node *> old(graph.nodes().begin(), graph.nodes().end());
  std::vector<Value *> outputs = append(graph, by);
  for (auto [index, output] : llvm::enumerate(outputs))
    graph.return_node()->replaceInput(index, output);
  for (Node *node : llvm::reverse(old))
    node->destroy();
  for (auto [input, made] : llvm::zip_equal(graph.inputs(), by.inputs()))
    input->setType(made->type());
}

llvm::Error JitPipeline::run(Graph &graph, const std::string &name) {
  llvm::Expected<PipelineResult> result = resultOn(graph);
  if (!result)
    return result.takeError();
  Graph &made = *result->graph();
  if (made.inputs().size() != graph.inputs().size() ||
      made.outputs().size() != graph.outputs().size())
    return errorIn("pipeline", "it has changed how many inputs or outputs a "
                               "graph has, which libtorch relies on");
  if (llvm::Error error = checkRunnable(made, graph))
    return error;
  if (!folder.empty()) {
    if (llvm::Error error = dump(*result, folder, name))
      return withoutName(std::move(error), folder);
  } else if (!result->reports.empty()) {
    std::fprintf(stdout, "%s\n", result->reports.c_str());
  }
  if (auto message = failureOf([&] { replaceContents(graph, made); }))
    return errorIn("pipeline", "libtorch gives up: " + llvm::Twine(*message));
  return llvm::Error::success();
}

} // namespace hier
