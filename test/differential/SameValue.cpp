//===- SameValue.cpp - What two runs have returned ------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// libtorch's own equality of values compares tensors by identity.
//
//===----------------------------------------------------------------------===//

#include "SameValue.h"

namespace hier {

static bool sameTensor(const at::Tensor &left, const at::Tensor &right) {
  if (!left.defined() || !right.defined())
    return left.defined() == right.defined();
  if (left.scalar_type() != right.scalar_type() ||
      left.sizes() != right.sizes())
    return false;
  return left.equal(right) || (left.isnan().equal(right.isnan()) &&
                               left.nan_to_num().equal(right.nan_to_num()));
}

static bool sameElements(at::ArrayRef<c10::IValue> left,
                         at::ArrayRef<c10::IValue> right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    sameValue);
}

static bool sameDict(const c10::impl::GenericDict &left,
                     const c10::impl::GenericDict &right) {
  if (left.size() != right.size())
    return false;
  for (const auto &entry : left)
    if (!right.contains(entry.key()) ||
        !sameValue(entry.value(), right.at(entry.key())))
      return false;
  return true;
}

bool sameValue(const c10::IValue &left, const c10::IValue &right) {
  if (left.tagKind() != right.tagKind())
    return false;
  if (left.isTensor())
    return sameTensor(left.toTensor(), right.toTensor());
  if (left.isTuple())
    return sameElements(left.toTupleRef().elements(),
                        right.toTupleRef().elements());
  if (left.isList())
    return sameElements(left.toListRef(), right.toListRef());
  if (left.isGenericDict())
    return sameDict(left.toGenericDict(), right.toGenericDict());
  return left == right;
}

} // namespace hier
