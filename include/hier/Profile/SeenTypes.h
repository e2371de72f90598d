//===- SeenTypes.h - The types that values had in a run ---------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An archive tells no shapes. Who runs it sees them.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_PROFILE_SEENTYPES_H
#define HIER_PROFILE_SEENTYPES_H

#include "hier/IR/Torch.h"
#include "llvm/ADT/ArrayRef.h"

#include <memory>
#include <vector>

namespace hier {

/// What the values of `graph` were when it was run on `inputs`, in an order of
/// its own: the type of a tensor with its shape, of which what differs from
/// time to time is left out; null of what is no tensor, or did not come. Throws
/// what libtorch throws.
std::vector<c10::TensorTypePtr> typesSeen(torch::jit::Graph &graph,
                                          torch::jit::Stack inputs);

/// A copy of `graph` with the types that typesSeen() has given for it.
std::shared_ptr<torch::jit::Graph>
copyWithTypes(torch::jit::Graph &graph,
              llvm::ArrayRef<c10::TensorTypePtr> types);

} // namespace hier

#endif // HIER_PROFILE_SEENTYPES_H
