//===- Verifier.h - Is a graph well formed? ---------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What every pass may rely on and must keep. The driver checks it after reading
// and after each pass.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_IR_VERIFIER_H
#define HIER_IR_VERIFIER_H

#include "hier/IR/Program.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/Error.h"

namespace hier {

/// Success, or an error about the first of these rules that `graph` or one of
/// its subgraphs breaks, in time linear in the graph:
///  - A value is used only after its definition, in the block of that or in a
///    block inside it, and not in the blocks of the node that defines it.
///  - No two values of a graph have one name or one number, and libtorch's
///    table of names agrees.
///  - The uses that a value records are those that nodes and blocks make of it;
///    nodes and blocks belong to the graph that they are in.
///  - A prim::If has two blocks with as many outputs as it has; a prim::Loop
///    has one that takes the iteration and what the loop carries; a subgraph of
///    prim::fork takes the operands of the fork.
///  - A scope is one line.
///
/// `subject` opens the message, as a pass's name would.
llvm::Error verifyGraph(const torch::jit::Graph &graph,
                        const llvm::Twine &subject = "verifier");

/// The same for every graph that `program` prints.
llvm::Error verifyProgram(const Program &program,
                          const llvm::Twine &subject = "verifier");

} // namespace hier

#endif // HIER_IR_VERIFIER_H
