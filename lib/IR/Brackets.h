//===- Brackets.h - What no bracket and no string encloses ----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where the value of an attribute ends, and the text between two brackets.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_IR_BRACKETS_H
#define HIER_LIB_IR_BRACKETS_H

#include "LiteralReader.h"

namespace hier {

/// The first place, or the end, that no bracket and no string encloses and
/// where `stops` says so, asked of the text from there on; npos if there is
/// none.
template <typename Stops>
size_t findOutsideBrackets(llvm::StringRef text, Stops stops) {
  size_t depth = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    if (depth == 0 && stops(text.drop_front(at)))
      return at;
    switch (text[at]) {
    case '\'':
      // What is no string of parseIR's may hold one that is not closed.
      if (at == 0 || llvm::StringRef("=[, ").contains(text[at - 1]))
        if (size_t length = stringLength(text.substr(at));
            length != llvm::StringRef::npos)
          at += length - 1;
      break;
    case '"':
      at += std::min(stringLength(text.substr(at)), text.size() - at) - 1;
      break;
    case '(':
    case '[':
    case '{':
      ++depth;
      break;
    case ')':
    case ']':
    case '}':
      depth -= depth > 0;
      break;
    default:
      break;
    }
  }
  return depth == 0 && stops(llvm::StringRef()) ? text.size()
                                                : llvm::StringRef::npos;
}

/// The length of the text from the bracket that it begins with to the one that
/// closes it; npos when the line ends first.
inline size_t bracketedLength(llvm::StringRef line) {
  return findOutsideBrackets(
      line, [&](llvm::StringRef rest) { return rest.size() < line.size(); });
}

} // namespace hier

#endif // HIER_LIB_IR_BRACKETS_H
