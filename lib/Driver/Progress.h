//===- Progress.h - How far it has come -----------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A line on a terminal, `[12/40] file`, while many inputs are run.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_DRIVER_PROGRESS_H
#define HIER_LIB_DRIVER_PROGRESS_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"

#include <chrono>
#include <functional>

namespace hier {

/// Shows nothing in the first second.
class Progress {
public:
  using Clock = std::chrono::steady_clock;

  /// Without a stream it shows nothing at all.
  Progress(llvm::raw_ostream *os, size_t count,
           std::function<Clock::time_point()> now = Clock::now)
      : os(os), count(count), now(std::move(now)), began(this->now()) {}
  ~Progress() { erase(); }
  Progress(const Progress &) = delete;
  Progress &operator=(const Progress &) = delete;

  /// `done` inputs are done, and the next is `file`.
  void show(size_t done, llvm::StringRef file);
  /// Makes room for what is printed besides.
  void erase();

private:
  llvm::raw_ostream *os;
  size_t count;
  std::function<Clock::time_point()> now;
  Clock::time_point began;
  bool isShown = false;
};

} // namespace hier

#endif // HIER_LIB_DRIVER_PROGRESS_H
