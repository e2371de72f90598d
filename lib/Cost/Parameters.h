//===- Parameters.h - How large parameters are ------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A parameter that no live module has is as large as what its reads tell.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_COST_PARAMETERS_H
#define HIER_LIB_COST_PARAMETERS_H

#include "ValueFacts.h"
#include "hier/Cost/Costs.h"

namespace hier {

/// Of `item`, in the order of named_modules(); of a graph alone, in that of
/// `reads`, which are those of its flat graph.
std::vector<Parameter> parametersOf(const Item &item,
                                    const AttributeReads &reads,
                                    const ValueFacts &facts);

} // namespace hier

#endif // HIER_LIB_COST_PARAMETERS_H
