//===- ReadFuzzer.cpp - Any bytes, read -----------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Any bytes are a program or an error whose place lies in them.
//
//===----------------------------------------------------------------------===//

#include "FuzzCheck.h"

using namespace hier;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz::read({reinterpret_cast<const char *>(data), size});
  return 0;
}
