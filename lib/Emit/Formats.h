//===- Formats.h - What the formats share -----------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How modules and numbers are called wherever people see them.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_EMIT_FORMATS_H
#define HIER_LIB_EMIT_FORMATS_H

#include "hier/Emit/Emitter.h"

namespace hier {

/// `layer.0: BertLayer`, of the root `BertModel`.
std::string titleOf(const ModelView::Module &module);

/// Is `node` a prim::Constant, of which an operation has several, or does it
/// read a module? A drawing that has room for neither tells them in another
/// way.
bool isAside(const ModelView::Node &node);

/// The statements of the constants that `node` takes, in order, each no longer
/// than a line.
std::vector<std::string> constantsOf(const ModelView &view,
                                     const ModelView::Node &node);

/// Does a profile tell how long the nodes of `view` take?
bool isProfiled(const ModelView &view);

/// Does `operand` name an input of the graph, `output` among them?
bool isInput(const ModelView::Operand &operand);

/// Is a value of this type a module, or another object of a class?
bool isObject(llvm::StringRef type);

/// `1234`, `1234 and 2 unknown`, `unknown`.
std::string amountText(const Amount &amount);

} // namespace hier

#endif // HIER_LIB_EMIT_FORMATS_H
