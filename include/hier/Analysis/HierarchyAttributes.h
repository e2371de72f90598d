//===- HierarchyAttributes.h - What tag-hierarchy writes --------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The names of the attributes.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_ANALYSIS_HIERARCHYATTRIBUTES_H
#define HIER_ANALYSIS_HIERARCHYATTRIBUTES_H

#include "hier/IR/NodeParts.h"

#include <array>

namespace hier {

struct HierarchyAttributes {
  c10::Symbol tag = c10::Symbol::attr("hierarchy_tag");
  c10::Symbol path = c10::Symbol::attr("hierarchy_path");
  c10::Symbol call = c10::Symbol::attr("hierarchy_call");
  c10::Symbol origins = c10::Symbol::attr("hierarchy_origins");
  c10::Symbol evidence = c10::Symbol::attr("hierarchy_evidence");

  std::array<c10::Symbol, 5> all() const {
    return {tag, path, call, origins, evidence};
  }
  /// Takes all of them off `node`, and says whether it had any.
  bool strip(torch::jit::Node &node) const;
};

} // namespace hier

#endif // HIER_ANALYSIS_HIERARCHYATTRIBUTES_H
