//===- Repetition.cpp - How often a block is run --------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Loops and branches.
//
//===----------------------------------------------------------------------===//

#include "Repetition.h"

#include "Operation.h"

using namespace torch::jit;

namespace hier {

/// A loop stops early unless both the first condition and what its body gives
/// for one are true.
static Size turnsOf(const Node &loop, const Block &body) {
  if (loop.inputs().size() < 2 || body.outputs().empty())
    return std::nullopt;
  std::optional<int64_t> starts = numberOf(*loop.inputs()[1]);
  if (starts == 0)
    return 0;
  std::optional<int64_t> turns = numberOf(*loop.inputs()[0]);
  std::optional<int64_t> goesOn = numberOf(*body.outputs()[0]);
  if (!starts || !turns || !goesOn)
    return std::nullopt;
  return *goesOn == 0 ? std::min<int64_t>(std::max<int64_t>(*turns, 0), 1)
                      : std::max<int64_t>(*turns, 0);
}

static Size timesOfBranch(const Node &branching, const Block &branch) {
  if (branching.inputs().empty())
    return std::nullopt;
  std::optional<int64_t> condition = numberOf(*branching.inputs()[0]);
  if (!condition)
    return std::nullopt;
  bool isFirst = branching.blocks()[0] == &branch;
  return (*condition != 0) == isFirst ? 1 : 0;
}

Size timesPerRun(const Block &block) {
  const Node *owner = block.owningNode();
  if (!owner)
    return 1;
  if (owner->kind() == prim::Loop)
    return turnsOf(*owner, block);
  if (owner->kind() == prim::If)
    return timesOfBranch(*owner, block);
  return std::nullopt;
}

} // namespace hier
