//===- SameValue.h - What two runs have returned ----------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Exact equality of outputs, down to every number of every tensor.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_TEST_DIFFERENTIAL_SAMEVALUE_H
#define HIER_TEST_DIFFERENTIAL_SAMEVALUE_H

#include "hier/IR/Torch.h"

namespace hier {

/// NaN is the same as NaN, for both runs may well compute it.
bool sameValue(const c10::IValue &left, const c10::IValue &right);

} // namespace hier

#endif // HIER_TEST_DIFFERENTIAL_SAMEVALUE_H
