//===- Bisection.h - Only the first passes ----------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What --opt-bisect-limit means: where a result is wrong, the number at which
// it becomes so names the pass.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_INSTRUMENTATION_BISECTION_H
#define HIER_INSTRUMENTATION_BISECTION_H

#include "hier/Instrumentation/ProgramName.h"
#include "hier/Passes/PassInstrumentation.h"
#include "llvm/Support/raw_ostream.h"

namespace hier {

/// Lets the first `limit` passes run, or all if it is below 0, and tells of
/// each pass whether it runs.
class Bisection : public PassInstrumentation {
public:
  Bisection(int64_t limit, ProgramName program, llvm::raw_ostream &log)
      : limit(limit), program(std::move(program)), log(log) {}

  bool shouldRun(const PassRun &run) override;

private:
  int64_t limit;
  ProgramName program;
  llvm::raw_ostream &log;
};

} // namespace hier

#endif // HIER_INSTRUMENTATION_BISECTION_H
