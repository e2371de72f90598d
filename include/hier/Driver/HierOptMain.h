//===- HierOptMain.h - The driver as a library ------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// hier-opt reads a dump, runs passes on it and prints it: all that its main
// does is to call this.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_DRIVER_HIEROPTMAIN_H
#define HIER_DRIVER_HIEROPTMAIN_H

#include "llvm/ADT/StringRef.h"

namespace hier {

/// What a tool built on the driver may choose.
struct HierOptConfig {
  llvm::StringRef toolName = "hier-opt";
  llvm::StringRef overview = "pass driver for TorchScript IR";
};

/// The exit status: 0, or 1 after one error on stderr. Call it once in a
/// process, for LLVM's command line is global, and return what it returns: the
/// program that it read is not freed, since that takes as long as reading it.
int hierOptMain(int argc, char **argv, const HierOptConfig &config = {});

} // namespace hier

#endif // HIER_DRIVER_HIEROPTMAIN_H
