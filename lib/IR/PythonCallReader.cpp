//===- PythonCallReader.cpp - Calls of Python functions -------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The grammar of `^name[attributes](scalars)`. Scalars print as Python's str()
// gives them, strings without quotes and arrays over several lines; a name may
// hold brackets. As a rule the brackets balance all the same.
//
//===----------------------------------------------------------------------===//

#include "Brackets.h"
#include "GraphReader.h"
#include "hier/IR/Opaque.h"

using namespace llvm;
using namespace torch::jit;

namespace hier {

Node *GraphReader::createPythonCallNode() {
  return isLoose ? createPythonCallByItsEnd() : createBalancedPythonCall();
}

/// call ::= '^' name attributes? '(' scalars ')'
Node *GraphReader::createBalancedPythonCall() {
  StringRef line = cursor.restOfLine();
  StringRef name = cursor.take(std::min(line.size(), line.find_first_of("[(")));
  const char *attributesAt = cursor.position();
  if (cursor.peek() == '[') {
    size_t length = bracketedLength(cursor.restOfLine());
    if (length != StringRef::npos)
      cursor.take(length);
  }
  const char *scalarsAt = cursor.position();
  size_t length = bracketedLength(cursor.restOfLine());
  if (cursor.peek() != '(' || length == StringRef::npos) {
    cursor.fail("expected '(' and the scalars of a Python function");
    return nullptr;
  }
  StringRef scalars = cursor.take(length).drop_front().drop_back();
  Node *node = createPythonCall(*graph, name, scalars,
                                /*hasAttributeList=*/attributesAt != scalarsAt);
  blocks.back().block->appendNode(node);
  const char *operandsAt = cursor.position();
  cursor.setPosition(attributesAt);
  if (attributesAt != scalarsAt && !readAttributes())
    return nullptr;
  cursor.setPosition(operandsAt);
  return node;
}

/// The same, where what stands before the operands has brackets or lines of its
/// own. The attributes of an autograd function begin with one that all have.
Node *GraphReader::createPythonCallByItsEnd() {
  StringRef text = looseText();
  size_t scalarsEnd = findScalarsEnd(text);
  StringRef head = text.take_front(scalarsEnd);
  size_t nameLength = head.find("[inplace=");
  if (nameLength == StringRef::npos)
    nameLength = head.find_first_of("[(");
  if (scalarsEnd == StringRef::npos || nameLength == StringRef::npos) {
    cursor.fail("expected '(' and the scalars of a Python function");
    return nullptr;
  }
  cursor.setPosition(head.data() + nameLength);
  bool hasAttributes = cursor.peek() == '[';
  if (hasAttributes && !readAttributes())
    return nullptr;
  if (cursor.position() >= head.end() || !cursor.consume('(')) {
    cursor.fail("expected '(' and the scalars of a Python function");
    return nullptr;
  }
  StringRef scalars(cursor.position(), head.end() - cursor.position());
  Node *node = createPythonCall(*graph, head.take_front(nameLength), scalars,
                                hasAttributes);
  blocks.back().block->appendNode(node);
  cursor.setPosition(head.end() + 1);
  return node;
}

/// Where `)(` and operands end a line of `text`, the last such place on the
/// first such line; npos when there is none.
size_t GraphReader::findScalarsEnd(StringRef text) {
  size_t lineBegin = 0;
  while (lineBegin < text.size()) {
    size_t lineEnd = std::min(text.find('\n', lineBegin), text.size());
    StringRef line = text.slice(lineBegin, lineEnd);
    for (size_t at = line.rfind(")("); at != StringRef::npos;
         at = line.take_front(at).rfind(")("))
      if (endsWithOperands(line.data() + at + 2))
        return lineBegin + at;
    lineBegin = lineEnd + 1;
  }
  return StringRef::npos;
}

} // namespace hier
