//===- Reproducer.h - A file that shows what went wrong ---------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What --crash-reproducer writes and --run-reproducer reads: a dump whose first
// line is a comment with the passes to run.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_INSTRUMENTATION_REPRODUCER_H
#define HIER_INSTRUMENTATION_REPRODUCER_H

#include "hier/Instrumentation/ProgramName.h"
#include "hier/Passes/PassInstrumentation.h"
#include "llvm/Support/MemoryBufferRef.h"
#include "llvm/Support/raw_ostream.h"

#include <memory>
#include <string>

namespace hier {

/// What a run takes besides its input: what a reproducer's first line holds.
struct ReproducedRun {
  std::string pipeline = {};
  std::string method = {}; // empty unless it was given
  bool verifyEach = true;
};

/// `# hier-opt: --method='name' --pass-pipeline='...'`, a line with its end.
std::string reproducerLine(const ReproducedRun &run);

/// Reads that line from the comments at the beginning of `part`, a part of
/// `text`. Only what reproducerLine writes is taken: a file that someone sends
/// chooses passes, and nothing else.
llvm::Expected<ReproducedRun> readReproducer(llvm::MemoryBufferRef text,
                                             llvm::StringRef part);

struct ReproducerConfig {
  std::string file = {}; // empty for none
  /// Keep only the pass that fails, with the IR before it.
  bool isLocal = false;

  bool isOn() const { return !file.empty(); }
};

/// Writes a reproducer when a pass fails, or when a signal ends the process
/// while one runs. It has the passes up to that one.
class Reproducer : public PassInstrumentation {
public:
  /// What `run` says of the pipeline does not matter.
  Reproducer(const ReproducerConfig &config, ReproducedRun run,
             ProgramName program, llvm::raw_ostream &log);
  ~Reproducer() override;

  llvm::Error beforePass(const PassRun &run) override;
  llvm::Error afterVerification(const PassRun &run) override;
  void afterFailure(const PassRun &run, llvm::StringRef message) override;

  /// Has a pass failed?
  bool isWritten() const { return written; }

private:
  class CrashFile;

  void prepare(const PassRun &run);

  const ReproducerConfig &config;
  ReproducedRun run;
  ProgramName program;
  llvm::raw_ostream &log;
  std::string text; // the IR
  std::string line; // the comment above it
  bool written = false;
  std::unique_ptr<CrashFile> crashFile;
};

} // namespace hier

#endif // HIER_INSTRUMENTATION_REPRODUCER_H
