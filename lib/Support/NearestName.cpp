//===- NearestName.cpp - Did you mean this? -------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// By edit distance.
//
//===----------------------------------------------------------------------===//

#include "hier/Support/NearestName.h"

#include "llvm/ADT/Twine.h"

using namespace llvm;

namespace hier {

std::string didYouMean(StringRef name, ArrayRef<StringRef> known) {
  StringRef nearest;
  unsigned least = 1 + static_cast<unsigned>(name.size()) / 3;
  for (StringRef candidate : known) {
    unsigned distance = name.edit_distance(candidate, true, least);
    if (distance < least) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest.empty() ? "" : ("; did you mean '" + nearest + "'?").str();
}

} // namespace hier
