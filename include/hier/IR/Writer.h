//===- Writer.h - From a program to text ------------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Prints graphs and module dumps as torch does, byte for byte: what the reader
// has read comes out as it went in.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_IR_WRITER_H
#define HIER_IR_WRITER_H

#include "hier/IR/Program.h"
#include "llvm/Support/raw_ostream.h"

#include <string>

namespace hier {

/// Appends `graph` as Graph::toString() prints it, each line after `indent`
/// spaces.
void writeGraph(std::string &out, const torch::jit::Graph &graph,
                size_t indent = 0);

/// Appends all items with the blank space between them.
void writeProgram(std::string &out, const Program &program);
/// The same, piece by piece: the text is never there in whole.
void writeProgram(llvm::raw_ostream &os, const Program &program);

} // namespace hier

#endif // HIER_IR_WRITER_H
