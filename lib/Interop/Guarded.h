//===- Guarded.h - Nothing thrown gets out ----------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The outermost call of each function of this area.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_INTEROP_GUARDED_H
#define HIER_LIB_INTEROP_GUARDED_H

#include "hier/IR/TorchFailure.h"
#include "hier/Support/Diagnostic.h"

#include <optional>

namespace hier {

/// What `call` gives, or an error of `subject` where libtorch throws.
template <typename Result>
Result guarded(const llvm::Twine &subject, llvm::function_ref<Result()> call) {
  std::optional<Result> result;
  auto message = failureOf([&] { result.emplace(call()); });
  if (message)
    return errorIn(subject, "libtorch gives up: " + *message);
  return std::move(*result);
}

} // namespace hier

#endif // HIER_LIB_INTEROP_GUARDED_H
