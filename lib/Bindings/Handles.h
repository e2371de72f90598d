//===- Handles.h - What Python gives and gets -------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Whatever object a user gives, it is looked at before it is used: an object
// that was never initialised, None, or one of another class is a TypeError. An
// error of Hier's is the exception hier.HierError.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_BINDINGS_HANDLES_H
#define HIER_LIB_BINDINGS_HANDLES_H

#include "hier/IR/NodeParts.h"
#include "hier/IR/Verifier.h"
#include "hier/Interop/RunPasses.h"

#include <pybind11/pybind11.h>

namespace hier::bindings {

/// The graph that a torch._C.Graph is, or the exception TypeError; HierError
/// for one that cannot be walked over, since its subgraphs are no tree.
std::shared_ptr<torch::jit::Graph> graphIn(const pybind11::object &object);

/// The module that a torch._C.ScriptModule is, or the exception TypeError.
torch::jit::Module moduleIn(const pybind11::object &object);

/// What has to live as long as a copy of a graph: the methods of the classes
/// that its types are.
using Owners = std::vector<std::shared_ptr<const torch::jit::CompilationUnit>>;
Owners ownersOf(torch::jit::Graph &graph);

/// Does a pass on this copy touch what only the holder of Python's lock may? A
/// node may hold objects of Python's, to copy, print and drop; calls and call
/// stacks lead to the bodies of functions and methods, which are no copies.
bool needsPythonLock(torch::jit::Graph &graph);
bool needsPythonLock(Program &program);

/// The exception hier.HierError, with the message of `error`.
[[noreturn]] void raise(llvm::Error error);

inline void check(llvm::Error error) {
  if (error)
    raise(std::move(error));
}

template <typename Value> Value valueOf(llvm::Expected<Value> value) {
  if (!value)
    raise(value.takeError());
  return std::move(*value);
}

Pipeline pipelineFrom(const std::string &passes);

/// Texts as Python's, which hold bytes that are no UTF-8 as it holds those of
/// file names.
pybind11::object textFrom(const std::string &text);
pybind11::object textOr(const std::optional<std::string> &text);
pybind11::tuple textsOf(const std::vector<std::string> &texts);

} // namespace hier::bindings

#endif // HIER_LIB_BINDINGS_HANDLES_H
