//===- StackCalls.h - The calls of a graph that libtorch has inlined ------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A graph in libtorch's executor has no calls left, but it has classes: that of
// its first input, or those on its call stacks. Their methods still have the
// calls.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_ANALYSIS_STACKCALLS_H
#define HIER_LIB_ANALYSIS_STACKCALLS_H

#include "hier/Analysis/ModuleCalls.h"

namespace hier {

/// The calls that have been inlined into `graph`, found by following those of
/// the method that it was made from, with their frames. `root` is the module
/// whose method it is, if it is known; its class tells what else there is, but
/// not which names are names of one object. Null where no node has a call
/// stack, or where no method has the calls that these begin with.
std::shared_ptr<ModuleCalls> callsOfStacks(torch::jit::Graph &graph,
                                           ModuleObject *root);

} // namespace hier

#endif // HIER_LIB_ANALYSIS_STACKCALLS_H
