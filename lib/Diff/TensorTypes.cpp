//===- TensorTypes.cpp - Which types are those of tensors -----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// They begin with the name of what their elements are.
//
//===----------------------------------------------------------------------===//

#include "TensorTypes.h"

#include "hier/IR/Torch.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"

using namespace llvm;

namespace hier {

static bool isElement(StringRef name) {
  static const StringSet<> names = [] {
    StringSet<> all;
    constexpr auto end = static_cast<int>(at::ScalarType::Undefined);
    for (int index = 0; index < end; ++index)
      all.insert(c10::toString(static_cast<at::ScalarType>(index)));
    return all;
  }();
  return names.contains(name);
}

static StringRef firstWord(StringRef type) {
  return type.take_while(
      [](char byte) { return isAlnum(byte) || byte == '_'; });
}

bool hasShape(StringRef type) {
  StringRef name = firstWord(type);
  return type.drop_front(name.size()).starts_with("(") && isElement(name);
}

bool isTensor(StringRef type) {
  StringRef name = firstWord(type), rest = type.drop_front(name.size());
  if (!rest.empty() && !(rest.starts_with("(") && rest.ends_with(")")))
    return false;
  return hasShape(type) ||
         (name.consume_back("Tensor") && (name.empty() || isElement(name)));
}

} // namespace hier
