//===- ProgramGenerator.h - A valid program from any bytes ------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Bytes decide what the next graph, module, node or word is, so that a fuzzer
// that changes bytes changes programs. Nothing but the size is bounded: the
// text is one that Hier must read, and print as it is.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_TEST_FUZZ_PROGRAMGENERATOR_H
#define HIER_TEST_FUZZ_PROGRAMGENERATOR_H

#include "GraphGenerator.h"

#include <string>

namespace hier::fuzz {

class ProgramGenerator {
public:
  explicit ProgramGenerator(FuzzedDataProvider &source)
      : words(source), graphs(words, classes) {}

  /// The text of one to three bare graphs and module dumps.
  std::string generate();

private:
  void makeClasses();
  void makeMembers(ClassSpec &made);
  void appendModule(size_t indent, size_t index, size_t depth);
  void appendMembers(size_t indent, llvm::StringRef section,
                     llvm::ArrayRef<MemberSpec> members, size_t childCount);
  void appendMethods(size_t indent, size_t index);

  std::string text;
  Vocabulary words;
  std::vector<ClassSpec> classes;
  GraphGenerator graphs;
  size_t moduleBudget = 0;
};

} // namespace hier::fuzz

#endif // HIER_TEST_FUZZ_PROGRAMGENERATOR_H
