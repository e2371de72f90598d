//===- TypeReader.h - The grammar of types --------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads the spelling of one type.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_IR_TYPEREADER_H
#define HIER_LIB_IR_TYPEREADER_H

#include "hier/IR/TypeTable.h"
#include "llvm/ADT/SmallVector.h"

namespace hier {

struct TensorFacts;

/// One use reads one type. Nested types are kept on a stack of their own, for
/// they may be nested deeper than the machine's.
class TypeReader {
public:
  /// Types as torch prints them, or only those that parseIR reads too.
  enum Grammar { AsPrinted, AsParsed };

  TypeReader(TypeTable &table, llvm::StringRef spelling, Grammar grammar)
      : table(table), rest(spelling), grammar(grammar) {}

  /// Null when the spelling is not one of a type that libtorch has.
  c10::TypePtr read();

private:
  /// A type whose parts are being read, as `(` or `Dict(` began it.
  struct Open {
    enum Kind { Tuple, NamedTuple, Dict, Future, Await, RRef, Union } kind;
    char close;
    std::vector<c10::TypePtr> parts;
    std::vector<std::string> names;
    size_t depth = 0; // of the deepest part
  };

  c10::TypePtr close();
  bool readOpening();
  bool readFieldName();
  c10::TypePtr readLeaf();
  c10::TypePtr readSuffixes(c10::TypePtr type);
  c10::TypePtr readTensor(llvm::StringRef name);
  bool readTensorFact(llvm::StringRef &text, TensorFacts &facts);
  bool readSymbol(llvm::StringRef number, TensorFacts &facts);
  c10::TypePtr readNamed(llvm::StringRef name);

  TypeTable &table;
  llvm::StringRef rest;
  Grammar grammar;
  llvm::SmallVector<Open, 4> stack;
  size_t depth = 0; // of the type that was read last
};

} // namespace hier

#endif // HIER_LIB_IR_TYPEREADER_H
