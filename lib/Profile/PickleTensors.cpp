//===- PickleTensors.cpp - The tensors of a pickle ------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A tensor is a view of a storage, and a storage is a record beside the pickle.
//
//===----------------------------------------------------------------------===//

#include "PickleReader.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/MathExtras.h"

namespace hier {

static std::optional<at::ScalarType> elementType(llvm::StringRef storage) {
  return llvm::StringSwitch<std::optional<at::ScalarType>>(storage)
      .Case("torch.HalfStorage", at::kHalf)
      .Case("torch.BFloat16Storage", at::kBFloat16)
      .Case("torch.FloatStorage", at::kFloat)
      .Case("torch.DoubleStorage", at::kDouble)
      .Case("torch.CharStorage", at::kChar)
      .Case("torch.ByteStorage", at::kByte)
      .Case("torch.ShortStorage", at::kShort)
      .Case("torch.IntStorage", at::kInt)
      .Case("torch.LongStorage", at::kLong)
      .Case("torch.BoolStorage", at::kBool)
      .Case("torch.ComplexFloatStorage", at::kComplexFloat)
      .Case("torch.ComplexDoubleStorage", at::kComplexDouble)
      .Default(std::nullopt);
}

/// ('storage', class, record, device, elements): with the type of its elements,
/// a pair that nothing else in a pickle makes.
bool PickleReader::pushStorage() {
  Entry entry;
  if (!pop(entry))
    return false;
  if (!entry.value.isTuple() || entry.value.toTupleRef().size() != 5)
    return isDamaged();
  llvm::ArrayRef<c10::IValue> parts = partsOf(entry.value);
  if (!parts[1].isString() || !parts[2].isString())
    return isDamaged();
  std::optional<at::ScalarType> type = elementType(parts[1].toStringRef());
  if (!type)
    return fail("it holds a '" + parts[1].toStringRef() +
                "', whose elements are of no type that is known");
  const std::string &record = parts[2].toStringRef();
  auto [found, isNew] = storages.try_emplace(record);
  if (isNew) {
    found->second = records.read("data/" + record);
    storedBytes += found->second.nbytes();
  }
  return push(
      c10::ivalue::Tuple::create(found->second, static_cast<int64_t>(*type)),
      /*depth=*/0, /*name=*/parts[1]);
}

/// None unless they are all integers that are not negative.
static std::optional<std::vector<int64_t>> extentsOf(const c10::IValue &value) {
  if (!value.isTuple())
    return std::nullopt;
  std::vector<int64_t> extents;
  for (const c10::IValue &each : partsOf(value)) {
    if (!each.isInt() || each.toInt() < 0)
      return std::nullopt;
    extents.push_back(each.toInt());
  }
  return extents;
}

/// Is the last element among the first `count` of the storage?
static bool liesWithin(int64_t count, llvm::ArrayRef<int64_t> sizes,
                       llvm::ArrayRef<int64_t> strides, int64_t offset) {
  if (llvm::is_contained(sizes, 0))
    return offset <= count;
  int64_t last = offset;
  for (auto [size, stride] : llvm::zip_equal(sizes, strides)) {
    int64_t length;
    if (llvm::MulOverflow(size - 1, stride, length) ||
        llvm::AddOverflow(last, length, last))
      return false;
  }
  return last < count;
}

/// Counts what a copy of such a tensor takes.
bool PickleReader::addView(llvm::ArrayRef<int64_t> sizes, size_t elementSize) {
  size_t bytes = elementSize;
  for (int64_t size : sizes)
    bytes = llvm::SaturatingMultiply(bytes, static_cast<size_t>(size));
  viewedBytes = llvm::SaturatingAdd(viewedBytes, bytes);
  return viewedBytes <= storedBytes + maxRepeatedBytes ||
         fail("its tensors are together larger than what is stored of them");
}

/// (storage, offset, sizes, strides, ...)
bool PickleReader::pushView(llvm::ArrayRef<c10::IValue> parts) {
  if (parts.size() < 4 || !parts[0].isTuple() || !parts[1].isInt() ||
      parts[1].toInt() < 0)
    return isDamaged();
  llvm::ArrayRef<c10::IValue> pair = partsOf(parts[0]);
  if (pair.size() != 2 || !pair[0].isStorage())
    return isDamaged();
  at::Storage storage = pair[0].toStorage();
  auto type = static_cast<at::ScalarType>(pair[1].toInt());
  int64_t offset = parts[1].toInt();
  int64_t count = storage.nbytes() / c10::elementSize(type);
  auto sizes = extentsOf(parts[2]), strides = extentsOf(parts[3]);
  if (!sizes || !strides || sizes->size() != strides->size() ||
      !liesWithin(count, *sizes, *strides, offset))
    return fail("a tensor is larger than what is stored of it");
  if (!addView(*sizes, c10::elementSize(type)))
    return false;
  at::Tensor tensor = at::empty({0}, type);
  tensor.set_(std::move(storage), offset, *sizes, *strides);
  return push(std::move(tensor));
}

} // namespace hier
