//===- NumberTable.h - What is known of values, by number --------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The numbers of a graph's values start at zero and leave few out: a vector is
// the quickest table. A text may give any number all the same, so that those
// far past the others go to a map.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_IR_NUMBERTABLE_H
#define HIER_LIB_IR_NUMBERTABLE_H

#include "llvm/ADT/DenseMap.h"

#include <algorithm>
#include <vector>

namespace hier {

/// A `T` is false by itself, and true in the table: none takes more room than
/// its own.
template <typename T> class NumberTable {
public:
  /// That numbers below `limit` come, of about so many values, lets the table
  /// grow once.
  void expect(size_t limit, size_t values) {
    if (limit < slack * values)
      near.resize(limit);
  }

  /// The entry of `number`, null when there is none. Until the next insertion.
  T *find(size_t number) {
    if (number < near.size() && near[number])
      return &near[number];
    if (far.empty())
      return nullptr;
    auto found = far.find(number);
    return found == far.end() ? nullptr : &found->second;
  }

  /// False when `number` has an entry.
  bool insert(size_t number, T value) {
    if (find(number))
      return false;
    ++count;
    if (number >= near.size() && number < slack * (count + 1))
      near.resize(std::max(number + 1, 2 * near.size()));
    if (number < near.size())
      near[number] = std::move(value);
    else
      far.try_emplace(number, std::move(value));
    return true;
  }

  /// Calls `visit(entry)` for all, in no order.
  template <typename Visit> void forEach(Visit visit) {
    for (T &entry : near)
      if (entry)
        visit(entry);
    for (auto &[number, entry] : far)
      visit(entry);
  }

private:
  /// How many numbers may be left out for each that is there.
  static constexpr size_t slack = 8;

  std::vector<T> near;
  llvm::DenseMap<size_t, T> far;
  size_t count = 0;
};

} // namespace hier

#endif // HIER_LIB_IR_NUMBERTABLE_H
