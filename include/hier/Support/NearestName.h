//===- NearestName.h - Did you mean this? -----------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The suggestion at the end of an error about a name that does not exist.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_SUPPORT_NEARESTNAME_H
#define HIER_SUPPORT_NEARESTNAME_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <string>

namespace hier {

/// `; did you mean 'x'?` with the one of `known` that the fewest slips of the
/// hand turn into `name`; empty when that would take more than one slip for
/// three letters.
std::string didYouMean(llvm::StringRef name,
                       llvm::ArrayRef<llvm::StringRef> known);

} // namespace hier

#endif // HIER_SUPPORT_NEARESTNAME_H
