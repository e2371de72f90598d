//===- TypeTable.h - Types by their spelling --------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A dump spells a type thousands of times: each spelling is read once. The
// table also owns the class types of one program, so that every mention of a
// class is one c10::ClassType.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_IR_TYPETABLE_H
#define HIER_IR_TYPETABLE_H

#include "hier/IR/Torch.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"

#include <memory>
#include <string>
#include <vector>

namespace hier {

/// The symbols of shapes that a text spells, as it does when torch prints it
/// under PYTORCH_JIT_TYPE_VERBOSITY=4: -2 of `SS(-2)`.
using ShapeSymbols = llvm::DenseSet<int64_t>;

/// Holds parts of types that are nested deep, so that freeing a type frees few
/// levels at a time: libtorch does that by recursion. What is held comes after
/// what it consists of.
class DeepTypes {
public:
  DeepTypes() = default;
  ~DeepTypes() {
    while (!held.empty())
      held.pop_back();
  }
  DeepTypes(const DeepTypes &) = delete;
  DeepTypes &operator=(const DeepTypes &) = delete;

  /// Holds `type`, in which types are nested `depth` deep, if it is time to.
  void note(const c10::TypePtr &type, size_t depth) {
    constexpr size_t levels = 64;
    if (depth % levels == 0)
      held.push_back(type);
  }

private:
  std::vector<c10::TypePtr> held;
};

class TypeTable {
public:
  /// Class types and their methods are registered in `unit`.
  explicit TypeTable(std::shared_ptr<torch::jit::CompilationUnit> unit);

  /// The type that libtorch prints as `spelling`. Never fails: what libtorch
  /// has no class for, or would print in another way, is an opaque type.
  const c10::TypePtr &read(llvm::StringRef spelling);

  /// The class `qualifiedName`, made when it is mentioned first; null when
  /// libtorch cannot hold a class of that name.
  c10::ClassTypePtr classType(llvm::StringRef qualifiedName);

  /// A class that libtorch itself registers (packed parameters of quantised
  /// modules), so that operators which take it match; null for any other.
  static c10::ClassTypePtr builtinClass(llvm::StringRef qualifiedName);

  torch::jit::CompilationUnit &unit() { return *compilationUnit; }
  const ShapeSymbols &shapeSymbols() const { return symbols; }

private:
  friend class TypeReader;

  DeepTypes deep; // First, and so the last to go.
  std::shared_ptr<torch::jit::CompilationUnit> compilationUnit;
  llvm::StringMap<c10::TypePtr> types;
  llvm::StringMap<c10::ClassTypePtr> classes;
  llvm::StringMap<c10::TypePtr> others; // interfaces and enumerations by name
  ShapeSymbols symbols;
};

/// `type` as libtorch's `operator<<` prints it, with no recursion on its depth.
/// A size that is not known is `*`, or its symbol if that is one of `symbols`.
void appendType(std::string &out, const c10::Type &type,
                const ShapeSymbols &symbols = {});

} // namespace hier

#endif // HIER_IR_TYPETABLE_H
