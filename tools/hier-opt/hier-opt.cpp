//===- hier-opt.cpp - Pass driver for TorchScript IR ----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The driver is a library; this is its tool.
//
//===----------------------------------------------------------------------===//

#include "hier/Driver/HierOptMain.h"
#include "hier/Support/Exit.h"

int main(int argc, char **argv) {
  hier::exitQuickly(hier::hierOptMain(argc, argv));
}
