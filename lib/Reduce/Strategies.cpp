//===- Strategies.cpp - The list of the strategies ------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The one list: a new strategy is a line here, one in the header, and a file.
//
//===----------------------------------------------------------------------===//

#include "Strategies.h"

using namespace torch::jit;

namespace hier {

/// What takes most comes first. Locations, scopes and types are most of a
/// dump's bytes, and values of one type can stand in for one another: hence
/// their place.
static constexpr Strategy strategies[] = {
    {"items", dropItems},         {"modules", dropModules},
    {"methods", dropMethods},     {"unwrap", unwrap},
    {"locations", dropLocations}, {"scopes", dropScopes},
    {"types", simplifyTypes},     {"nodes", dropNodes},
    {"blocks", openBlocks},       {"carried-values", dropCarriedValues},
    {"outputs", dropOutputs},     {"inputs", dropInputs},
    {"operands", dropOperands},   {"attributes", dropAttributes},
    {"names", shortenNames},      {"numbers", renumberValues},
};

llvm::ArrayRef<Strategy> reductionStrategies() { return strategies; }

} // namespace hier
