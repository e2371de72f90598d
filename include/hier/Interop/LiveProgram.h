//===- LiveProgram.h - A caller's module or graph as a program --*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a program of one's own has in hand, made into what passes run on. The
// graphs are copies: no pass changes the caller's.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_INTEROP_LIVEPROGRAM_H
#define HIER_INTEROP_LIVEPROGRAM_H

#include "hier/IR/Program.h"
#include "llvm/Support/Error.h"

namespace hier {

/// A program whose one item is `module`, to be inlined from `method`. The graph
/// of each method is copied, once where several objects share it; classes,
/// tensors and other attributes are the module's own, which the program keeps
/// alive. An error says that there is no such method, that a graph is not well
/// formed or is nested deeper than libtorch can copy, or what libtorch throws.
llvm::Expected<Program> programOf(const torch::jit::Module &module,
                                  const std::string &method = "forward");

/// A program whose one item is a copy of `graph`, with its names and scopes.
/// What the types of `graph` refer to must live as long as the program: the
/// compilation unit of its module. Errors are those of copying.
llvm::Expected<Program> programOf(torch::jit::Graph &graph);

/// Makes libtorch's interpreter run `graph` with its tags. It takes an untyped
/// constant for None only while that has no attribute: each
/// `%1 : Tensor? = prim::Constant()` that has a tag becomes a
/// `%1 : NoneType = prim::Constant()`, which is None whatever it has. Other
/// nodes, and constants without a tag, stay as they are.
void keepRunnable(torch::jit::Graph &graph);

} // namespace hier

#endif // HIER_INTEROP_LIVEPROGRAM_H
