//===- Help.h - What --help and its kin print -----------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The options in groups, and passes by name, so that both fit a screen or two
// however many passes there are.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_DRIVER_HELP_H
#define HIER_LIB_DRIVER_HELP_H

#include "hier/Driver/HierOptMain.h"
#include "hier/Passes/Pass.h"
#include "llvm/Support/raw_ostream.h"

namespace hier {

void printHelp(llvm::raw_ostream &os, const HierOptConfig &config,
               const PassRegistry &registry);

/// What the pass does, its options, and of a pass of libtorch's its header.
void printHelpOfPass(llvm::raw_ostream &os, const PassInfo &pass);

/// The same for every pass.
void listPasses(llvm::raw_ostream &os, const PassRegistry &registry);

/// `hier-opt version ...` with those of LLVM and torch.
void printVersion(llvm::raw_ostream &os, llvm::StringRef toolName,
                  llvm::ArrayRef<llvm::StringRef> plugins);

} // namespace hier

#endif // HIER_LIB_DRIVER_HELP_H
