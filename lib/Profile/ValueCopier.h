//===- ValueCopier.h - Copies of modules and values -------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a model changes of a copy stays as it was.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_PROFILE_VALUECOPIER_H
#define HIER_LIB_PROFILE_VALUECOPIER_H

#include "hier/IR/Torch.h"

#include <utility>
#include <vector>

namespace hier {

/// Copies modules and values, as Module::deepcopy() does. What that throws at
/// is shared, and alone: complex numbers, which nothing changes, and what is
/// C++'s and cannot be saved. What is in two places of what one copier copies
/// is so in its copies.
class ValueCopier {
public:
  c10::IValue copy(const c10::IValue &value);

private:
  c10::IValue copyPart(const c10::IValue &value);
  void fill(const c10::IValue &from, const c10::IValue &to);

  c10::IValue::HashIdentityIValueMap copies;
  std::vector<std::pair<c10::IValue, c10::IValue>>
      pending; // what has parts, and copies that are to be filled
};

} // namespace hier

#endif // HIER_LIB_PROFILE_VALUECOPIER_H
