//===- ClassName.cpp - The Python class behind a module -------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Undoes what torch's qualified names add to a Python class.
//
//===----------------------------------------------------------------------===//

#include "hier/Hierarchy/ClassName.h"
#include "hier/Hierarchy/Names.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace hier {

/// The atom that torch puts before the name of a second class of that name.
static bool isMangling(StringRef atom) {
  return atom.consume_front("___torch_mangle_") && isNumber(atom);
}

ClassName ClassName::parse(StringRef qualifiedName) {
  if (qualifiedName.empty())
    return {};
  qualifiedName.consume_front("__torch__.");
  SmallVector<StringRef> atoms;
  qualifiedName.split(atoms, '.');
  StringRef name = atoms.pop_back_val();
  erase_if(atoms, isMangling);
  // torch leaves `__main__` out: a script's own class is just `__torch__.Net`.
  return {atoms.empty() ? "__main__" : join(atoms, "."), name.str()};
}

std::string ClassName::qualified() const {
  return empty() ? std::string() : module + "." + name;
}

bool ClassName::isBareContainer() const {
  return module == "torch.nn.modules.container" &&
         (name == "ModuleList" || name == "ModuleDict" ||
          name == "ParameterList");
}

} // namespace hier
