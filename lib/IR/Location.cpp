//===- Location.cpp - Where a node comes from -----------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// As libtorch's printer finds it.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/Location.h"

using namespace torch::jit;

namespace hier {

std::string Location::spell() const {
  return file + ":" + std::to_string(line) + ":" + std::to_string(column);
}

std::optional<Location> locationOf(const SourceRange &range) {
  if (!range.source())
    return std::nullopt;
  SourceRange shown = range;
  if (auto original = range.source()->findSourceRangeThatGenerated(range))
    shown = *original;
  auto place = shown.file_line_col();
  if (!place)
    return std::nullopt;
  auto &[file, line, column] = *place;
  return Location{std::move(file), line, column};
}

} // namespace hier
