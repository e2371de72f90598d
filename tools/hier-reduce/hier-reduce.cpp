//===- hier-reduce.cpp - Smaller dumps that still show it -----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The reducer is a library; this is its tool.
//
//===----------------------------------------------------------------------===//

#include "hier/Reduce/HierReduceMain.h"
#include "hier/Support/Exit.h"

int main(int argc, char **argv) {
  hier::exitQuickly(hier::hierReduceMain(argc, argv));
}
