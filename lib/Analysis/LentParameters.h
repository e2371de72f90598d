//===- LentParameters.h - Modules that the tracer knows by two names ------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Of a module with two names the tracer calls one, and may read the parameters
// by the other: it gives them to the call as arguments. So it does where two
// modules have one weight; which of them it was, the order of names tells.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_ANALYSIS_LENTPARAMETERS_H
#define HIER_LIB_ANALYSIS_LENTPARAMETERS_H

#include "Callee.h"
#include "hier/Analysis/ModuleCalls.h"
#include "llvm/ADT/MapVector.h"

namespace hier {

class LentParameters {
public:
  /// `value` is the attribute `name` of `owner`.
  void noteRead(torch::jit::Value *value, const ModuleObject &owner,
                std::string name) {
    reads[value] = {&owner, std::move(name)};
  }

  /// Looks whether a traced call is given another module's parameters where the
  /// body reads none of its own.
  void noteCall(const Callee &callee);

  /// Adds to `calls`, when all are known, the names that belong together: of a
  /// module that is never called, and that has lent its parameters to one of
  /// its class alone. The tracer calls a module by the last of its names in the
  /// order of named_modules(), and of those in one module by the first.
  void addAliases(ModuleCalls &calls) const;

private:
  struct Read {
    const ModuleObject *owner = nullptr;
    std::string name;
  };

  llvm::DenseMap<torch::jit::Value *, Read> reads;
  /// To whom a module has lent parameters; null when to several.
  llvm::MapVector<const ModuleObject *, const ModuleObject *> borrowers;
};

} // namespace hier

#endif // HIER_LIB_ANALYSIS_LENTPARAMETERS_H
