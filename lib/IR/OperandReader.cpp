//===- OperandReader.cpp - Values by their names --------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The grammar of operands. A value's name may hold any byte but a newline, so
// that the names defined so far decide where an operand ends.
//
//===----------------------------------------------------------------------===//

#include "ByteSet.h"
#include "GraphReader.h"

using namespace llvm;
using namespace torch::jit;

namespace hier {

/// operands ::= (operand (', ' operand)*)? ')'
bool GraphReader::readOperands() {
  operands.clear();
  if (cursor.consume(')'))
    return true;
  while (true) {
    Value *value = readOperand();
    if (!value)
      return false;
    operands.push_back(value);
    if (cursor.consume(')'))
      return true;
    if (!cursor.consume(", "))
      return cursor.fail("expected ', ' or ')' after an operand");
  }
}

/// A value is there from its definition to the end of the block, but not in the
/// blocks of the node that defines it.
Value *GraphReader::lookUp(StringRef name) const {
  const NameTable::Entry *entry = names.find(name);
  std::optional<uint32_t> depth = entry ? depths[entry->block] : std::nullopt;
  if (!depth)
    return nullptr;
  bool isInOwnBlock =
      *depth + 1 < blocks.size() &&
      blocks[*depth + 1].block->owningNode() == entry->value->node();
  return isInOwnBlock ? nullptr : entry->value;
}

/// May an operand end before `rest`? A comma within a name is not followed by
/// the next operand, nor a parenthesis by what ends a node.
static bool canEndBefore(StringRef rest) {
  if (rest.consume_front(")"))
    return rest.empty() || rest.starts_with("\n") ||
           rest.starts_with(", scope: ") || rest.starts_with(" # ");
  return rest.starts_with(", %");
}

static constexpr ByteSet operandEnds(",)");

/// How many ends of a name are tried: each try takes as long as the name.
static constexpr int maxEnds = 64;

/// The line, or so many bytes as the longest name over lines can need.
StringRef GraphReader::operandText() const {
  static constexpr size_t bytesBehind = StringRef("), scope: ").size();
  StringRef line = cursor.restOfLine();
  if (longestSplitName == 0 || line.size() > longestSplitName + bytesBehind)
    return line;
  return cursor.rest().take_front(longestSplitName + bytesBehind);
}

/// operand ::= '%' name
///
/// The name ends at a comma or a closing parenthesis, as a rule the first.
Value *GraphReader::readOperand() {
  const char *where = cursor.position();
  if (!cursor.consume('%')) {
    cursor.fail("expected an operand, such as '%x'");
    return nullptr;
  }
  StringRef text = operandText();
  int ends = 0;
  for (size_t length = operandEnds.findIn(text);
       length != StringRef::npos && ends < maxEnds;
       length = operandEnds.findIn(text, length + 1)) {
    if (!canEndBefore(text.drop_front(length)))
      continue;
    ++ends;
    if (Value *value = lookUp(text.take_front(length))) {
      cursor.take(length);
      return value;
    }
  }
  StringRef line = cursor.restOfLine();
  size_t first = operandEnds.findIn(line);
  StringRef name = line.take_front(first);
  if (first == StringRef::npos) {
    cursor.fail("expected ')' after the operands before the end of the line");
  } else if (Value *value = lookUp(name)) {
    cursor.take(first); // It is what follows that is wrong.
    return value;
  } else {
    failOperand(where, name);
  }
  return nullptr;
}

/// Says why `name` is no operand.
void GraphReader::failOperand(const char *where, StringRef name) {
  const NameTable::Entry *entry = names.find(name);
  if (!entry || depths[entry->block]) {
    cursor.fail(where, "use of undefined value '%" + name + "'");
    return;
  }
  cursor.fail(where,
              "value '%" + name + "' is defined in a block that has ended");
  cursor.note(entry->name.data(), "defined here");
}

} // namespace hier
