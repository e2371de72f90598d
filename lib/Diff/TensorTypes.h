//===- TensorTypes.h - Which types are those of tensors ---------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A view has types as text. What those of tensors tell depends on the form of a
// dump, what others tell does not.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_DIFF_TENSORTYPES_H
#define HIER_LIB_DIFF_TENSORTYPES_H

#include "llvm/ADT/StringRef.h"

namespace hier {

/// `Float(1, 8)`, also in a list or as an option; but no `Dict(str, Tensor)`.
bool hasShape(llvm::StringRef type);

/// `Float(1, 8)`, `Tensor`, `Tensor(requires_grad=0)` or `FloatTensor`, and no
/// list of those.
bool isTensor(llvm::StringRef type);

} // namespace hier

#endif // HIER_LIB_DIFF_TENSORTYPES_H
