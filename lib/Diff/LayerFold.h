//===- LayerFold.h - What repeated layers share -----------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An upgrade changes all layers in one way: people want to read it once.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_DIFF_LAYERFOLD_H
#define HIER_LIB_DIFF_LAYERFOLD_H

#include "DiffPrinter.h"
#include "llvm/ADT/StringMap.h"

namespace hier {

class LayerFold {
public:
  /// `item` outlives it, and has both models.
  explicit LayerFold(const ItemDiff &item);

  /// The module asked for before that differs in the same: in all but the
  /// numbers in its path, and the names of values. Null when there is none.
  const ModelDiff::Module *seen(const ModelDiff::Module &module);

private:
  struct Side {
    const ModelView *view;
    std::vector<size_t> constants; // numbers for them, by place
  };

  std::string keyOf(const ModelDiff::Module &module) const;
  std::string keyOf(const ModelDiff::Node &node) const;

  Side before, after;
  llvm::StringMap<const ModelDiff::Module *> modules; // by key
};

} // namespace hier

#endif // HIER_LIB_DIFF_LAYERFOLD_H
