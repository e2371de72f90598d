//===- OperandFacts.h - What operations tell of their weights ---*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The weight of an aten::linear is as wide as its input and as high as its
// result is wide.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_COST_OPERANDFACTS_H
#define HIER_LIB_COST_OPERANDFACTS_H

#include "ValueFacts.h"

namespace hier {

/// What the operation that `use` is a use in tells of the tensor that it uses.
TensorFact factOfUse(const torch::jit::Use &use, const ValueFacts &facts);

/// Does that operation take it for a buffer, such as running statistics?
bool isUseOfBuffer(const torch::jit::Use &use);

} // namespace hier

#endif // HIER_LIB_COST_OPERANDFACTS_H
