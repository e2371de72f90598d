//===- Opaque.h - What libtorch has no form for, kept as text ---*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A dump prints some things in ways that cannot be read back (a tensor of more
// than eight elements is `<Tensor>`), and a newer torch prints what this one
// does not know. Such text is carried by objects that libtorch itself copies
// with the node, so that it survives Graph::copy and any pass. Each is equal to
// itself only: two `<Tensor>` need not hold the same numbers.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_IR_OPAQUE_H
#define HIER_IR_OPAQUE_H

#include "hier/IR/Torch.h"
#include "llvm/ADT/StringRef.h"

#include <optional>

namespace hier {

/// An attribute value that prints as `text`.
c10::IValue makeOpaqueValue(llvm::StringRef text);
/// The text of such a value; nothing when `value` is another kind of value. The
/// text lives as long as the value.
std::optional<llvm::StringRef> opaqueText(const c10::IValue &value);

/// A tensor without storage that prints as `text`. Its shape says nothing.
at::Tensor makeOpaqueTensor(llvm::StringRef text, at::ScalarType dtype);
std::optional<llvm::StringRef> opaqueText(const at::Tensor &tensor);

/// A type that libtorch has no class for. No schema matches it.
c10::TypePtr makeOpaqueType(llvm::StringRef spelling);
bool isOpaque(const c10::Type &type);

/// A call of a Python function, `^name[attributes](scalars)(%operands)`:
/// libtorch's own printer needs nodes of kind prim::PythonOp to be of this
/// class. `scalars` is the text between the first parentheses. Newer versions
/// of torch print the list of attributes even if it is empty, older ones never.
torch::jit::Node *createPythonCall(torch::jit::Graph &graph,
                                   llvm::StringRef name,
                                   llvm::StringRef scalars,
                                   bool hasAttributeList);
/// Does a node of kind prim::PythonOp print its attributes?
bool printsAttributes(const torch::jit::Node &pythonCall);

} // namespace hier

#endif // HIER_IR_OPAQUE_H
