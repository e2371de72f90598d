//===- SimplifyTypes.cpp - Tensors of no known shape ----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An opportunity is a value whose type says more of a tensor than that it is
// one.
//
//===----------------------------------------------------------------------===//

#include "Strategies.h"

#include "Walk.h"

using namespace torch::jit;

namespace hier {

static bool isDetailed(const Value &value) {
  return value.type()->kind() == c10::TypeKind::TensorType &&
         value.type() != c10::TensorType::get();
}

void simplifyTypes(Program &program, Opportunities &opportunities) {
  for (Graph *graph : graphsOf(program))
    for (Graph *inner : graphsIn(*graph))
      for (Value *value : valuesOf(*inner))
        if (isDetailed(*value) && opportunities.takeNext())
          value->setType(c10::TensorType::get());
}

} // namespace hier
