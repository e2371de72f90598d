//===- hier-diff.cpp - What has changed between two dumps -----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The differ is a library; this is its tool.
//
//===----------------------------------------------------------------------===//

#include "hier/Diff/HierDiffMain.h"
#include "hier/Support/Exit.h"

int main(int argc, char **argv) {
  hier::exitQuickly(hier::hierDiffMain(argc, argv));
}
