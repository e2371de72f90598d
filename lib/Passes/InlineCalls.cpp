//===- InlineCalls.cpp - The pass inline-calls ----------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Makes of a module the flat graph of its entry method.
//
//===----------------------------------------------------------------------===//

#include "InlineItem.h"
#include "hier/Passes/Pass.h"

namespace hier {

namespace {

class InlineCalls : public Pass {
public:
  explicit InlineCalls(InlineOptions options) : options(options) {}

  llvm::Error run(Item &item) override {
    llvm::Expected<InlineCounts> counts = inlineItem(item, options);
    if (!counts)
      return counts.takeError();
    tally("calls inlined", counts->calls);
    tally("nodes made", counts->nodes);
    return llvm::Error::success();
  }

private:
  InlineOptions options;
};

} // namespace

llvm::Expected<std::unique_ptr<Pass>>
createInlineCallsPass(const PassOptions &options) {
  llvm::Expected<InlineOptions> inlining = inlineOptionsFrom(options);
  if (!inlining)
    return inlining.takeError();
  return std::make_unique<InlineCalls>(*inlining);
}

} // namespace hier
