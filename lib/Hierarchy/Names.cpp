//===- Names.cpp - What the names of modules and methods tell -------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The spellings that torch gives to repeated calls and to overloads.
//
//===----------------------------------------------------------------------===//

#include "hier/Hierarchy/Names.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

bool hier::isNumber(StringRef name) {
  return !name.empty() && all_of(name, [](char c) { return isDigit(c); });
}

bool hier::isForward(StringRef method, bool traced) {
  if (!method.consume_front("forward"))
    return false;
  if (method.empty())
    return true;
  return method.consume_front("__") ? isNumber(method)
                                    : traced && isNumber(method);
}
