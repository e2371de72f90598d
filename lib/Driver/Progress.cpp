//===- Progress.cpp - How far it has come ---------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The line is written over, from its beginning, with what erases it first.
//
//===----------------------------------------------------------------------===//

#include "Progress.h"

using namespace llvm;

namespace hier {

/// A line that is longer than the terminal is wide cannot be erased.
static constexpr size_t widest = 60;

static constexpr StringLiteral eraseLine = "\r\x1b[K";

void Progress::show(size_t done, StringRef file) {
  if (!os || now() - began < std::chrono::seconds(1))
    return;
  *os << eraseLine << '[' << done << '/' << count << "] "
      << (file.size() > widest ? "..." : "") << file.take_back(widest);
  os->flush();
  isShown = true;
}

void Progress::erase() {
  if (!isShown)
    return;
  *os << eraseLine;
  os->flush();
  isShown = false;
}

} // namespace hier
