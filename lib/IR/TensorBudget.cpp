//===- TensorBudget.cpp - How much memory folding may take ----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An allocator in front of libtorch's own.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/TensorBudget.h"

#include "hier/IR/Torch.h"

#include <c10/core/CPUAllocator.h>

namespace hier {

static thread_local size_t remaining = SIZE_MAX;

namespace {

class BudgetedAllocator : public c10::Allocator {
public:
  explicit BudgetedAllocator(c10::Allocator &inner) : inner(inner) {}

  c10::DataPtr allocate(size_t bytes) override {
    TORCH_CHECK(bytes <= remaining, "a tensor of ", bytes,
                " bytes is too large to be made here");
    if (remaining != SIZE_MAX)
      remaining -= bytes;
    return inner.allocate(bytes);
  }
  c10::DeleterFnPtr raw_deleter() const override { return inner.raw_deleter(); }
  void copy_data(void *to, const void *from, size_t bytes) const override {
    inner.copy_data(to, from, bytes);
  }

private:
  c10::Allocator &inner;
};

} // namespace

void enforceTensorBudgets() {
  static BudgetedAllocator allocator(*c10::GetCPUAllocator());
  c10::SetCPUAllocator(&allocator, /*priority=*/UINT8_MAX);
}

TensorBudget::TensorBudget(size_t bytes)
    : outer(std::exchange(remaining, bytes)) {}

TensorBudget::~TensorBudget() { remaining = outer; }

} // namespace hier
