//===- FlopRules.cpp - The FLOPs of one operation -------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Looks a node's kind up. What has no rule of its own takes none only if torch
// knows the kind, or ONNX has the name of being its home.
//
//===----------------------------------------------------------------------===//

#include "FlopRules.h"

#include "hier/IR/Attributes.h"

#include <torch/csrc/jit/runtime/operator.h>

using namespace torch::jit;

namespace hier {

namespace {
/// A rule gives none where it does not know.
using Rule = Size (*)(const Operation &);
} // namespace

static const llvm::DenseMap<unsigned, Rule> &rules() {
  static const llvm::DenseMap<unsigned, Rule> byKind = {
#define HIER_FLOPS(KIND, FLOPS)                                                \
  {c10::Symbol::fromQualString(KIND),                                          \
   [](const Operation &op) -> Size { return FLOPS; }},
#define HIER_UNKNOWN(KIND)                                                     \
  {c10::Symbol::fromQualString(KIND),                                          \
   [](const Operation &) -> Size { return std::nullopt; }},
#include "FlopRules.def"
  };
  return byKind;
}

static const llvm::DenseSet<unsigned> &structure() {
  static const llvm::DenseSet<unsigned> kinds = {
#define HIER_STRUCTURE(KIND) c10::Symbol::fromQualString(KIND),
#include "FlopRules.def"
  };
  return kinds;
}

bool isStructural(c10::Symbol kind) { return structure().contains(kind); }

bool runsOthersOnly(const Node &node) {
  llvm::SmallVector<Graph *, 1> graphs = graphsOf(node);
  return graphs.empty() ? !node.blocks().empty()
                        : graphs.size() == 1 && subgraphOf(node);
}

/// Is it an operation of a set in which all that multiply matrices have rules?
static bool isKnown(c10::Symbol kind) {
  if (kind.is_onnx())
    return true;
  return (kind.is_aten() || kind.is_prim()) &&
         !getAllOperatorsFor(kind).empty();
}

Size flopsOf(const Node &node, const ValueFacts &facts) {
  c10::Symbol kind = node.kind();
  if (isStructural(kind))
    return 0;
  auto rule = rules().find(kind);
  if (rule != rules().end())
    return rule->second(Operation(node, facts));
  return isKnown(kind) || runsOthersOnly(node) ? Size(0) : std::nullopt;
}

} // namespace hier
