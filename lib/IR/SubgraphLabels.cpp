//===- SubgraphLabels.cpp - Which subgraphs follow a graph ----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The look ahead, past the lines that return, to what follows them. Blocks do
// not return, so that a graph has one such line.
//
//===----------------------------------------------------------------------===//

#include "SubgraphLabels.h"

#include "Cursor.h"
#include "llvm/Support/MemoryBufferRef.h"

using namespace llvm;

namespace hier {

/// To the line after the return of the graph that the cursor is in.
static void skipGraph(Cursor &cursor) {
  while (!cursor.atEnd()) {
    cursor.skipSpaces();
    bool returns = cursor.consume("return");
    cursor.skipSpaces();
    returns = returns && cursor.peek() == '(';
    cursor.skipLine();
    if (returns)
      return;
  }
}

/// Of the graphs that follow the one that `rest` begins in: `with` label
/// ` = graph(`.
static std::vector<StringRef> labelsBehind(StringRef rest) {
  std::vector<StringRef> labels;
  Cursor cursor(MemoryBufferRef(rest, ""), rest);
  while (true) {
    skipGraph(cursor);
    cursor.skipCommentsAndBlankLines();
    cursor.skipSpaces();
    if (!cursor.consume("with "))
      return labels;
    auto [label, after] = cursor.restOfLine().split(' ');
    if (!after.starts_with("= graph("))
      return labels;
    labels.push_back(label);
  }
}

void SubgraphLabels::take() {
  if (labels && taken < labels->size())
    --counts[(*labels)[taken]];
  ++taken;
}

bool SubgraphLabels::contains(StringRef label, size_t number, StringRef rest) {
  if (!labels) {
    labels = labelsBehind(rest);
    counts.clear();
    for (StringRef behind : *labels)
      ++counts[behind];
    taken = 0;
  }
  // The first subgraph of a graph directly follows it, the others do later.
  if (number == 0)
    return taken < labels->size() && (*labels)[taken] == label;
  return counts.lookup(label) > 0;
}

} // namespace hier
