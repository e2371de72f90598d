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

#include "TorchAccess.h"

using namespace llvm;
using namespace torch::jit;

namespace hier {

std::shared_ptr<Graph> GraphReader::read() {
  auto top = std::make_shared<Graph>();
  awaited.clear();
  if (!readGraph(*top))
    return nullptr;
  // A graph's subgraphs follow it, each followed by its own.
  while (!awaited.empty()) {
    Awaited next = awaited.back();
    awaited.pop_back();
    if (!readSubgraphHeader(next))
      return nullptr;
    auto subgraph = std::make_shared<Graph>();
    if (!readGraph(*subgraph))
      return nullptr;
    next.node->g_(attr::Subgraph, std::move(subgraph));
  }
  return top;
}

/// 'with ' label ' = '
bool GraphReader::readSubgraphHeader(const Awaited &next) {
  cursor.skipCommentsAndBlankLines();
  cursor.skipSpaces();
  const char *where = cursor.position();
  if (!cursor.consume("with ") || !cursor.consume(next.label) ||
      !cursor.consume(" = ") || !cursor.startsWith("graph("))
    return cursor.fail(where, "expected 'with " + next.label +
                                  " = graph(', the subgraph of a node above");
  return true;
}

bool GraphReader::readGraph(Graph &into) {
  graph = &into;
  namer.emplace(into);
  names.clear();
  depths.assign(1, 0);
  blocks.assign(1, {into.block()});
  subgraphsSeen = 0;
  size_t firstAwaited = awaited.size();

  cursor.take(StringRef("graph(").size());
  definitions.clear();
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
  for (const Definition &definition : definitions)
    if (!define(*into.addInput(), definition))
      return false;

  for (bool atEnd = false; !atEnd;)
    if (!readLine(atEnd))
      return false;
  namer->finish();
  // The last is taken first: turn round what this graph has added.
  std::reverse(awaited.begin() + firstAwaited, awaited.end());
  return true;
}

/// line ::= node | 'block' number '(' parameters '):' | '-> (' operands ')'
///        | 'return (' operands ')'
bool GraphReader::readLine(bool &atEnd) {
  cursor.skipLine();
  cursor.skipCommentsAndBlankLines();
  cursor.skipSpaces();
  if (cursor.atEnd())
    return cursor.fail("expected 'return (' before the end of the text");
  switch (cursor.peek()) {
  case '%':
  case '=':
    return readNode();
  case 'b':
    if (cursor.startsWith("block"))
      return openBlock();
    break;
  case '-':
    if (cursor.startsWith("-> ("))
      return closeBlock();
    break;
  case 'r':
    atEnd = true;
    if (cursor.startsWith("return ("))
      return readReturn();
    break;
  default:
    break;
  }
  return cursor.fail("expected a node, a block or 'return ('");
}

/// 'return (' operands ')'
bool GraphReader::readReturn() {
  if (blocks.size() > 1)
    return cursor.fail("expected '-> (' to end the block first");
  cursor.take(StringRef("return (").size());
  if (!readOperands())
    return false;
  if (!cursor.atLineEnd())
    return cursor.fail("expected the end of the line after the graph's return");
  for (Value *value : operands)
    graph->registerOutput(value);
  cursor.skipLine();
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
  auto id = static_cast<uint32_t>(depths.size());
  depths.emplace_back(blocks.size());
  blocks.push_back({owner->addBlock(), nullptr, id});
  definitions.clear();
  if (!cursor.consume(")")) {
    if (!readDefinitions())
      return false;
    if (!cursor.consume(")"))
      return cursor.fail("expected ',' or ')' after a block's input");
  }
  if (!cursor.consume(":") || !cursor.atLineEnd())
    return cursor.fail("expected ':' and the end of the line");
  for (const Definition &definition : definitions)
    if (!define(*blocks.back().block->addInput(), definition))
      return false;
  return true;
}

/// '-> (' operands ')'
bool GraphReader::closeBlock() {
  if (blocks.size() == 1)
    return cursor.fail("'-> (' stands outside of a block");
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

bool GraphReader::define(Value &value, const Definition &definition) {
  value.setType(*definition.type);
  if (!names.insert(definition.name, &value, blocks.back().id))
    return cursor.fail(definition.name.data(),
                       "redefinition of value '%" + definition.name + "'");
  if (!namer->setName(value, definition.name))
    return cursor.fail(definition.name.data(),
                       "'" + definition.name +
                           "' is not a number that a value can have");
  return true;
}

/// The subgraphs of the whole text by label, found when a node first looks as
/// if it had one: few texts have any.
bool GraphReader::isLabel(StringRef spelling) {
  if (!labels) {
    labels.emplace();
    for (StringRef rest = cursor.rest(); !rest.empty();) {
      rest = rest.drop_front(std::min(rest.size(), rest.find("with ")));
      if (!rest.consume_front("with "))
        break;
      auto [label, after] = rest.split(' ');
      if (after.starts_with("= graph("))
        labels->insert(label);
    }
  }
  return labels->contains(spelling);
}

} // namespace hier
