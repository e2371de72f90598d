//===- SplitInput.cpp - Several texts in one file -------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Line by line.
//
//===----------------------------------------------------------------------===//

#include "SplitInput.h"

using namespace llvm;

namespace hier {

/// Takes a line with its end off `text`, and gives it without.
static StringRef takeLine(StringRef &text) {
  auto [line, rest] = text.split('\n');
  text = rest;
  return line;
}

SmallVector<StringRef> splitInput(StringRef text) {
  SmallVector<StringRef> parts;
  const char *begin = text.begin();
  for (StringRef rest = text; !rest.empty();) {
    StringRef line = takeLine(rest);
    if (line.rtrim(' ') != splitMarker)
      continue;
    parts.emplace_back(begin, line.begin() - begin);
    begin = rest.empty() ? text.end() : rest.begin();
  }
  parts.emplace_back(begin, text.end() - begin);
  return parts;
}

bool isOnlyComments(StringRef text) {
  while (!text.empty()) {
    StringRef line = takeLine(text);
    if (!line.starts_with("#") && !line.trim(' ').empty())
      return false;
  }
  return true;
}

} // namespace hier
