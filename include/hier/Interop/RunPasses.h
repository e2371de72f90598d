//===- RunPasses.h - Hier's passes in another program -----------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For a program that has a module or a graph of its own, such as an exporter.
// What goes wrong is an error that the caller gets, and nothing that libtorch
// throws gets past these functions.
//
// What holds for all of them:
//  - A module is never changed, and may be used by others meanwhile if they do
//    not change it either.
//  - A graph must be well formed, as verifyGraph (hier/IR/Verifier.h) says, and
//    nobody may change it meanwhile.
//  - A graph that comes back runs in libtorch's interpreter as the one given
//    does: see keepRunnable. It refers to the classes of the module, and the
//    module's compilation unit must live as long, as that of any graph.
//  - Graphs that are printed or run by Python code (prim::PythonOp) need
//    Python's lock held.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_INTEROP_RUNPASSES_H
#define HIER_INTEROP_RUNPASSES_H

#include "hier/Analysis/Inliner.h"
#include "hier/Analysis/Tagger.h"
#include "hier/Passes/Pipeline.h"
#include "llvm/Support/MemoryBufferRef.h"

#include <string>

namespace hier {

/// A new graph of what `method` of `module` runs, every call in it inlined, and
/// each node's scope the stack of modules that ran it; with it, what has been
/// found out about the calls.
///
/// Errors: there is no such method, the calls are recursive or run more than
/// `options.maxNodes` nodes, or libtorch has thrown.
///
/// A graph without its module is inlined by runPipeline(graph, "inline-calls").
llvm::Expected<InlinedGraph> inlineCalls(const torch::jit::Module &module,
                                         const std::string &method = "forward",
                                         const InlineOptions &options = {});

struct TagOptions {
  /// How tags are spelt; where there is none, the root's class decides.
  std::optional<TagPolicy> policy;
  /// Which attributes are written: hierarchy_tag and so on.
  TagSelection selection = TagSelection::all();
  InlineOptions inlining;
};

/// The graph that inlineCalls makes of `module`, tagged. Errors are those of
/// inlineCalls.
llvm::Expected<std::shared_ptr<torch::jit::Graph>>
tagHierarchy(const torch::jit::Module &module, const TagOptions &options = {},
             const std::string &method = "forward");

/// Tags `graph`, in place. Its modules and calls are those that its scopes, its
/// prim::GetAttr nodes and its call stacks tell of, its root's class that of
/// its first input; calls that are not inlined are tagged as calls. Where there
/// are call stacks, the methods of the classes are read too: nobody may compile
/// into their unit meanwhile, but for Python, whose lock is taken. After an
/// error, which is one that libtorch has thrown, the graph has no tag or some.
llvm::Error tagHierarchy(torch::jit::Graph &graph,
                         const TagOptions &options = {});

/// What a pipeline has made.
struct PipelineResult {
  /// One item, or where a text was given as many as that has. It keeps alive
  /// what its graphs refer to, but for those of a lone graph that was given.
  Program program;
  /// The JSON of the reports, as hier-opt --report-format=json prints it; empty
  /// where no pass is a report.
  std::string reports;

  /// The first graph; null where the item is a module, still: nothing was
  /// inlined.
  const std::shared_ptr<torch::jit::Graph> &graph() const {
    return program.items.front().graph;
  }
  /// All of it, as hier-opt prints it. Large: a line for each node. An error
  /// where libtorch cannot print a value or a type.
  llvm::Expected<std::string> text() const;
};

struct PipelineOptions {
  /// The method of a module that is run, `forward` where it is empty. A graph
  /// has none.
  std::string method;
  /// Is the program verified before the first pass and after each?
  bool verifyEach = true;
  /// The passes that there are; it must outlive the call.
  const PassRegistry *registry = &PassRegistry::builtin();
};

/// Runs on copies of the module's graphs the passes that `passes` names, which
/// is spelt as for hier-opt: `inline-calls,tag-hierarchy{policy=all}`. An empty
/// text runs none.
///
/// Errors: one that points into `passes`, which goes by the name `pipeline`,
/// one of a pass, which names it, or those of programOf
/// (hier/Interop/LiveProgram.h).
llvm::Expected<PipelineResult> runPipeline(const torch::jit::Module &module,
                                           llvm::StringRef passes,
                                           const PipelineOptions &options = {});

/// The same on a copy of `graph`.
llvm::Expected<PipelineResult> runPipeline(torch::jit::Graph &graph,
                                           llvm::StringRef passes,
                                           const PipelineOptions &options = {});

/// The same on a text, or on the bytes of an archive, which libtorch loads
/// safely only where it is trusted. `text` ends in a zero byte; errors in it
/// have their place. Graphs are left as hier-opt leaves them: call keepRunnable
/// on one that is to be run.
llvm::Expected<PipelineResult> runPipeline(llvm::MemoryBufferRef text,
                                           llvm::StringRef passes,
                                           const PipelineOptions &options = {});

/// The same on a program that programOf has made, which was verified then. A
/// pipeline counts what its passes do: it is for one thread at a time.
llvm::Expected<PipelineResult>
runPipeline(Program program, const Pipeline &pipeline, bool verifyEach = true);

/// `graph` as hier-opt prints it, which is as torch does.
llvm::Expected<std::string> textOf(const torch::jit::Graph &graph);

} // namespace hier

#endif // HIER_INTEROP_RUNPASSES_H
