//===- LostCalls.h - Calls of methods that are gone -----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Of a module dump, what calls what is known by class and name, as in the text:
// the objects of a class share its methods.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_REDUCE_LOSTCALLS_H
#define HIER_LIB_REDUCE_LOSTCALLS_H

#include "hier/IR/Program.h"
#include "llvm/ADT/StringSet.h"

namespace hier {

/// The name of the class of `value`; empty when it is no object.
std::string classOf(const torch::jit::Value &value);

/// The name of the method that `node` calls; empty when it is no such call.
std::string calledMethod(const torch::jit::Node &node);

/// The classes and methods of a module dump before some of them were dropped.
class LostCalls {
public:
  explicit LostCalls(Program &program) : before(program) {}

  /// Drops the calls of methods that `program` had and has no longer, and what
  /// read the modules for them. Other calls into the unknown stay.
  void drop(Program &program) const;

private:
  struct Known {
    explicit Known(Program &program);
    llvm::StringSet<> classes;
    llvm::StringSet<> methods; // after the class and a newline
  };

  Known before;
};

} // namespace hier

#endif // HIER_LIB_REDUCE_LOSTCALLS_H
