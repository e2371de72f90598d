//===- NodeReader.cpp - One line, one node --------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The grammar of a node's line; that of what it defines is in
// DefinitionReader.cpp, that of its operands in OperandReader.cpp.
//
//===----------------------------------------------------------------------===//

#include "GraphReader.h"

#include "Brackets.h"
#include "ByteSet.h"
#include "TorchAccess.h"
#include "hier/IR/Opaque.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;
using namespace torch::jit;
using namespace std::string_view_literals;

namespace hier {

using access::get;

/// node ::= (definitions? '= ')? kind attributes? '(' operands ')' scope?
/// location?
bool GraphReader::readNode() {
  if (!completeNode())
    return false;
  definitions.clear();
  if (cursor.peek() == '%' && (!readDefinitions() || !cursor.consume(' ')))
    return cursor.fail("expected ', ' or ' = ' after a value's type");
  if (!cursor.consume("= ") && !definitions.empty())
    return cursor.fail("expected ', ' or ' = ' after a value's type");
  Node *node = readKind();
  if (!node)
    return false;
  get<access::NodeOutputs>(*node).reserve(definitions.size());
  for (const Definition &definition : definitions)
    node->addOutput()->setType(definition.type ? *definition.type
                                               : c10::TensorType::get());
  for (auto [name, text] : pendingAttributes)
    attributes.set(*node, interner.attribute(name), text);
  if (!cursor.consume('('))
    return cursor.fail("expected '(' before a node's operands");
  if (!readOperands())
    return false;
  get<access::NodeInputs>(*node).reserve(operands.size());
  for (Value *value : operands)
    node->addInput(value);
  if (!readScopeAndLocation(*node))
    return false;
  setTypes(*node);
  // Only now, for no node may use what it defines.
  for (size_t index = 0; index < definitions.size(); ++index)
    if (!define(*node->outputs()[index], definitions[index]))
      return false;
  OpenBlock &block = blocks.back();
  block.last = node;
  block.lastAt = statement;
  block.isLastComplete = false;
  return true;
}

/// A type that is left out is the one that the operator's schema tells, or
/// Tensor.
void GraphReader::setTypes(Node &node) {
  auto isLeftOut = [](const Definition &definition) {
    return !definition.type;
  };
  if (none_of(definitions, isLeftOut))
    return;
  const c10::FunctionSchema *schema = node.maybeSchema();
  if (!schema || schema->is_varret())
    return;
  size_t known = std::min(schema->returns().size(), definitions.size());
  for (size_t index = 0; index < known; ++index)
    if (isLeftOut(definitions[index]))
      node.outputs()[index]->setType(schema->returns()[index].type());
}

//===----------------------------------------------------------------------===//
// Kinds
//===----------------------------------------------------------------------===//

/// libtorch takes nodes of these kinds for a class of nodes of their own, or
/// for the ends of a block; it prints them otherwise or not at all.
static bool isReserved(c10::Symbol kind) {
  return kind == prim::PythonOp || kind == prim::Param || kind == prim::Return;
}

static constexpr ByteSet kindEnds("[( \t\r\v\f");

/// The length of a kind that may hold a blank or a parenthesis: it ends at the
/// attributes, or at the operands, which are the last on the line.
size_t GraphReader::oddKindLength() {
  StringRef line = cursor.restOfLine();
  size_t operandsAt = line.rfind('(');
  while (operandsAt != StringRef::npos &&
         !endsWithOperands(line.data() + operandsAt + 1))
    operandsAt = line.take_front(operandsAt).rfind('(');
  StringRef head = line.take_front(operandsAt);
  if (head.ends_with("]"))
    head = head.take_front(head.find('['));
  bool isKind = operandsAt != StringRef::npos && head == head.trim() &&
                head.find_first_of("%=\")[") == StringRef::npos;
  return isKind ? head.size() : kindEnds.findIn(line);
}

/// kind ::= name '::' name attributes? | '^' name attributes? '(' scalars ')'
///
/// The node is in its block at once, so that a graph has no others.
Node *GraphReader::readKind() {
  pendingAttributes.clear();
  if (cursor.consume('^'))
    return createPythonCallNode();
  StringRef line = cursor.restOfLine();
  StringRef spelling =
      line.take_front(isLoose ? oddKindLength() : kindEnds.findIn(line));
  std::optional<c10::Symbol> kind = interner.kind(spelling);
  if (!kind) {
    cursor.fail("expected a node's kind, such as 'aten::add'");
    return nullptr;
  }
  cursor.take(spelling.size());
  bool hasSubgraph = isNextLabel(spelling);
  if (hasSubgraph)
    kind = interner.kind(spelling.take_front(spelling.rfind('_')));
  if (isReserved(*kind)) {
    cursor.fail(spelling.data(),
                "libtorch keeps the kind '" + spelling + "' for itself");
    return nullptr;
  }
  Node *node = graph->create(*kind, /*num_outputs=*/0);
  blocks.back().block->appendNode(node);
  if (hasSubgraph)
    awaited.push_back({node, spelling, graphDepth + 1, statement});
  bool isWhole = cursor.peek() != '[' || readAttributes();
  return isWhole ? node : nullptr;
}

/// `prim::fork_0` is a prim::fork whose subgraph has the label `prim::fork_0`:
/// labels count the subgraphs of a graph.
bool GraphReader::isNextLabel(StringRef spelling) {
  if (!isDigit(spelling.back()))
    return false;
  auto [kind, number] = spelling.rsplit('_');
  if (!interner.kind(kind) || number != std::to_string(subgraphsSeen) ||
      !labels.contains(spelling, subgraphsSeen, cursor.textFrom(statement)))
    return false;
  ++subgraphsSeen;
  return true;
}

//===----------------------------------------------------------------------===//
// Attributes
//===----------------------------------------------------------------------===//

/// Bytes that a name may have in torch, and does not where what follows a value
/// has to be told from the value.
static constexpr StringRef syntaxBytes = "=,\"'()[]{}<>%\n\0"sv;

/// A name of any bytes, which no blank encloses.
static bool isOddName(StringRef name) {
  return !name.empty() && name == name.trim();
}

/// Does `name=` stand here? Commas within a value are told from those between
/// attributes by what follows.
static bool startsAttribute(StringRef text) {
  StringRef after = nameBytes.skip(text);
  if (after.size() < text.size() && after.starts_with("="))
    return true;
  StringRef name = text.take_front(text.find_first_of(syntaxBytes));
  return isOddName(name) && text.drop_front(name.size()).starts_with("=");
}

/// The first attribute follows no value: there a name may have brackets and
/// commas too.
static bool startsFirstAttribute(StringRef text) {
  StringRef name = text.take_front(text.find_first_of("=\"'\0"sv));
  return isOddName(name) && text.drop_front(name.size()).starts_with("=") &&
         !name.contains("](") && !name.contains(", ");
}

/// As parseIR reads it.
static bool mayStartAttribute(StringRef text) {
  StringRef after = nameBytes.skip(text);
  return after.size() < text.size() && after.ltrim().starts_with("=");
}

/// Where an attribute's value ends: at `, name=` or `]`; npos when the line
/// ends first.
static size_t valueLength(StringRef line) {
  return findOutsideBrackets(line, [](StringRef rest) {
    return rest.starts_with("]") || rest.starts_with(")") ||
           rest.starts_with("}") ||
           (rest.consume_front(",") &&
            (mayStartAttribute(rest.ltrim()) ||
             (rest.consume_front(" ") && startsAttribute(rest))));
  });
}

/// libtorch looks through all attributes of a node for each that it is given.
static constexpr size_t maxAttributes = 1000;

bool GraphReader::checkAttributeName(StringRef name) {
  if (pendingAttributes.size() == maxAttributes)
    return cursor.fail(name.data(), "a node has more than " +
                                        Twine(maxAttributes) + " attributes");
  for (const auto &other : pendingAttributes)
    if (other.first == name) {
      cursor.fail(name.data(), "attribute '" + name + "' is given twice");
      return cursor.note(other.first.data(), "the first time here");
    }
  return true;
}

/// attributes ::= '[' (name '=' value (', ' name '=' value)*)? ']'
///
/// Kept as text until the outputs are there, whose type says what a value is.
bool GraphReader::readAttributes() {
  cursor.take(1);
  if (cursor.consume(']'))
    return true;
  do {
    StringRef line = cursor.restOfLine();
    bool isFirst = pendingAttributes.empty();
    if (!startsAttribute(line) && !(isFirst && startsFirstAttribute(line)))
      return cursor.fail("expected an attribute, such as 'value=1'");
    StringRef name = cursor.take(line.find('='));
    if (!checkAttributeName(name))
      return false;
    cursor.take(1);
    size_t length = valueLength(cursor.restOfLine());
    if (length == StringRef::npos)
      return cursor.fail(
          "expected ']' after the attributes before the end of the line");
    pendingAttributes.emplace_back(name, cursor.take(length));
  } while (cursor.consume(", "));
  if (!cursor.consume(']'))
    return cursor.fail("expected ', ' or ']' after an attribute");
  return true;
}

//===----------------------------------------------------------------------===//
// Scope and location
//===----------------------------------------------------------------------===//

/// Where the last ` # ` of `line` is; npos without one.
static size_t lastHash(StringRef line) {
  for (size_t end = line.size(); end > 0;) {
    const void *found = memrchr(line.data(), '#', end);
    if (!found)
      break;
    end = static_cast<const char *>(found) - line.data();
    if (end > 0 && line[end - 1] == ' ' && line.substr(end + 1, 1) == " ")
      return end - 1;
  }
  return StringRef::npos;
}

/// scope ::= ', scope: ' name     location ::= ' # ' file ':' line ':' column
///
/// A scope may hold a `#`, so that the last that starts a location counts. What
/// is no location is a comment, or part of the scope.
bool GraphReader::readScopeAndLocation(Node &node) {
  StringRef line = cursor.restOfLine();
  if (line.empty())
    return true;
  const char *where = cursor.position();
  cursor.take(line.size());
  // A file's name may hold a `#` too, which without a scope is no doubt.
  size_t hash = line.starts_with(" # ") ? 0 : lastHash(line);
  if (hash != StringRef::npos) {
    StringRef spelling = line.drop_front(hash + 3);
    const SourceRange *range = interner.location(spelling);
    if (range)
      get<access::NodeRange>(node) = *range;
    if (range || !line.starts_with(", scope: "))
      line = line.take_front(hash);
  }
  if (line.consume_front(", scope: ")) {
    if (line.empty())
      return cursor.fail(line.data(), "expected a scope");
    ScopePtr made = interner.scope(line);
    if (!made)
      return cursor.fail(line.data(), "a scope cannot hold a byte of zero");
    node.setScope(std::move(made));
    line = "";
  }
  if (!line.empty())
    return cursor.fail(
        where, "expected ', scope: ', ' # file:line:column' or the line's end");
  return true;
}

} // namespace hier
