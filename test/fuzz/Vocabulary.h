//===- Vocabulary.h - The words of generated programs -----------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a generated program is spelt with: names, types, kinds, attributes,
// scopes. Mostly the usual ones, and now and then those that only just can be
// read.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_TEST_FUZZ_VOCABULARY_H
#define HIER_TEST_FUZZ_VOCABULARY_H

#include "fuzzer/FuzzedDataProvider.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <string>

namespace hier::fuzz {

/// A string as libtorch itself quotes it.
std::string inQuotes(const std::string &value);

class Vocabulary {
public:
  explicit Vocabulary(FuzzedDataProvider &source) : source(source) {}

  bool isAtEnd() { return source.remaining_bytes() == 0; }
  /// Less than `count`, which is not 0.
  size_t pick(size_t count);
  /// True one time in `count`, and not when the bytes are at an end.
  bool oneIn(size_t count) { return pick(count) == count - 1; }

  /// The name of a value, a number below 10^18 included.
  std::string valueName();
  /// The name of an attribute of a module, and so of a submodule.
  std::string memberName();
  std::string methodName();
  std::string className();
  std::string type();
  std::string kind();
  /// A kind whose nodes have subgraphs, without the number of its label.
  std::string subgraphKind();
  std::string pythonName();
  std::string scalars();
  /// ` = ` and what follows up to the operands of a constant, after its type.
  std::string constant();
  /// The attributes of a node in brackets, or nothing.
  std::string attributes();
  /// `, scope: ` and ` # file:line:column`, each or neither.
  std::string scopeAndLocation();
  /// What a module dump prints as the value of an attribute.
  std::string memberValue();

private:
  std::string word(llvm::ArrayRef<llvm::StringLiteral> words);
  std::string bytes(llvm::StringRef forbidden);
  std::string attributeValue();
  std::string scope();

  FuzzedDataProvider &source;
};

} // namespace hier::fuzz

#endif // HIER_TEST_FUZZ_VOCABULARY_H
