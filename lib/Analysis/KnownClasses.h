//===- KnownClasses.h - Classes known by what they run --------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// In a graph that torch has inlined and optimised, the prim::GetAttr of a
// module without parameters may be gone, and its class with it.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_ANALYSIS_KNOWNCLASSES_H
#define HIER_LIB_ANALYSIS_KNOWNCLASSES_H

#include "hier/Hierarchy/ClassName.h"
#include "hier/IR/Torch.h"

#include <vector>

namespace hier {

/// The class of the module that has run `nodes`, if it is one of transformers'
/// activations: they alone come from the file activations.py, and each is made
/// of other operators. Unknown if it is not.
ClassName knownClass(const std::vector<torch::jit::Node *> &nodes);

} // namespace hier

#endif // HIER_LIB_ANALYSIS_KNOWNCLASSES_H
