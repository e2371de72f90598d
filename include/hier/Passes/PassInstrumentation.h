//===- PassInstrumentation.h - Who watches a pipeline run -------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Printing the IR between passes, timing, leaving passes out: what is done
// around every pass, whichever it is.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_PASSES_PASSINSTRUMENTATION_H
#define HIER_PASSES_PASSINSTRUMENTATION_H

#include "hier/Passes/Pass.h"

namespace hier {

/// A pass in its place in a pipeline, and what it runs on.
struct PassRun {
  const PassInfo &info;
  const Pass &pass;
  /// `name{options}` as a pipeline spells it.
  llvm::StringRef spelling;
  /// Its place in the pipeline, from 1.
  size_t number;
  Program &program;
};

/// Each function is called once for each pass of a run, in this order. Watchers
/// nest: the one that is told first of the beginning is told last of the end.
class PassInstrumentation {
public:
  virtual ~PassInstrumentation() = default;

  /// A pass that one watcher leaves out is not run, and no more is said of it.
  virtual bool shouldRun(const PassRun &) { return true; }
  virtual llvm::Error beforePass(const PassRun &) {
    return llvm::Error::success();
  }
  /// The pass has done its work, which the verifier has not seen yet.
  virtual llvm::Error afterPass(const PassRun &) {
    return llvm::Error::success();
  }
  /// The verifier, if it runs, has nothing to say.
  virtual llvm::Error afterVerification(const PassRun &) {
    return llvm::Error::success();
  }
  /// The pass, or the verifier after it, gave an error, and the run ends.
  virtual void afterFailure(const PassRun &, llvm::StringRef message) {
    (void)message;
  }
};

} // namespace hier

#endif // HIER_PASSES_PASSINSTRUMENTATION_H
