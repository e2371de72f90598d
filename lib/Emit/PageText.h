//===- PageText.h - The page without its data -----------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What EmbedPage.cmake makes of the files in the folder `page`.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_EMIT_PAGETEXT_H
#define HIER_LIB_EMIT_PAGETEXT_H

#include "llvm/ADT/StringRef.h"

namespace hier {

/// `{{name}}` stands for what is put in its place.
extern const llvm::StringLiteral pageTemplate;
extern const llvm::StringLiteral pageStyle;
extern const llvm::StringLiteral pageScript;

} // namespace hier

#endif // HIER_LIB_EMIT_PAGETEXT_H
