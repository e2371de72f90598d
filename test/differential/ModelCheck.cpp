//===- ModelCheck.cpp - One model, checked --------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each check stands alone: where one fails or throws, the others still run.
//
//===----------------------------------------------------------------------===//

#include "ModelCheck.h"

#include "GraphComparison.h"
#include "ReferenceInliner.h"
#include "SameValue.h"
#include "hier/Analysis/Inliner.h"
#include "hier/IR/ValueNames.h"
#include "hier/IR/Writer.h"
#include "hier/Passes/Pipeline.h"

#include <ATen/Context.h>
#include <torch/csrc/jit/serialization/import.h>

using namespace torch::jit;

namespace hier {

void ModelCheck::run() {
  attempt("load", [&] { load(); });
  if (!lines.empty())
    return;
  attempt("inline", [&] { compareWithLibtorch(); });
  attempt("lint", [&] { checkLint(); });
  attempt("run inlined", [&] { checkFlatRun(); });
  attempt("run tagged", [&] { checkTaggedRun(); });
  attempt("strip", [&] { checkStripped(); });
  attempt("writer", [&] { checkWriter(); });
  attempt("callees", [&] { checkCalleesUnchanged(); });
}

//===----------------------------------------------------------------------===//
// Findings
//===----------------------------------------------------------------------===//

void ModelCheck::report(const char *step, const std::string &what) {
  lines.push_back(std::string(step) + ": " + what);
}

void ModelCheck::expect(bool holds, const char *step, const std::string &what) {
  if (!holds)
    report(step, what);
}

void ModelCheck::attempt(const char *step, llvm::function_ref<void()> check) {
  try {
    check();
  } catch (const c10::Error &error) {
    report(step, error.what_without_backtrace());
  } catch (const std::exception &error) {
    report(step, error.what());
  }
}

static void throwIf(llvm::Error error) {
  if (error)
    throw std::runtime_error(llvm::toString(std::move(error)));
}

//===----------------------------------------------------------------------===//
// The model
//===----------------------------------------------------------------------===//

void ModelCheck::load() {
  module = torch::jit::load(path + ".pt");
  module.eval();
  c10::IValue saved = torch::jit::load(path + ".inputs.pt").forward({});
  inputs = saved.toListRef().vec();
  calleesBefore = calleeTexts();
  at::manual_seed(0);
  expectedOutput = module.deepcopy().forward(inputs);
  flat = copyGraph(*module.get_method("forward").graph());
  throwIf(inlineCalls(*flat, *objectTreeOf(module)).takeError());
}

/// The flat graph that a pipeline makes of the module, as hier-opt runs it, but
/// for the entry's graph: the passes change it, and the module keeps its own.
std::shared_ptr<Graph> ModelCheck::runPasses(llvm::StringRef passes) const {
  Pipeline pipeline;
  throwIf(pipeline.append(passes, "passes"));
  Program program;
  Item &item = program.items.emplace_back();
  item.module = objectTreeOf(module);
  item.unit = module._ivalue()->compilation_unit();
  Method *entry = item.module->findMethod("forward");
  entry->graph = copyGraph(*entry->graph);
  throwIf(pipeline.run(program));
  return item.graph;
}

/// The text of every method and function that came with the model.
std::vector<std::string> ModelCheck::calleeTexts() const {
  std::vector<std::string> texts;
  for (Function *function :
       module._ivalue()->compilation_unit()->get_functions())
    if (GraphFunction *callee = tryToGraphFunction(*function))
      texts.push_back(callee->graph()->toString());
  return texts;
}

/// A model may change its own buffers: each run gets a new copy.
c10::IValue ModelCheck::runGraph(const std::shared_ptr<Graph> &graph) const {
  GraphFunction function("flat", graph->copy(), nullptr);
  Stack stack = {module.deepcopy()._ivalue()};
  stack.insert(stack.end(), inputs.begin(), inputs.end());
  module.get_method("forward").function().getSchema().checkAndNormalizeInputs(
      stack);
  at::manual_seed(0);
  function.run(stack);
  return stack.back();
}

//===----------------------------------------------------------------------===//
// What is asked of it
//===----------------------------------------------------------------------===//

void ModelCheck::compareWithLibtorch() {
  checkNoCallIsLeft();
  compareUnoptimized();
  compareOptimized();
}

void ModelCheck::checkNoCallIsLeft() {
  if (size_t left = countKnownCalls(*flat))
    report("inline", std::to_string(left) + " calls of known bodies are left");
}

/// Node for node, constants and dead nodes too.
void ModelCheck::compareUnoptimized() {
  std::shared_ptr<Graph> expected =
      module.get_method("forward").graph()->copy();
  std::shared_ptr<Graph> seen = flat->copy();
  inlineWithLibtorch(expected, module, /*optimize=*/false);
  resolveInterfaces(*seen, module);
  GraphComparison comparison(ConstantPlaces::Matter);
  if (auto difference = comparison.compare(*expected, *seen))
    report("inline", *difference);
  nodes = comparison.nodesCompared();
}

/// As torch::jit::Inline stands, which optimises each callee first.
void ModelCheck::compareOptimized() {
  std::shared_ptr<Graph> expected =
      module.get_method("forward").graph()->copy();
  std::shared_ptr<Graph> seen = flat->copy();
  inlineWithLibtorch(expected, module, /*optimize=*/true);
  resolveInterfaces(*seen, module);
  normalize(expected);
  normalize(seen);
  GraphComparison comparison(ConstantPlaces::DoNotMatter);
  if (auto difference = comparison.compare(*expected, *seen))
    report("inline, optimized", *difference);
}

void ModelCheck::checkLint() { flat->lint(); }

void ModelCheck::checkFlatRun() {
  expect(sameValue(expectedOutput, runGraph(flat)), "run inlined",
         "the outputs differ");
}

static constexpr llvm::StringLiteral
    tagging("tag-hierarchy{attributes=tag,path,call,origins,evidence}");

void ModelCheck::checkTaggedRun() {
  tagged = runPasses(tagging);
  tagged->lint();
  expect(sameValue(expectedOutput, runGraph(tagged)), "run tagged",
         "the outputs differ");
}

void ModelCheck::checkStripped() {
  auto stripped = runPasses((tagging + ",strip-hierarchy").str());
  expect(stripped->toString() == flat->toString(), "strip",
         "tagged and stripped is not what inlining makes");
}

/// Graphs print as libtorch prints them.
void ModelCheck::checkWriter() {
  std::vector<std::shared_ptr<Graph>> graphs = {flat, tagged};
  for (Function *function :
       module._ivalue()->compilation_unit()->get_functions())
    if (GraphFunction *callee = tryToGraphFunction(*function))
      graphs.push_back(callee->graph());
  for (const std::shared_ptr<Graph> &graph : graphs) {
    std::string text;
    writeGraph(text, *graph);
    expect(text == graph->toString(), "writer",
           "hier and libtorch print differently:\n" + text + graph->toString());
  }
}

void ModelCheck::checkCalleesUnchanged() {
  expect(calleeTexts() == calleesBefore, "callees", "they are changed");
}

} // namespace hier
