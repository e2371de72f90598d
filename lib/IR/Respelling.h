//===- Respelling.h - A statement as torch prints it ----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// torch's parseIR is free in spaces, line ends and comments, where torch's
// printer is not, and the grammar here is the printer's. This puts between the
// tokens of a statement what the printer does. It does not look at what they
// say.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_IR_RESPELLING_H
#define HIER_LIB_IR_RESPELLING_H

#include "Interner.h"

#include <vector>

namespace hier {

class Respelling {
public:
  /// The statement that `rest` begins with: a node, the head of a graph or a
  /// block, or what these return. Nothing when it has what parseIR does not
  /// read and which only the exact spelling tells apart, such as the value
  /// `%a b/c`.
  static std::optional<Respelling> of(llvm::StringRef rest, Interner &interner);

  llvm::StringRef text() const { return respelt; }
  /// What follows the statement, on its line or the next.
  llvm::StringRef after() const { return rest.drop_front(length); }
  bool isAsItWas() const { return respelt == rest.take_front(length); }
  /// The place in the statement of a place in `text()`; any other is itself.
  const char *original(const char *place) const;

private:
  friend class Respeller;

  /// A token that is in both, where it starts in each.
  struct Token {
    size_t respelt;
    size_t original;
    size_t length;
  };

  llvm::StringRef rest;
  size_t length = 0; // of the statement in `rest`
  llvm::StringRef respelt;
  std::vector<Token> tokens;
};

} // namespace hier

#endif // HIER_LIB_IR_RESPELLING_H
