//===- TestDiffs.h - Differences of texts, for tests ------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Views of text that is known to be right, and what hier-diff prints of two.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_TEST_UNIT_DIFF_TESTDIFFS_H
#define HIER_TEST_UNIT_DIFF_TESTDIFFS_H

#include "../../../lib/Diff/DiffPrinter.h"
#include "hier/IR/Reader.h"

namespace hier::test {

inline ModelView viewOfText(llvm::StringRef text, llvm::StringRef name = "") {
  Program program = llvm::cantFail(readProgram({text, "text"}));
  return llvm::cantFail(viewOf(program.items.front(), name));
}

inline std::string printed(ModelView before, ModelView after,
                           DiffAspects aspects = DiffAspects::byDefault(),
                           const DiffPrinting &printing = {}) {
  ItemDiff item;
  item.diff = diffOf(before, after, aspects);
  item.before = std::move(before);
  item.after = std::move(after);
  std::string text;
  llvm::raw_string_ostream os(text);
  printDiffs(os, item, printing);
  return text;
}

inline std::string printed(llvm::StringRef before, llvm::StringRef after,
                           DiffAspects aspects = DiffAspects::byDefault()) {
  return printed(viewOfText(before, "A"), viewOfText(after, "B"), aspects);
}

inline DiffAspects without(DiffAspect aspect) {
  DiffAspects aspects = DiffAspects::byDefault();
  aspects.set(aspect, false);
  return aspects;
}

constexpr llvm::StringLiteral equal = "no differences\n";

} // namespace hier::test

#endif // HIER_TEST_UNIT_DIFF_TESTDIFFS_H
