//===- HierOptMain.h - The driver as a library ------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// hier-opt reads dumps, runs passes on them and prints them: all that its main
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

/// The exit status: 0, or 1 after errors on stderr. Give it to exitQuickly
/// (hier/Support/Exit.h), or return it from main: a program that was read alone
/// is not freed, since that takes as long as reading it.
int hierOptMain(int argc, char **argv, const HierOptConfig &config = {});

} // namespace hier

#endif // HIER_DRIVER_HIEROPTMAIN_H
