//===- Reader.h - From text to a program ------------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads what torch prints: `print(graph)`, `print(inlined_graph)` and
// `Module.dump_to_str()`, any number of them in one text. Lines that begin with
// `#` are comments.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_IR_READER_H
#define HIER_IR_READER_H

#include "hier/IR/Program.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBufferRef.h"

namespace hier {

/// The program that `text` holds, or a DiagnosticError at the first place that
/// cannot be read. Nothing in the program points into the text.
llvm::Expected<Program> readProgram(llvm::MemoryBufferRef text);
/// Reads `part` of `text` alone; places of errors are those in the whole text.
llvm::Expected<Program> readProgram(llvm::MemoryBufferRef text,
                                    llvm::StringRef part);

/// Do these bytes begin as an archive does, a zip file that torch.jit.save has
/// made, and not as text?
bool isArchive(llvm::StringRef bytes);

/// The module that an archive holds. libtorch loads it, which it does safely
/// only where the archive is trusted; what it throws is an error without place.
llvm::Expected<Program> readArchive(llvm::MemoryBufferRef archive);

/// What `part` of `text` holds, or where these are the bytes of an archive, the
/// module in it.
llvm::Expected<Program> readDump(llvm::MemoryBufferRef text,
                                 llvm::StringRef part);

} // namespace hier

#endif // HIER_IR_READER_H
