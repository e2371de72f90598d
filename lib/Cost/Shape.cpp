//===- Shape.cpp - Sizes of tensors, as far as they are known -------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Products that do not overflow.
//
//===----------------------------------------------------------------------===//

#include "Shape.h"

#include "llvm/Support/MathExtras.h"

namespace hier {

Size product(llvm::ArrayRef<Size> factors) {
  uint64_t result = 1;
  for (Size factor : factors) {
    if (!factor)
      return std::nullopt;
    bool hasOverflowed = false;
    result = llvm::SaturatingMultiply(result, *factor, &hasOverflowed);
    if (hasOverflowed)
      return std::nullopt;
  }
  return result;
}

Size sum(Size one, Size other) {
  bool hasOverflowed = false;
  if (!one || !other)
    return std::nullopt;
  uint64_t result = llvm::SaturatingAdd(*one, *other, &hasOverflowed);
  return hasOverflowed ? std::nullopt : Size(result);
}

/// A text may hold sizes below zero.
static Size sizeOf(int64_t size) {
  return size < 0 ? std::nullopt : Size(static_cast<uint64_t>(size));
}

Shape Shape::of(at::IntArrayRef sizes) {
  llvm::SmallVector<Size, 5> known;
  for (int64_t size : sizes)
    known.push_back(sizeOf(size));
  return Shape(known);
}

Shape Shape::of(const c10::TensorType &type) {
  std::optional<std::vector<c10::ShapeSymbol>> symbols =
      type.symbolic_sizes().sizes();
  if (!symbols)
    return {};
  llvm::SmallVector<Size, 5> known;
  for (const c10::ShapeSymbol &symbol : *symbols)
    known.push_back(symbol.is_static() ? sizeOf(symbol.static_size())
                                       : std::nullopt);
  return Shape(known);
}

Size Shape::elements(size_t begin, size_t end) const {
  if (!sizes || begin + end > rank())
    return std::nullopt;
  return product(llvm::ArrayRef(*sizes).drop_front(begin).drop_back(end));
}

} // namespace hier
