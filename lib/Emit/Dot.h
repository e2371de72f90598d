//===- Dot.h - The language of Graphviz -------------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The one place that knows how a text is quoted in it.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_EMIT_DOT_H
#define HIER_LIB_EMIT_DOT_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <string>

namespace hier {

/// `lines` in quotes, one below the other, for a label or a tooltip. Nothing in
/// them is taken for an escape or an entity; what is no text in UTF-8, or a
/// control character, is replaced.
std::string dotText(llvm::ArrayRef<std::string> lines);

} // namespace hier

#endif // HIER_LIB_EMIT_DOT_H
