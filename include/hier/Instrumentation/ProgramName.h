//===- ProgramName.h - What a program goes by in messages -------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Watchers name the file that they tell of, and the part of it.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_INSTRUMENTATION_PROGRAMNAME_H
#define HIER_INSTRUMENTATION_PROGRAMNAME_H

#include <string>

namespace hier {

struct ProgramName {
  /// As the user has it; `<stdin>` for stdin.
  std::string file;
  /// From 1, when a file is split into parts; else 0.
  size_t part = 0;

  /// `x.ir`, or `x.ir, part 2`.
  std::string spell() const {
    return part == 0 ? file : file + ", part " + std::to_string(part);
  }
};

} // namespace hier

#endif // HIER_INSTRUMENTATION_PROGRAMNAME_H
