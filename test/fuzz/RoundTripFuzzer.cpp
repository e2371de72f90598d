//===- RoundTripFuzzer.cpp - Any program, printed and read again ----------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Bytes that can be read are printed as text that can be read, and that is
// printed as it is.
//
//===----------------------------------------------------------------------===//

#include "FuzzCheck.h"

using namespace hier;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  llvm::StringRef text(reinterpret_cast<const char *>(data), size);
  std::optional<Program> program = fuzz::read(text);
  // Inputs that do not get this far are of no use to this fuzzer.
  if (!program)
    return -1;
  fuzz::checkFixedPoint(fuzz::print(*program), text);
  return 0;
}
