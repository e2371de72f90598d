//===- HierarchyAttributes.cpp - What tag-hierarchy writes ----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Removing attributes.
//
//===----------------------------------------------------------------------===//

#include "hier/Analysis/HierarchyAttributes.h"

using namespace torch::jit;

namespace hier {

bool HierarchyAttributes::strip(Node &node) const {
  bool hadAny = false;
  if (!node.hasAttributes())
    return hadAny;
  for (c10::Symbol name : all())
    if (node.hasAttribute(name)) {
      node.removeAttribute(name);
      hadAny = true;
    }
  return hadAny;
}

} // namespace hier
