//===- TestReduction.h - Strategies by name, for tests ----------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Applies a strategy to text, and makes sure that what is left is a program.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_TEST_UNIT_REDUCE_TESTREDUCTION_H
#define HIER_TEST_UNIT_REDUCE_TESTREDUCTION_H

#include "../IR/TestGraphs.h"
#include "hier/IR/Verifier.h"
#include "hier/Reduce/Strategy.h"
#include "llvm/ADT/STLExtras.h"

namespace hier::test {

inline std::string write(const Program &program) {
  std::string text;
  writeProgram(text, program);
  return text;
}

inline const Strategy &strategy(llvm::StringRef name) {
  return *llvm::find_if(reductionStrategies(), [&](const Strategy &strategy) {
    return strategy.name == name;
  });
}

/// How many opportunities there are; ~0 when to count them changes the text.
inline size_t countOf(const Strategy &strategy, llvm::StringRef text) {
  Program program = read(text);
  Opportunities none;
  strategy.apply(program, none);
  return write(program) == write(read(text)) ? none.count() : ~size_t(0);
}

/// What is left of `text`; with a message in front when that is no program, or
/// is not printed as it is read.
inline std::string taken(const Strategy &strategy, llvm::StringRef text,
                         Range range) {
  Program program = read(text);
  Opportunities opportunities(range);
  strategy.apply(program, opportunities);
  if (llvm::Error error = verifyProgram(program))
    return llvm::toString(std::move(error));
  std::string left = write(program);
  llvm::Expected<Program> again = readProgram({left, "left"});
  if (!again)
    return llvm::toString(again.takeError()) + "\n" + left;
  return write(*again) == left ? left : "not a fixed point\n" + left;
}

} // namespace hier::test

#endif // HIER_TEST_UNIT_REDUCE_TESTREDUCTION_H
