//===- SameGraph.h - Are two graphs the same to libtorch? -------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Kinds, operands, types, blocks; attributes with the kinds of their values,
// which no text tells.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_TEST_DIFFERENTIAL_SAMEGRAPH_H
#define HIER_TEST_DIFFERENTIAL_SAMEGRAPH_H

#include "hier/IR/Torch.h"

#include <optional>
#include <string>

namespace hier {

/// The first difference in words; nothing when there is none.
std::optional<std::string> firstDifference(torch::jit::Graph &expected,
                                           torch::jit::Graph &seen);

} // namespace hier

#endif // HIER_TEST_DIFFERENTIAL_SAMEGRAPH_H
