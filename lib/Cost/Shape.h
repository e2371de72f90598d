//===- Shape.h - Sizes of tensors, as far as they are known -----*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A text may leave out a size or all of them, and spell sizes whose product no
// number holds.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_COST_SHAPE_H
#define HIER_LIB_COST_SHAPE_H

#include "hier/IR/Torch.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"

#include <optional>

namespace hier {

/// A size or a count; none: not known.
using Size = std::optional<uint64_t>;

/// None where a factor is not known, or no number holds the product.
Size product(llvm::ArrayRef<Size> factors);

/// The same of a sum.
Size sum(Size one, Size other);

/// The first of the two that is known.
inline Size either(Size first, Size second) { return first ? first : second; }

class Shape {
public:
  Shape() = default; ///< Of which nothing is known.
  explicit Shape(llvm::ArrayRef<Size> sizes)
      : sizes(std::in_place, sizes.begin(), sizes.end()) {}

  static Shape of(at::IntArrayRef sizes);
  static Shape ofVector(Size length) {
    return Shape(llvm::ArrayRef<Size>(length));
  }
  static Shape of(const c10::TensorType &type);

  bool hasRank() const { return sizes.has_value(); }
  /// Zero where it is not known.
  size_t rank() const { return sizes ? sizes->size() : 0; }
  /// None too where there is no such dimension.
  Size size(size_t index) const {
    return index < rank() ? (*sizes)[index] : std::nullopt;
  }
  /// The same, counted from the last, which is number 0.
  Size fromEnd(size_t index) const {
    return index < rank() ? (*sizes)[rank() - 1 - index] : std::nullopt;
  }
  /// The product of the sizes from `begin` up to, not with, `end` from the end;
  /// none where there are not as many.
  Size elements(size_t begin = 0, size_t end = 0) const;

private:
  std::optional<llvm::SmallVector<Size, 5>> sizes;
};

} // namespace hier

#endif // HIER_LIB_COST_SHAPE_H
