//===- Aliases.h - Results that are operands, or views of them --*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The schema of an operation tells it of most results. Some may be either, as
// that of aten::reshape, and the tensors themselves decide.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_COST_ALIASES_H
#define HIER_LIB_COST_ALIASES_H

#include "ValueFacts.h"

namespace hier {

/// Is result `index` of `node` no new tensor? Nothing where nobody can tell.
/// `schema` is the node's, and has all of its results.
std::optional<bool> isAlias(const torch::jit::Node &node, size_t index,
                            const c10::FunctionSchema &schema,
                            const ValueFacts &facts);

} // namespace hier

#endif // HIER_LIB_COST_ALIASES_H
