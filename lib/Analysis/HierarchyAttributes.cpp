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
#include "hier/IR/Attributes.h"

using namespace torch::jit;

namespace hier {

bool HierarchyAttributes::strip(Node &node) const {
  return node.hasAttributes() && removeAttributes(node, all());
}

} // namespace hier
