//===- FurtherNames.h - Modules that an archive holds twice ---------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Saving a model makes of a module with two names two modules, which still
// share their parameters.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_ANALYSIS_FURTHERNAMES_H
#define HIER_LIB_ANALYSIS_FURTHERNAMES_H

#include "hier/IR/Program.h"
#include "llvm/ADT/MapVector.h"

namespace hier {

/// Further names of modules, each with another name of the same one. In a text
/// nothing tells them: none.
struct FurtherNames {
  using Names = llvm::MapVector<const ModuleObject *, const ModuleObject *>;

  /// Each object that is the same live object as one before it, with the first
  /// that is.
  Names same;
  /// Of a trace: each object that is never called and is, as all of its
  /// parameters and buffers and those of its submodules tell, the one that is.
  /// Not so if two of that kind are called, for the tracer calls a module by
  /// one name: the last in the order of named_modules(), or of those in one
  /// module the first.
  Names uncalled;
  /// Of a script: each object of which all parameters and buffers, those of its
  /// submodules included, are those of one before it of the same Python class,
  /// with the first. It may be another module that has its weights from there.
  Names alike;
};

FurtherNames furtherNames(const ModuleObject &root);

} // namespace hier

#endif // HIER_LIB_ANALYSIS_FURTHERNAMES_H
