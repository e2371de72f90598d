//===- TorchFailure.h - What libtorch throws, as text -----------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// libtorch reports by exceptions what Hier reports by values. This is where the
// one becomes the other.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_IR_TORCHFAILURE_H
#define HIER_IR_TORCHFAILURE_H

#include "llvm/ADT/STLFunctionalExtras.h"

#include <optional>
#include <string>

namespace hier {

/// What `call` throws, as one sentence; nothing when it does not.
std::optional<std::string> failureOf(llvm::function_ref<void()> call);

} // namespace hier

#endif // HIER_IR_TORCHFAILURE_H
