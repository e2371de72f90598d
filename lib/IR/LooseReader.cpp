//===- LooseReader.cpp - Statements told by what follows ------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// torch prints names, defaults of NamedTuples and scalars of Python functions
// as they are, brackets and line ends included. Such a statement is read again
// when the usual grammar has failed: each part then ends at the first place
// (the scalars: the last) that is followed by what has to follow it.
//
//===----------------------------------------------------------------------===//

#include "GraphReader.h"

#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace hier {

/// Is this line, without its margin, no part of what stands before it?
static bool startsStatement(StringRef line) {
  return line.starts_with("%") || line.starts_with("= ") ||
         line.starts_with("return (") || line.starts_with("-> (") ||
         line.starts_with("block") || line.starts_with("graph(") ||
         line.starts_with("#"); // A comment.
}

bool GraphReader::attemptLoosely(bool (GraphReader::*read)()) {
  if (!startsStatement(cursor.textFrom(statement)))
    return false; // torch does not print this, nor would its end be clear.
  Cursor::Failure first = cursor.takeFailure();
  cursor.setPosition(statement);
  looseEnd = nullptr;
  looseText();
  isLoose = true;
  bool done = attemptAsPrinted(read);
  isLoose = false;
  if (done || isWellSpelt) {
    StringRef taken(statement, cursor.position() - statement);
    hasSplitStatement |= taken.contains('\n');
    return done;
  }
  cursor.takeFailure();
  return cursor.fail(std::move(first));
}

/// What is left of the lines that the statement may go on over.
StringRef GraphReader::looseText() {
  static constexpr size_t looksAtEachByte = 64;
  StringRef rest = cursor.rest();
  if (looseEnd && rest.begin() < looseEnd)
    return {rest.begin(), static_cast<size_t>(looseEnd - rest.begin())};
  size_t end = rest.find('\n');
  while (end != StringRef::npos &&
         !startsStatement(rest.drop_front(end + 1).ltrim(" \t")))
    end = rest.find('\n', end + 1);
  StringRef text = rest.take_front(end);
  looseEnd = text.end();
  looseBudget = looksAtEachByte * (text.size() + 1);
  return text;
}

/// False when enough has been tried.
bool GraphReader::spend(size_t bytes) {
  if (bytes > looseBudget)
    return false;
  looseBudget -= bytes;
  return true;
}

/// Do operands stand at `place`, of values that there are, and then the end of
/// a node?
bool GraphReader::endsWithOperands(const char *place) {
  const char *before = cursor.position();
  cursor.setPosition(place);
  bool areThere = (cursor.peek() == '%' || cursor.peek() == ')') &&
                  spend(cursor.restOfLine().size()) && readOperands();
  if (cursor.failed())
    cursor.takeFailure();
  areThere =
      areThere && (cursor.atLineEnd() || cursor.startsWith(", scope: ") ||
                   cursor.startsWith(" # "));
  cursor.setPosition(before);
  return areThere;
}

} // namespace hier
