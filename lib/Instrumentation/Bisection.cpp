//===- Bisection.cpp - Only the first passes ------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The lines are those that LLVM's tools print.
//
//===----------------------------------------------------------------------===//

#include "hier/Instrumentation/Bisection.h"

namespace hier {

bool Bisection::shouldRun(const PassRun &run) {
  bool runs = limit < 0 || run.number <= static_cast<uint64_t>(limit);
  log << "BISECT: " << (runs ? "running" : "NOT running") << " pass ("
      << run.number << ") " << run.spelling << " on " << program.spell()
      << '\n';
  return runs;
}

} // namespace hier
