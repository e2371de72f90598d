//===- Strategies.h - The functions of the strategies ---------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each is in the file of its name; Strategy.h says what they have to keep to.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_REDUCE_STRATEGIES_H
#define HIER_LIB_REDUCE_STRATEGIES_H

#include "hier/Reduce/Strategy.h"

namespace hier {

void dropItems(Program &program, Opportunities &opportunities);
void dropModules(Program &program, Opportunities &opportunities);
void dropMethods(Program &program, Opportunities &opportunities);
void unwrap(Program &program, Opportunities &opportunities);
void dropLocations(Program &program, Opportunities &opportunities);
void dropScopes(Program &program, Opportunities &opportunities);
void simplifyTypes(Program &program, Opportunities &opportunities);
void dropNodes(Program &program, Opportunities &opportunities);
void openBlocks(Program &program, Opportunities &opportunities);
void dropCarriedValues(Program &program, Opportunities &opportunities);
void dropOutputs(Program &program, Opportunities &opportunities);
void dropInputs(Program &program, Opportunities &opportunities);
void dropOperands(Program &program, Opportunities &opportunities);
void dropAttributes(Program &program, Opportunities &opportunities);
void shortenNames(Program &program, Opportunities &opportunities);
void renumberValues(Program &program, Opportunities &opportunities);

} // namespace hier

#endif // HIER_LIB_REDUCE_STRATEGIES_H
