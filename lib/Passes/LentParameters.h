//===- LentParameters.h - Modules that the tracer knows by two names ------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Of a module with two names the tracer calls one, and reads the parameters of
// the other: it gives them to the call as arguments. That tells that the two
// are one, which nothing else in a text does.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_PASSES_LENTPARAMETERS_H
#define HIER_LIB_PASSES_LENTPARAMETERS_H

#include "Callee.h"

namespace hier {

class LentParameters {
public:
  /// `value` is the attribute `name` of `owner`.
  void noteRead(torch::jit::Value *value, const ModuleObject &owner,
                std::string name) {
    reads[value] = {&owner, std::move(name)};
  }

  /// The other name of the module that a traced call is made on: an object of
  /// the same class, an attribute of which is an argument where the body does
  /// not read the module's own. Null when there is none.
  const ModuleObject *otherName(const Callee &callee) const;

private:
  struct Read {
    const ModuleObject *owner = nullptr;
    std::string name;
  };

  llvm::DenseMap<torch::jit::Value *, Read> reads;
};

} // namespace hier

#endif // HIER_LIB_PASSES_LENTPARAMETERS_H
