//===- Circumstances.h - What profiles want of the process ------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Some of what libtorch goes by when it runs a model is the whole process's.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_PROFILE_CIRCUMSTANCES_H
#define HIER_LIB_PROFILE_CIRCUMSTANCES_H

namespace hier {

/// While any lives, what models print goes to stderr, and operations of its
/// thread use as many threads as it says. When the last one dies, what is
/// printed goes where it went before the first, and the random numbers that
/// come next are those that would have come then; its thread's count each
/// restores.
///
/// No thread waits for another to end: it may have Python's lock, which the
/// other needs.
class Circumstances {
public:
  explicit Circumstances(int threads);
  ~Circumstances();
  Circumstances(const Circumstances &) = delete;
  Circumstances &operator=(const Circumstances &) = delete;
};

} // namespace hier

#endif // HIER_LIB_PROFILE_CIRCUMSTANCES_H
