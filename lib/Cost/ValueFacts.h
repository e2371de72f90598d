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

struct TensorFact {
  Shape shape;
  std::optional<c10::ScalarType> type; ///< Of the elements.

  static TensorFact of(const at::Tensor &tensor);
  Size bytes() const;
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

private:
  llvm::DenseMap<const torch::jit::Value *, TensorFact> live;
};

} // namespace hier

#endif // HIER_LIB_COST_VALUEFACTS_H
