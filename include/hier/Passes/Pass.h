//===- Pass.h - What a pass is ----------------------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A pass changes or reports on one item of a program at a time. Each is one
// file of lib/Passes and one line of Passes.def.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_PASSES_PASS_H
#define HIER_PASSES_PASS_H

#include "hier/IR/Program.h"
#include "hier/Passes/PassOptions.h"
#include "llvm/Support/Error.h"

namespace hier {

class Pass {
public:
  virtual ~Pass() = default;

  /// Runs on `item`. What it may assume: every value is defined before it is
  /// used, and names are unique in a graph. It must keep that. A pass that does
  /// not inline visits every graph that forEachGraph visits. After an error
  /// nothing of the program is printed.
  /// What a report pass has to tell goes to `item.reports`.
  virtual llvm::Error run(Item &item) = 0;
};

/// What Passes.def says of a pass.
struct PassInfo {
  llvm::StringLiteral flag;
  llvm::StringLiteral summary;
  /// `key=VALUE: what it does`, one on each line; empty when it has none.
  llvm::StringLiteral options;
  llvm::Expected<std::unique_ptr<Pass>> (*create)(const PassOptions &);
  /// Does it change nothing, and leave a report with the item?
  bool isReport = false;

  /// The keys of `options`, in order.
  llvm::SmallVector<llvm::StringRef> optionKeys() const;
};

/// All passes, sorted by flag.
llvm::ArrayRef<PassInfo> allPasses();
/// Null when there is none of that name.
const PassInfo *findPass(llvm::StringRef flag);

} // namespace hier

#endif // HIER_PASSES_PASS_H
