//===- Torch.h - What Hier uses of libtorch ---------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// libtorch's headers take a compiler ten seconds: they are included here and
// nowhere else, and this header is precompiled.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_IR_TORCH_H
#define HIER_IR_TORCH_H

#include <ATen/ATen.h>
#include <torch/csrc/jit/api/compilation_unit.h>
#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/ir/ir.h>
#include <torch/csrc/jit/ir/scope.h>
#include <torch/custom_class.h>

#endif // HIER_IR_TORCH_H
