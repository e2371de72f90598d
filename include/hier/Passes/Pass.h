//===- Pass.h - What a pass is ----------------------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A pass changes or reports on one item of a program at a time. Each is one
// file of lib/Passes and one line of Passes.def, or comes from a plugin.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_PASSES_PASS_H
#define HIER_PASSES_PASS_H

#include "hier/IR/Program.h"
#include "hier/Passes/PassOptions.h"
#include "llvm/ADT/MapVector.h"
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
  ///
  /// A pass object is used by one thread, and may run on several items.
  virtual llvm::Error run(Item &item) = 0;

  /// How much of what it has done so far, in the order of first mention.
  const llvm::MapVector<llvm::StringRef, size_t> &statistics() const {
    return counts;
  }

protected:
  /// Adds to a number of --statistics. Its name, such as "nodes tagged", must
  /// be a literal.
  void tally(llvm::StringLiteral what, size_t number = 1) {
    counts[what] += number;
  }

private:
  llvm::MapVector<llvm::StringRef, size_t> counts;
};

/// What Passes.def or a plugin says of a pass.
struct PassInfo {
  llvm::StringLiteral flag;
  llvm::StringLiteral summary;
  /// `key=VALUE: what it does`, one on each line; empty when it has none.
  llvm::StringLiteral options;
  llvm::Expected<std::unique_ptr<Pass>> (*create)(const PassOptions &);
  /// Does it change nothing, and leave a report with the item?
  bool isReport = false;
  /// Of a pass of libtorch's, the header that declares it; else empty.
  llvm::StringLiteral header = "";

  /// The keys of `options`, in order.
  llvm::SmallVector<llvm::StringRef> optionKeys() const;
};

/// The passes there are: those of Passes.def, and what plugins add.
class PassRegistry {
public:
  PassRegistry();

  /// Those of Passes.def alone.
  static const PassRegistry &builtin();

  /// Adds a pass, which must outlive the registry. An error when its flag is
  /// taken, or is not made of small letters, digits and single hyphens; it goes
  /// by `source`, the file that the pass is from.
  llvm::Error add(const PassInfo &pass, llvm::StringRef source = "passes");

  /// Sorted by flag.
  llvm::ArrayRef<const PassInfo *> passes() const { return sorted; }
  /// Null when there is none of that name.
  const PassInfo *find(llvm::StringRef flag) const;

private:
  std::vector<const PassInfo *> sorted;
};

} // namespace hier

#endif // HIER_PASSES_PASS_H
