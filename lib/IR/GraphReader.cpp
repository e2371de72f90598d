//===- GraphReader.cpp - The grammar of graphs ----------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The lines of a graph: parameters, blocks, the return, subgraphs. What one
// node's line holds is in NodeReader.cpp.
//
//===----------------------------------------------------------------------===//

#include "GraphReader.h"

#include "ByteSet.h"
#include "NodeRules.h"
#include "Respelling.h"
#include "TorchAccess.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;
using namespace torch::jit;

namespace hier {

/// libtorch frees a graph in a graph by recursion.
static constexpr size_t maxGraphDepth = 1000;

std::shared_ptr<Graph> GraphReader::read() {
  auto top = std::make_shared<Graph>();
  awaited.clear();
  graphDepth = 0;
  labels.restart();
  if (!readGraph(*top))
    return nullptr;
  // A graph's subgraphs follow it, each followed by its own.
  while (!awaited.empty()) {
    Awaited next = awaited.back();
    awaited.pop_back();
    if (!readSubgraph(next))
      return nullptr;
  }
  return top;
}

static std::string describe(const Node &node) {
  return "'" + std::string(node.kind().toQualString()) + "'";
}

/// subgraph ::= 'with ' label ' = ' graph
bool GraphReader::readSubgraph(const Awaited &next) {
  cursor.skipCommentsAndBlankLines();
  cursor.skipSpaces();
  const char *where = cursor.position();
  if (!readSubgraphHeader(next))
    return cursor.note(next.where, "the node that uses it");
  auto subgraph = std::make_shared<Graph>();
  graphDepth = next.depth;
  if (!readGraph(*subgraph))
    return false;
  next.node->g_(attr::Subgraph, std::move(subgraph));
  if (std::optional<std::string> how = misfit(*next.node)) {
    cursor.fail(where, describe(*next.node) + " " + *how);
    return cursor.note(next.where, "the node that uses it");
  }
  return true;
}

/// 'with ' label ' = '
bool GraphReader::readSubgraphHeader(const Awaited &next) {
  const char *where = cursor.position();
  if (!cursor.consume("with ") || !cursor.consume(next.label) ||
      !cursor.consume(" = ") || !cursor.startsWith("graph("))
    return cursor.fail(where, "expected 'with " + next.label +
                                  " = graph(', the subgraph of a node above");
  if (next.depth > maxGraphDepth)
    return cursor.fail(where, "subgraphs are nested deeper than " +
                                  Twine(maxGraphDepth));
  labels.take();
  return true;
}

bool GraphReader::readGraph(Graph &into) {
  graph = &into;
  namer.emplace(into);
  names.clear();
  longestSplitName = 0;
  depths.assign(1, 0);
  blocks.assign(1, {into.block()});
  subgraphsSeen = 0;
  size_t firstAwaited = awaited.size();
  if (!attempt(&GraphReader::readHeader))
    return false;
  for (returned = false; !returned;)
    if (!readLine())
      return false;
  cursor.consume('\n');
  namer->finish();
  // The last is taken first: turn round what this graph has added.
  std::reverse(awaited.begin() + firstAwaited, awaited.end());
  return true;
}

/// header ::= 'graph(' (definition (',' newline? definition)*)? '):'
bool GraphReader::readHeader() {
  definitions.clear();
  if (!cursor.consume("graph("))
    return cursor.fail("expected 'graph('");
  if (!cursor.consume(")")) {
    while (true) {
      if (!readDefinition())
        return false;
      if (cursor.consume(")"))
        break;
      if (!cursor.consume(","))
        return cursor.fail("expected ',' or ')' after a graph's input");
      cursor.consume('\n');
      cursor.skipSpaces();
    }
  }
  if (!cursor.consume(":") || !cursor.atLineEnd())
    return cursor.fail("expected ':' and the end of the line");
  return defineInputs(*graph->block());
}

bool GraphReader::readLine() {
  cursor.consume('\n'); // Not there when a line holds several statements.
  cursor.skipCommentsAndBlankLines();
  const char *margin = cursor.position();
  cursor.skipSpaces();
  size_t depth = blocks.size() - 1;
  if (static_cast<size_t>(cursor.position() - margin) < 4 * depth)
    depthWithMargin = std::min(depthWithMargin, depth - 1);
  if (cursor.atEnd())
    return cursor.fail("expected 'return (' before the end of the text");
  return attempt(&GraphReader::readStatement);
}

/// Does `aten::add` stand here, the kind of a node without outputs?
static bool startsKind(StringRef text) {
  return nameBytes.skip(text).starts_with("::");
}

/// statement ::= node | 'block' number '(' parameters '):'
///             | '-> (' operands ')' | 'return (' operands ')'
bool GraphReader::readStatement() {
  switch (cursor.peek()) {
  case '%':
  case '=':
    return readNode();
  case '-':
    if (cursor.startsWith("-> ("))
      return closeBlock();
    break;
  default:
    if (startsKind(cursor.rest()))
      return readNode();
    if (cursor.startsWith("block"))
      return openBlock();
    if (cursor.startsWith("return ("))
      return readReturn();
    break;
  }
  return cursor.fail("expected a node, a block or 'return ('");
}

/// Have the last node's blocks, which are all there, the form that it needs?
bool GraphReader::completeNode() {
  OpenBlock &block = blocks.back();
  if (std::exchange(block.isLastComplete, true))
    return true;
  std::optional<std::string> how = misfit(*block.last);
  if (!how)
    return true;
  isWellSpelt = true;
  return cursor.fail(block.lastAt, describe(*block.last) + " " + *how);
}

/// 'return (' operands ')'
bool GraphReader::readReturn() {
  if (blocks.size() > 1) {
    cursor.fail("expected '-> (' to end the block first");
    return cursor.note(blocks.back().openedAt, "the block is opened here");
  }
  if (!completeNode())
    return false;
  cursor.take(StringRef("return (").size());
  if (!readOperands())
    return false;
  if (!cursor.atLineEnd())
    return cursor.fail("expected the end of the line after the graph's return");
  for (Value *value : operands)
    graph->registerOutput(value);
  returned = true;
  return true;
}

/// 'block' number '(' (definition (', ' definition)*)? '):'
bool GraphReader::openBlock() {
  const char *where = cursor.position();
  Node *owner = blocks.back().last;
  if (!owner)
    return cursor.fail("expected a node before its block");
  std::string header = "block" + std::to_string(owner->blocks().size()) + "(";
  if (!cursor.consume(header))
    return cursor.fail(where, "expected '" + header + "'");
  definitions.clear();
  if (!cursor.consume(")")) {
    if (!readDefinitions())
      return false;
    if (!cursor.consume(")"))
      return cursor.fail("expected ',' or ')' after a block's input");
  }
  if (!cursor.consume(":") || !cursor.atLineEnd())
    return cursor.fail("expected ':' and the end of the line");
  auto id = static_cast<uint32_t>(depths.size());
  depths.emplace_back(blocks.size());
  blocks.push_back({owner->addBlock(), nullptr, id, statement});
  return defineInputs(*blocks.back().block);
}

/// '-> (' operands ')'
bool GraphReader::closeBlock() {
  if (blocks.size() == 1)
    return cursor.fail("'-> (' stands outside of a block");
  if (!completeNode())
    return false;
  cursor.take(StringRef("-> (").size());
  if (!readOperands())
    return false;
  if (!cursor.atLineEnd())
    return cursor.fail("expected the end of the line after a block's outputs");
  for (Value *value : operands)
    blocks.back().block->registerOutput(value);
  depths[blocks.back().id].reset();
  blocks.pop_back();
  return true;
}

bool GraphReader::defineInputs(Block &block) {
  for (const Definition &definition : definitions)
    if (!define(*block.addInput(), definition))
      return false;
  return true;
}

bool GraphReader::define(Value &value, const Definition &definition) {
  if (definition.type)
    value.setType(*definition.type);
  isWellSpelt = true;
  if (!names.insert(definition.name, &value, blocks.back().id)) {
    cursor.fail(definition.name.data(),
                "redefinition of value '%" + definition.name + "'");
    return cursor.note(names.find(definition.name)->name.data(),
                       "previously defined here");
  }
  if (!namer->setName(value, definition.name))
    return cursor.fail(definition.name.data(),
                       "'" + definition.name +
                           "' is not a number that a value can have");
  isWellSpelt = false;
  if (isLoose && definition.name.contains('\n'))
    longestSplitName = std::max(longestSplitName, definition.name.size());
  (definition.type ? hasTypedValue : hasUntypedValue) = true;
  return true;
}

//===----------------------------------------------------------------------===//
// Statements as torch would not print them
//===----------------------------------------------------------------------===//

/// What `read` reads here, spelt as torch prints it or as parseIR reads it. The
/// latter costs what is printed nothing: it is tried when the former fails.
bool GraphReader::attempt(bool (GraphReader::*read)()) {
  statement = cursor.position();
  if (attemptAsPrinted(read))
    return true;
  if (isWellSpelt)
    return false;
  return attemptLoosely(read) || (!isWellSpelt && attemptRespelt(read));
}

/// Leaves nothing of what could not be read.
bool GraphReader::attemptAsPrinted(bool (GraphReader::*read)()) {
  Node *last = blocks.back().block->return_node()->prev();
  size_t awaitedBefore = awaited.size();
  size_t seenBefore = subgraphsSeen;
  if ((this->*read)())
    return true;
  if (isWellSpelt)
    return false;
  awaited.resize(awaitedBefore);
  subgraphsSeen = seenBefore;
  if (Node *made = blocks.back().block->return_node()->prev(); made != last)
    made->destroy();
  return false;
}

bool GraphReader::attemptRespelt(bool (GraphReader::*read)()) {
  Cursor::Failure first = cursor.takeFailure();
  cursor.setPosition(statement);
  std::optional<Respelling> respelt = Respelling::of(cursor.rest(), interner);
  if (!respelt || respelt->isAsItWas())
    return cursor.fail(std::move(first));
  StringRef left = cursor.detour(respelt->text());
  auto comeBack = make_scope_exit([&] { cursor.detour(left); });
  if ((this->*read)()) {
    left = respelt->after();
    return true;
  }
  Cursor::Failure second = cursor.takeFailure();
  second.where = respelt->original(second.where);
  for (auto &[where, message] : second.notes)
    where = respelt->original(where);
  return cursor.fail(std::move(second));
}

} // namespace hier
