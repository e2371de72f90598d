//===- ModuleCost.h - What the nodes of a module cost -----------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Sums, of which what is not known is a part.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_VIEW_MODULECOST_H
#define HIER_VIEW_MODULECOST_H

#include <cstddef>
#include <cstdint>
#include <optional>

namespace hier {

/// A sum of what is known, and how many of its parts are not.
struct Amount {
  uint64_t known = 0; ///< At most what 64 bits hold.
  size_t unknown = 0;

  bool isKnown() const { return unknown == 0; }
  void add(std::optional<uint64_t> part);
  Amount &operator+=(const Amount &other);
  bool operator==(const Amount &other) const = default;
};

struct ModuleCost {
  size_t nodes = 0;
  /// Elements. What several modules share is the first one's.
  Amount parameters;
  Amount parameterBytes;
  Amount flops;           ///< A multiplication and an addition are two.
  Amount activationBytes; ///< Of the tensors that nodes make.
  /// How long its nodes took; none where none was timed.
  std::optional<double> nanoseconds;

  void addTime(std::optional<double> time);

  ModuleCost &operator+=(const ModuleCost &other);
  bool operator==(const ModuleCost &other) const = default;
};

} // namespace hier

#endif // HIER_VIEW_MODULECOST_H
