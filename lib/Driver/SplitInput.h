//===- SplitInput.h - Several texts in one file ---------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What --split-input-file means.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_DRIVER_SPLITINPUT_H
#define HIER_LIB_DRIVER_SPLITINPUT_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

namespace hier {

/// The line between two texts; printed between their results, too.
inline constexpr llvm::StringLiteral splitMarker = "# -----";

/// The texts between the lines that are the marker.
llvm::SmallVector<llvm::StringRef> splitInput(llvm::StringRef text);

/// Does `text` hold nothing but comments and blank lines?
bool isOnlyComments(llvm::StringRef text);

} // namespace hier

#endif // HIER_LIB_DRIVER_SPLITINPUT_H
