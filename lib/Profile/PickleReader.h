//===- PickleReader.h - A pickle of tensors and plain values ----*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads one, of which nothing is trusted.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_PROFILE_PICKLEREADER_H
#define HIER_LIB_PROFILE_PICKLEREADER_H

#include "hier/IR/Torch.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hier {

/// What stands beside the pickle.
class PickleRecords {
public:
  virtual ~PickleRecords() = default;
  /// All bytes of a record; throws where there is none.
  virtual at::Storage read(const std::string &name) = 0;
};

/// The elements of a tuple, as long as it lives.
inline llvm::ArrayRef<c10::IValue> partsOf(const c10::IValue &tuple) {
  const c10::ivalue::TupleElements &elements = tuple.toTupleRef().elements();
  return llvm::ArrayRef<c10::IValue>(elements.begin(), elements.size());
}

class PickleReader {
public:
  PickleReader(llvm::StringRef pickle, PickleRecords &records)
      : rest(pickle), records(records) {}

  /// The value, or None and a fault. Throws what `records` throws, and what
  /// libtorch throws where it cannot make a tensor.
  c10::IValue read();
  /// Why it cannot be read; empty where it can.
  const std::string &fault() const { return message; }

  /// Tuples and lists may be nested as deep.
  static constexpr size_t maxDepth = 100;
  /// Tensors may overlap, and repeat what they have, but who copies each takes
  /// this many bytes at most beside those of the records.
  static constexpr size_t maxRepeatedBytes = size_t(64) << 20;

private:
  /// On the stack, and in the memo. The names of classes and functions are
  /// strings: nothing is done with them but to compare them.
  struct Entry {
    c10::IValue value;
    size_t depth = 0; ///< Of lists and tuples in each other.
    /// Of what no value may have in it: the name that this is, or that of this
    /// storage's class, or the first one in this tuple; None in what is a
    /// value.
    c10::IValue name;
  };

  bool fail(const llvm::Twine &what);
  bool isDamaged();
  bool failOn(const c10::IValue &name);
  bool step(uint8_t operation);
  bool stepOnValue(uint8_t operation);
  bool stepOnGroup(uint8_t operation);
  template <typename Number> bool takeNumber(Number &number);
  bool takeBytes(size_t count, llvm::StringRef &bytes);
  template <typename Number> bool pushInteger();
  template <typename Number> bool remember();
  template <typename Number> bool recall();
  bool push(c10::IValue value, size_t depth = 0, c10::IValue name = {});
  bool pop(Entry &entry);
  bool popMark(size_t &start);
  bool pushLong();
  bool pushDouble();
  bool pushText();
  bool pushName();
  bool pushTuple(size_t start);
  bool pushTupleOf(size_t count);
  bool append(size_t start);
  bool pushStorage();
  bool call();
  bool addView(llvm::ArrayRef<int64_t> sizes, size_t elementSize);
  bool pushView(llvm::ArrayRef<c10::IValue> parts);

  llvm::StringRef rest;
  PickleRecords &records;
  std::string message;
  std::vector<Entry> stack;
  std::vector<size_t> marks;
  std::map<uint32_t, Entry> memo;
  std::map<std::string, at::Storage> storages;
  size_t storedBytes = 0;
  size_t viewedBytes = 0;
};

} // namespace hier

#endif // HIER_LIB_PROFILE_PICKLEREADER_H
