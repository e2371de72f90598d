//===- TensorBudget.h - How much memory folding may take --------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// libtorch's passes fold constants by running operations, and a line of text
// can ask for a tensor of any size.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_IR_TENSORBUDGET_H
#define HIER_IR_TENSORBUDGET_H

#include <cstddef>
#include <cstdint>

namespace hier {

/// From now on, the process's allocator for tensors in main memory heeds
/// TensorBudget. For a program to call, once: what libtorch allocates by is the
/// whole process's. A program whose graphs are its own has no need to.
void enforceTensorBudgets();

/// While one lives, its thread may allocate so many bytes for tensors in all,
/// and libtorch throws where it would take more; what is freed meanwhile does
/// not count. Has no effect unless the program enforces budgets. They do not
/// nest: an inner one counts alone.
class TensorBudget {
public:
  explicit TensorBudget(size_t bytes);
  ~TensorBudget();
  TensorBudget(const TensorBudget &) = delete;
  TensorBudget &operator=(const TensorBudget &) = delete;

private:
  size_t outer;
};

} // namespace hier

#endif // HIER_IR_TENSORBUDGET_H
