//===- Text.h - Text of others, as people are shown it ----------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A dump may name its modules after anything. What would move a terminal's
// cursor, change its colours, or turn the text around it, is replaced: control
// characters, also those that UTF-8 has two bytes for, and characters without
// width that format text.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_SUPPORT_TEXT_H
#define HIER_SUPPORT_TEXT_H

#include "llvm/ADT/StringRef.h"

#include <string>

namespace hier {

/// `text` with a space for each of them.
std::string printable(llvm::StringRef text);

/// `text` with each of them spelt out: `\n`, `\x1b`, `\u{202e}`.
std::string spelledOut(llvm::StringRef text);

/// `text`, or no more than its first `most` bytes and an ellipsis. No character
/// of UTF-8 is cut in two.
std::string shortened(llvm::StringRef text, size_t most);

/// Does `byte` go on with a character of UTF-8 that another has begun?
bool continuesCharacter(char byte);

/// How many characters of UTF-8 `text` has.
size_t charactersOf(llvm::StringRef text);

} // namespace hier

#endif // HIER_SUPPORT_TEXT_H
