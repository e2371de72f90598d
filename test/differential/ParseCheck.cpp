//===- ParseCheck.cpp - The reader against libtorch's parseIR -------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// hier-parse-check [--seeds=N] [--first-seed=N] [--print] [TEXT...]: makes N
// graphs at random, and takes those of the files TEXT, each after a line
// `#---`; reads each with Hier and with libtorch, and compares the two. With
// --lint, says of each file of dumps whether its graphs pass Graph::lint.
//
//===----------------------------------------------------------------------===//

#include "RandomGraph.h"
#include "SameGraph.h"
#include "hier/IR/Reader.h"
#include "hier/IR/ValueNames.h"
#include "hier/IR/Writer.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

#include <torch/csrc/jit/ir/irparser.h>

using namespace llvm;
using torch::jit::Graph;

static cl::opt<unsigned> seeds("seeds", cl::desc("How many random graphs"));
static cl::opt<unsigned> firstSeed("first-seed",
                                   cl::desc("Of the random ones"));
static cl::opt<bool> printTexts("print", cl::desc("Print the random graphs"));
static cl::opt<bool> onlyLint("lint", cl::desc("Pass dumps to Graph::lint"));
static cl::list<std::string> files(cl::Positional, cl::desc("TEXT..."));

namespace {

struct Difference {
  std::string text;
};

} // namespace

/// By libtorch, with the names and numbers that the text has: parseIR drops
/// those of what nodes define.
static std::shared_ptr<Graph> readByTorch(const std::string &text) {
  auto graph = std::make_shared<Graph>();
  std::unordered_map<std::string, torch::jit::Value *> values;
  try {
    torch::jit::parseIR(text, graph.get(), values,
                        /*parse_tensor_constants=*/true);
  } catch (const std::exception &error) {
    throw Difference{std::string("parseIR refuses it: ") + error.what()};
  }
  hier::ValueNamer namer(*graph);
  for (auto &[name, value] : values)
    namer.setName(*value, name);
  namer.finish();
  return graph;
}

static hier::Program readByHier(const std::string &text) {
  Expected<hier::Program> program =
      hier::readProgram(MemoryBufferRef(text, "text"));
  if (!program)
    throw Difference{"Hier refuses it: " + toString(program.takeError())};
  return std::move(*program);
}

static std::string writtenByHier(const hier::Program &program) {
  std::string written;
  hier::writeGraph(written, *program.items[0].graph);
  return written;
}

static void expectSame(const char *what, const std::string &expected,
                       const std::string &seen) {
  if (expected != seen)
    throw Difference{std::string(what) + ":\n" + expected + "--- is not\n" +
                     seen};
}

static void expectLint(const char *whose, Graph &graph) {
  try {
    graph.lint();
  } catch (const std::exception &error) {
    throw Difference{std::string(whose) +
                     " graph fails Graph::lint: " + error.what()};
  }
}

static void compareReaders(const std::string &text) {
  std::shared_ptr<Graph> expected = readByTorch(text);
  hier::Program program = readByHier(text);
  Graph &seen = *program.items[0].graph;
  if (auto difference = hier::firstDifference(*expected, seen))
    throw Difference{*difference};
  std::string canonical = expected->toString(/*print_source_locations=*/false);
  expectSame("what libtorch prints", canonical,
             seen.toString(/*print_source_locations=*/false));
  // That a node stands where a comment is like a location, parseIR drops.
  expectSame("what Hier prints", canonical, writtenByHier(program));
  expectSame("read again", canonical, writtenByHier(readByHier(canonical)));
  expectLint("parseIR's", *expected);
  expectLint("Hier's", seen);
}

/// Says what differs, and of which text.
static bool check(const std::string &text, const std::string &name) {
  try {
    compareReaders(text);
    return true;
  } catch (const Difference &difference) {
    outs() << name << ": " << difference.text << "\n--- in\n" << text << "\n";
    return false;
  }
}

/// The texts between lines `#---` of a file.
static std::vector<std::string> textsIn(StringRef path) {
  std::vector<std::string> texts;
  auto file = MemoryBuffer::getFile(path);
  if (!file)
    return texts;
  SmallVector<StringRef> parts;
  (*file)->getBuffer().split(parts, "#---\n");
  for (StringRef part : drop_begin(parts))
    texts.push_back(part.str());
  return texts;
}

//===----------------------------------------------------------------------===//
// Dumps
//===----------------------------------------------------------------------===//

/// How many graphs the dump has that pass, of how many; says what is wrong.
static std::pair<size_t, size_t> lintDump(const std::string &path) {
  ExitOnError exitOnError(path + ": ");
  auto file = exitOnError(errorOrToExpected(MemoryBuffer::getFile(path)));
  hier::Program program = exitOnError(hier::readProgram(*file));
  size_t passing = 0, total = 0;
  for (hier::Item &item : program.items)
    cantFail(forEachGraph(item, [&](std::shared_ptr<Graph> &graph) {
      ++total;
      try {
        expectLint("the", *graph);
        ++passing;
      } catch (const Difference &difference) {
        outs() << path << ": " << difference.text << '\n';
      }
      return Error::success();
    }));
  return {passing, total};
}

static int lintDumps() {
  size_t passing = 0, total = 0;
  for (const std::string &path : files) {
    auto [ofFile, graphs] = lintDump(path);
    passing += ofFile;
    total += graphs;
  }
  outs() << passing << " of " << total << " graphs pass Graph::lint\n";
  return passing == total && total > 0 ? 0 : 1;
}

int main(int argc, char **argv) {
  cl::ParseCommandLineOptions(argc, argv, "Hier's reader against parseIR\n");
  if (onlyLint)
    return lintDumps();
  size_t agreeing = 0, total = 0;
  for (const std::string &path : files)
    for (const std::string &text : textsIn(path)) {
      ++total;
      agreeing += check(text, path);
    }
  for (unsigned seed = firstSeed; seed < firstSeed + seeds; ++seed) {
    std::string text = hier::RandomGraph(seed).text();
    if (printTexts)
      outs() << "# seed " << seed << '\n' << text << '\n';
    ++total;
    agreeing += check(text, "seed " + std::to_string(seed));
  }
  outs() << agreeing << " of " << total << " graphs agree\n";
  return agreeing == total && total > 0 ? 0 : 1;
}
