//===- Strategy.h - What can be taken away from a program -------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A strategy sees a program as a list of opportunities: nodes that could go,
// scopes that could go. It knows how to take them; which are worth taking is
// for the search to find out (Reducer.h).
//
//===----------------------------------------------------------------------===//

#ifndef HIER_REDUCE_STRATEGY_H
#define HIER_REDUCE_STRATEGY_H

#include "hier/IR/Program.h"
#include "hier/Reduce/RangeSweep.h"
#include "llvm/ADT/ArrayRef.h"

namespace hier {

/// The opportunities that a strategy comes across, numbered as they come.
class Opportunities {
public:
  /// Those in `taken` are to be taken; by default none, which counts them.
  explicit Opportunities(Range taken = {}) : taken(taken) {}

  /// Is the next one to be taken?
  bool takeNext() {
    size_t number = seen++;
    return number >= taken.begin && number < taken.end;
  }
  size_t count() const { return seen; }

private:
  Range taken;
  size_t seen = 0;
};

/// One way to make a program smaller.
struct Strategy {
  llvm::StringRef name;
  /// Walks over `program`, asks `opportunities` once for each that there is,
  /// in the order of the text, and takes those it is told to take. It must
  ///  - find the same ones each time, in the same order, as far as the last
  ///    that is taken;
  ///  - leave a program that the verifier accepts and the reader reads;
  ///  - never make one larger so that another strategy's work is undone: when
  ///    each has been applied often enough, none finds any opportunity.
  /// One that cannot be taken after all is left as it is.
  void (*apply)(Program &program, Opportunities &opportunities);
};

/// Those that there are, from coarse to fine.
llvm::ArrayRef<Strategy> reductionStrategies();

} // namespace hier

#endif // HIER_REDUCE_STRATEGY_H
