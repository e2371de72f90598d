//===- ValueFacts.h - What is known of the tensors of a graph ---*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The type of a value has the shape that was traced. What is read from modules
// has none there: a live module has the tensors.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_COST_VALUEFACTS_H
#define HIER_LIB_COST_VALUEFACTS_H

#include "AttributeReads.h"
#include "Shape.h"

namespace hier {

/// Has `tensor` strides, and one memory that its elements lie in?
bool isStrided(const at::Tensor &tensor);

struct TensorFact {
  Shape shape;
  std::optional<c10::ScalarType> type; ///< Of the elements.

  static TensorFact of(const at::Tensor &tensor);
  Size bytes() const;
};

/// Where the elements of a tensor lie in memory.
struct Layout {
  std::vector<int64_t> sizes, strides; ///< As many of one as of the other.
};

class ValueFacts {
public:
  /// What types and constants tell.
  ValueFacts() = default;
  /// And what live tensors do of those that are read.
  explicit ValueFacts(const AttributeReads &reads);

  TensorFact of(const torch::jit::Value &value) const;
  Shape shapeOf(const torch::jit::Value &value) const {
    return of(value).shape;
  }
  /// Nothing where not all of it is known, or the tensor is not strided.
  std::optional<Layout> layoutOf(const torch::jit::Value &value) const;
  std::optional<c10::Device> deviceOf(const torch::jit::Value &value) const;

private:
  llvm::DenseMap<const torch::jit::Value *, at::Tensor> live;
};

} // namespace hier

#endif // HIER_LIB_COST_VALUEFACTS_H
