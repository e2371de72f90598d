//===- HierPaths.cpp - The main paths, for counting their instructions ---===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Usage: hier-paths MODULE-DUMP. Goes each path once to warm up and once for
// callgrind, which dumps a profile for each, with its name as the trigger;
// benchmarks/guard.py runs it and compares. Instructions are the same on every run,
// whatever else the machine does.
//
//===----------------------------------------------------------------------===//

#include "Workloads.h"
#include "hier/Analysis/Inliner.h"
#include "hier/Analysis/Tagger.h"
#include "hier/IR/Writer.h"

#include <valgrind/callgrind.h>

using namespace hier;

namespace {

/// The state that each path leaves for the next.
struct Run {
  std::string text;
  Program program;
  InlinedGraph flat;
  std::string written;
};

struct Path {
  const char *name;
  void (*go)(Run &run);
};

} // namespace

static const Path paths[] = {
    {"read", [](Run &run) { run.program = bench::parsed(run.text); }},
    {"inline",
     [](Run &run) {
       Item &item = run.program.items.at(0);
       auto method = llvm::cantFail(entryGraph(item));
       run.flat = llvm::cantFail(inlinedCopy(*method, *item.module));
     }},
    {"tag",
     [](Run &run) {
       writeTags(*run.flat.graph, *run.flat.calls, std::nullopt,
                 TagSelection::all());
     }},
    {"write", [](Run &run) { writeGraph(run.written, *run.flat.graph); }},
};

int main(int argc, char **argv) {
  if (argc != 2) {
    llvm::errs() << "usage: hier-paths MODULE-DUMP\n";
    return EXIT_FAILURE;
  }
  Run warm, counted;
  warm.text = counted.text = bench::readFile(argv[1]);
  for (const Path &path : paths)
    path.go(warm);
  for (const Path &path : paths) {
    CALLGRIND_START_INSTRUMENTATION;
    path.go(counted);
    CALLGRIND_STOP_INSTRUMENTATION;
    CALLGRIND_DUMP_STATS_AT(path.name);
  }
  return EXIT_SUCCESS;
}
