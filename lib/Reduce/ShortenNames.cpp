//===- ShortenNames.cpp - Numbers for names -------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An opportunity is a value whose number is shorter than its name, or a graph
// whose values could have smaller numbers.
//
//===----------------------------------------------------------------------===//

#include "Strategies.h"

#include "Walk.h"
#include "hier/IR/ValueNames.h"
#include "llvm/ADT/STLExtras.h"

using namespace torch::jit;

namespace hier {

void shortenNames(Program &program, Opportunities &opportunities) {
  for (Graph *graph : graphsOf(program))
    for (Graph *inner : graphsIn(*graph))
      for (Value *value : valuesOf(*inner))
        if (debugName(*value).size() > std::to_string(value->unique()).size() &&
            opportunities.takeNext())
          value->setDebugName("");
}

/// Those that print as numbers, in the order of the text from 0 on.
static bool isNumbered(llvm::ArrayRef<Value *> values) {
  size_t next = 0;
  return llvm::all_of(values, [&](Value *value) {
    return !debugName(*value).empty() || value->unique() == next++;
  });
}

static void renumber(Graph &graph, llvm::ArrayRef<Value *> values) {
  ValueNamer namer(graph);
  size_t next = 0;
  for (Value *value : values) {
    std::string name = debugName(*value).str();
    namer.setName(*value, name.empty() ? std::to_string(next++) : name);
  }
  namer.finish();
}

void renumberValues(Program &program, Opportunities &opportunities) {
  for (Graph *graph : graphsOf(program))
    for (Graph *inner : graphsIn(*graph)) {
      std::vector<Value *> values = valuesOf(*inner);
      if (!isNumbered(values) && opportunities.takeNext())
        renumber(*inner, values);
    }
}

} // namespace hier
