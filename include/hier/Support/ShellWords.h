//===- ShellWords.h - Words as a shell has them -----------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A command that is written into a comment can be copied to a shell, and is
// read back from there.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_SUPPORT_SHELLWORDS_H
#define HIER_SUPPORT_SHELLWORDS_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>

namespace hier {

/// `text` in single quotes, in one line: as `'a b'`, or where it holds what
/// these cannot, as bash's `$'it\'s'`.
std::string shellQuoted(llvm::StringRef text);

/// The words of `line`, which are between spaces. A word may have parts in
/// quotes as shellQuoted writes them, and in double quotes, which hold any text
/// as it is. Nothing when a quote is not closed.
std::optional<llvm::SmallVector<std::string>> shellWords(llvm::StringRef line);

} // namespace hier

#endif // HIER_SUPPORT_SHELLWORDS_H
