//===- TestModules.h - Modules from text, for tests -------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Trees of module objects whose methods are written as graphs.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_TEST_UNIT_ANALYSIS_TESTMODULES_H
#define HIER_TEST_UNIT_ANALYSIS_TESTMODULES_H

#include "../IR/TestGraphs.h"

namespace hier::test {

/// A module object `name` of the class `__torch__.m.className`.
inline std::unique_ptr<ModuleObject> object(const char *name,
                                            const char *className) {
  auto made = std::make_unique<ModuleObject>();
  made->name = name;
  made->className = std::string("__torch__.m.") + className;
  return made;
}

inline ModuleObject &addChild(ModuleObject &parent, const char *name,
                              const char *className) {
  parent.children.push_back(object(name, className));
  return *parent.children.back();
}

inline torch::jit::Graph &addMethod(ModuleObject &module, const char *name,
                                    llvm::StringRef text) {
  module.methods.push_back({name, read(text).items[0].graph});
  return *module.methods.back().graph;
}

} // namespace hier::test

#endif // HIER_TEST_UNIT_ANALYSIS_TESTMODULES_H
