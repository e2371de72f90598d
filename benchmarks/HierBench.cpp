//===- HierBench.cpp - Hier and its peers, side by side in one process ---===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Usage: hier-bench FOLDER [Google Benchmark's options]. FOLDER has the dumps
// deep.module.ir and deep.inlined.ir of one model; utils/bench.py makes them, runs
// this, and prints the ratios as a table.
//
//===----------------------------------------------------------------------===//

#include "Pair.h"
#include "Workloads.h"
#include "hier/Analysis/Inliner.h"
#include "hier/Analysis/Tagger.h"
#include "hier/IR/NodeParts.h"
#include "hier/IR/StandIns.h"
#include "hier/IR/Writer.h"

#include <benchmark/benchmark.h>
#include <torch/csrc/jit/ir/irparser.h>
#include <torch/csrc/jit/passes/inliner.h>

using namespace torch::jit;

namespace hier::bench {

using Text = std::shared_ptr<const std::string>;

/// The same text, made into a graph by Hier and by libtorch.
static void addRead(const std::string &inlined) {
  std::shared_ptr<Graph> graph = graphOf(inlined);
  Text text = std::make_shared<const std::string>(shortText(*graph));
  add({.name = "read/short-lines",
       .peer = "torch::jit::parseIR",
       .nodes = countNodes(*graphOf(*text)),
       .bytes = text->size(),
       .hier = {nullptr, [=] { return holding(parsed(*text)); }},
       .other = {nullptr, [=] {
                   auto made = std::make_shared<Graph>();
                   parseIR(*text, made.get());
                   return made;
                 }}});
}

static void addWrite(const std::string &inlined) {
  std::shared_ptr<Graph> graph = printableCopy(*graphOf(inlined));
  std::string expected = graph->toString();
  std::string written;
  writeGraph(written, *graph);
  if (written != expected) {
    llvm::errs() << "hier-bench: Hier and libtorch print different texts\n";
    std::exit(EXIT_FAILURE);
  }
  add({.name = "write/graph",
       .peer = "Graph::toString",
       .nodes = countNodes(*graph),
       .bytes = written.size(),
       .hier = {nullptr,
                [=] {
                  std::string text;
                  writeGraph(text, *graph);
                  return holding(std::move(text));
                }},
       .other = {nullptr, [=] { return holding(graph->toString()); }}});
}

namespace {

/// A module whose forward is to be inlined.
struct Uninlined {
  explicit Uninlined(llvm::StringRef text) : program(parsed(text)) {
    method = llvm::cantFail(entryGraph(item()));
    // Inline compares constants; those of a text it takes for tensors.
    StandIns standIns;
    for (ModuleObject *object : allObjects(*item().module))
      for (Method &callee : object->methods)
        standIns.put(*callee.graph);
    copy = method->copy(); // Inline works in place.
  }

  Item &item() { return program.items.at(0); }
  std::shared_ptr<void> inlineByHier() {
    return holding(llvm::cantFail(inlinedCopy(*method, *item().module)));
  }
  std::shared_ptr<void> inlineByTorch() {
    Inline(*copy);
    return std::exchange(copy, nullptr);
  }

  Program program;
  std::shared_ptr<Graph> method;
  std::shared_ptr<Graph> copy;
};

} // namespace

/// Ours records the scopes as well. Theirs pools the constants of each callee
/// when it is first inlined, which makes fewer nodes and takes its time: once
/// for a module. An exporter inlines a module once.
static void addInline(const std::string &module) {
  auto first = std::make_shared<std::shared_ptr<Uninlined>>();
  auto readAnew = [=] { *first = std::make_shared<Uninlined>(module); };
  auto again = std::make_shared<Uninlined>(module);
  again->inlineByTorch();
  size_t nodes = countNodes(
      *llvm::cantFail(inlinedCopy(*again->method, *again->item().module)).graph);
  auto copyAnew = [=] { again->copy = again->method->copy(); };
  copyAnew();
  std::shared_ptr<Graph> theirs = again->copy;
  again->inlineByTorch();
  size_t theirNodes = countNodes(*theirs);
  add({.name = "inline/for-the-first-time",
       .peer = "torch::jit::Inline",
       .nodes = nodes,
       .turns = 9,
       .hier = {readAnew, [=] { return (*first)->inlineByHier(); }},
       .other = {readAnew, [=] { return (*first)->inlineByTorch(); }}});
  add({.name = "inline/once-more",
       .peer = "torch::jit::Inline",
       .nodes = nodes,
       .peerNodes = theirNodes,
       .hier = {nullptr, [=] { return again->inlineByHier(); }},
       .other = {copyAnew, [=] { return again->inlineByTorch(); }}});
}

static void addTag(const std::string &module) {
  llvm::ExitOnError orExit("hier-bench: ");
  auto program = std::make_shared<Program>(parsed(module));
  Item &item = program->items.at(0);
  std::shared_ptr<Graph> method = orExit(entryGraph(item));
  auto flat = std::make_shared<InlinedGraph>();
  auto inlineAnew = [=, &item, keep = program] {
    *flat = llvm::cantFail(inlinedCopy(*method, *item.module));
  };
  inlineAnew();
  add({.name = "tag",
       .peer = "Node::s_ on every node",
       .nodes = countNodes(*flat->graph),
       .hier = {inlineAnew,
                [=]() -> std::shared_ptr<void> {
                  writeTags(*flat->graph, *flat->calls, std::nullopt, {});
                  return nullptr;
                }},
       .other = {inlineAnew, [=]() -> std::shared_ptr<void> {
                   c10::Symbol tag = c10::Symbol::attr("hierarchy_tag");
                   for (Node *node : allNodes(*flat->graph))
                     node->s_(tag, "/GPT2LMHeadModel/GPT2Model/GPT2Block.0");
                   return nullptr;
                 }}});
}

/// Reading, as the text grows, beside making as many bare nodes: libtorch's own
/// price of a node grows as well.
static void addGrowth(const std::string &inlined) {
  std::shared_ptr<Graph> graph = graphOf(inlined);
  for (size_t nodes : {1'000, 10'000, 100'000, 1'000'000}) {
    auto text = std::make_shared<Text>();
    auto like = std::make_shared<std::shared_ptr<Graph>>();
    // Only when its turn comes: a million nodes take a gigabyte.
    auto make = [=] {
      if (*text)
        return;
      *text = std::make_shared<const std::string>(repeated(*graph, nodes));
      *like = graphOf(**text);
    };
    add({.name = "growth/" + std::to_string(nodes),
         .peer = "Graph::create and appendNode",
         .nodes = nodes,
         .turns = nodes < 1'000'000 ? 21 : 5,
         .hier = {make, [=] { return holding(parsed(**text)); }},
         .other = {make, [=] { return bareCopy(**like); }}});
  }
}

static void addAll(const std::string &folder) {
  std::string inlined = readFile(folder + "/deep.inlined.ir");
  std::string module = readFile(folder + "/deep.module.ir");
  addRead(inlined);
  addWrite(inlined);
  addInline(module);
  addTag(module);
  addGrowth(inlined);
}

} // namespace hier::bench

int main(int argc, char **argv) {
  benchmark::Initialize(&argc, argv);
  if (argc != 2) {
    llvm::errs() << "usage: hier-bench FOLDER [--benchmark_...]\n";
    return EXIT_FAILURE;
  }
  hier::bench::addAll(argv[1]);
  benchmark::RunSpecifiedBenchmarks();
  return EXIT_SUCCESS;
}
