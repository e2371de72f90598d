//===- Location.h - Where a node comes from ---------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The line of the model's source that a node is printed with.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_IR_LOCATION_H
#define HIER_IR_LOCATION_H

#include "hier/IR/Torch.h"

#include <optional>
#include <string>

namespace hier {

struct Location {
  std::string file;
  size_t line;
  size_t column;

  /// `file:line:column`.
  std::string spell() const;
};

/// What is printed after the `#` of a node's line; nothing when there is none.
/// Code that libtorch has generated, as an archive's, stands for the code that
/// it came from: where that was none, the file is empty and the line 0.
std::optional<Location> locationOf(const torch::jit::SourceRange &range);

} // namespace hier

#endif // HIER_IR_LOCATION_H
