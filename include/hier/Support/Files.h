//===- Files.h - Where text comes from and goes to --------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The files that the command line names.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_SUPPORT_FILES_H
#define HIER_SUPPORT_FILES_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBuffer.h"

namespace hier {

/// What `file` holds, or stdin when it is `-`.
llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>>
readInput(llvm::StringRef file);

/// Makes `text` the whole of `file`, or sends it to stdout when that is `-`. A
/// regular file appears whole or is left as it was.
llvm::Error writeOutput(llvm::StringRef file, llvm::StringRef text);

} // namespace hier

#endif // HIER_SUPPORT_FILES_H
