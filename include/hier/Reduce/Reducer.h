//===- Reducer.h - The search for a smaller program -------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Tries strategy after strategy, from coarse to fine and again from the start,
// until nothing can be taken any more. Whether a candidate still shows what is
// looked for is for a test to say, of which several may run at once.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_REDUCE_REDUCER_H
#define HIER_REDUCE_REDUCER_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <functional>
#include <string>

namespace hier {

enum class Verdict { Interesting, Uninteresting, Interrupted };

/// What finds out whether texts are interesting.
class CandidateTester {
public:
  virtual ~CandidateTester() = default;

  /// How many tests may have been started and neither waited for nor cancelled.
  virtual size_t width() const = 0;
  /// Starts to test `text` and gives the number of the test, which is below
  /// width(). The text need not live longer than the call.
  virtual llvm::Expected<size_t> start(llvm::StringRef text) = 0;
  /// Waits for the test of that number to end.
  virtual Verdict wait(size_t test) = 0;
  /// The result is of no interest any more.
  virtual void cancel(size_t test) = 0;
};

/// Where a reduction is, and at last how it ended.
struct Reduction {
  std::string text; ///< The smallest that is interesting.
  size_t tests = 0; ///< Candidates that were tested.
  size_t broken =
      0; ///< Candidates that the verifier refused: strategies erred.
  llvm::StringRef strategy; ///< What was tried last.
  enum { Running, Smallest, TestsUsedUp, Interrupted } state = Running;
};

struct ReductionOptions {
  size_t maxTests = 0; ///< 0 stands for any number.
  /// Called after each test, and when a smaller text was found.
  std::function<void(const Reduction &)> onTest = [](const Reduction &) {};
  std::function<llvm::Error(const Reduction &)> onSmaller =
      [](const Reduction &) { return llvm::Error::success(); };
};

/// Reduces `text`, which is interesting and as the writer prints it. The result
/// does not depend on the tester's width. An error is one of the tester or of
/// `onSmaller`.
llvm::Expected<Reduction> reduceText(llvm::StringRef text,
                                     CandidateTester &tester,
                                     const ReductionOptions &options = {});

} // namespace hier

#endif // HIER_REDUCE_REDUCER_H
