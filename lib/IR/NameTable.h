//===- NameTable.h - The values of a graph by name ------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Names point into the text, so nothing is copied. A module dump holds
// thousands of small graphs: the table is cleared by counting up an epoch, not
// by touching its entries.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_IR_NAMETABLE_H
#define HIER_LIB_IR_NAMETABLE_H

#include "hier/IR/Torch.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/xxhash.h"

#include <vector>

namespace hier {

class NameTable {
public:
  struct Entry {
    llvm::StringRef name;
    torch::jit::Value *value = nullptr;
    uint32_t hash = 0;
    uint32_t epoch = 0;
    uint32_t block = 0; // the innermost open block where it was defined
  };

  NameTable() : entries(64) {}

  void clear() {
    ++epoch;
    count = 0;
  }

  const Entry *find(llvm::StringRef name) const {
    const Entry &entry = entries[slotOf(name, hashOf(name))];
    return entry.epoch == epoch ? &entry : nullptr;
  }

  /// False when the name is taken.
  bool insert(llvm::StringRef name, torch::jit::Value *value, uint32_t block) {
    if (2 * (count + 1) > entries.size())
      grow();
    uint32_t hash = hashOf(name);
    Entry &entry = entries[slotOf(name, hash)];
    if (entry.epoch == epoch)
      return false;
    entry = {name, value, hash, epoch, block};
    ++count;
    return true;
  }

private:
  static uint32_t hashOf(llvm::StringRef name) {
    return static_cast<uint32_t>(llvm::xxh3_64bits(name));
  }

  /// Where `name` is, or where it would go.
  size_t slotOf(llvm::StringRef name, uint32_t hash) const {
    size_t mask = entries.size() - 1;
    for (size_t slot = hash & mask;; slot = (slot + 1) & mask) {
      const Entry &entry = entries[slot];
      if (entry.epoch != epoch || (entry.hash == hash && entry.name == name))
        return slot;
    }
  }

  void grow() {
    std::vector<Entry> old(entries.size() * 2);
    old.swap(entries);
    for (const Entry &entry : old)
      if (entry.epoch == epoch)
        entries[slotOf(entry.name, entry.hash)] = entry;
  }

  std::vector<Entry> entries; // a power of two of them
  size_t count = 0;
  uint32_t epoch = 1;
};

} // namespace hier

#endif // HIER_LIB_IR_NAMETABLE_H
