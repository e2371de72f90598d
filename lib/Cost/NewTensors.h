//===- NewTensors.h - The bytes of the tensors that nodes make --*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Results that are views of operands, or the operands themselves, are not new.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_COST_NEWTENSORS_H
#define HIER_LIB_COST_NEWTENSORS_H

#include "ValueFacts.h"

namespace hier {

/// Of one run of `node`, without what its blocks and subgraphs make.
Size newBytesOf(const torch::jit::Node &node, const ValueFacts &facts);

} // namespace hier

#endif // HIER_LIB_COST_NEWTENSORS_H
