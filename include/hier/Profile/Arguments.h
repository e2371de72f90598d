//===- Arguments.h - What a model is run on ---------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The arguments of a method: from a file that torch.save has made, or made up
// for shapes that are given or known.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_PROFILE_ARGUMENTS_H
#define HIER_PROFILE_ARGUMENTS_H

#include "hier/IR/Program.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/MemoryBufferRef.h"

#include <optional>

namespace hier {

/// The value in `file`: tensors, numbers, strings and None, in tuples and lists
/// of these. Whatever bytes it holds, no Python is run, and what is not such a
/// file is an error.
llvm::Expected<c10::IValue> readSavedValue(llvm::MemoryBufferRef file);

/// A shape to make a tensor of.
struct TensorShape {
  std::vector<int64_t> sizes;
  at::ScalarType type = at::kFloat;
};

/// shapes ::= shape (',' shape)*
/// shape  ::= ('scalar' | size ('x' size)*) (':' type)?
/// None where `text` is no such thing. A type is spelt as torch spells it,
/// `int64`, and is float32 where it is left out.
std::optional<llvm::SmallVector<TensorShape>> parseShapes(llvm::StringRef text);

/// A tensor of that shape, the same each time for the same `seed`: normally
/// distributed numbers, or of an integer type and bool zeros and ones, which
/// are valid indices wherever there are two. Throws what libtorch throws.
at::Tensor makeTensor(const TensorShape &shape, uint64_t seed);

/// Where arguments come from; where neither is given, from the types of the
/// graph.
struct ArgumentSource {
  std::optional<c10::IValue> saved; ///< A tuple or list is all arguments.
  std::optional<llvm::SmallVector<TensorShape>> shapes;
};

/// Whether `item` has a method at its entry that can be run; an error says what
/// has.
llvm::Error checkRunnable(const Item &item);

/// The module of `item`, and arguments that the method at its entry takes: a
/// list gets the type that is wanted, and an integer is a float where that is.
/// `flat` is the item's flat graph. Errors say what cannot be run, or which
/// argument does not fit or has no shape.
llvm::Expected<torch::jit::Stack> argumentsOf(Item &item,
                                              const torch::jit::Graph &flat,
                                              const ArgumentSource &source);

} // namespace hier

#endif // HIER_PROFILE_ARGUMENTS_H
