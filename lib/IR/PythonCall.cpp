//===- PythonCall.cpp - Nodes that call a Python function -----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The subclass of torch::jit::PythonOp that holds such a node's text.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/Opaque.h"

/// PythonOp's interface returns one, and ir.h only declares it: libtorch_python
/// defines it with Python's headers, which nothing here needs. It is one
/// pointer; Hier never makes one.
template <> class THPPointer<PyObject> {
public:
  THPPointer() = default;
  THPPointer(THPPointer &&) = default;
  ~THPPointer() {} // Not trivial: so that one is returned as libtorch's is.

private:
  PyObject *pointer = nullptr;
};

using namespace torch::jit;

namespace hier {

namespace {

class PythonCall : public PythonOp {
public:
  PythonCall(Graph *graph, std::string function, std::string scalars)
      : PythonOp(graph, prim::PythonOp), function(std::move(function)),
        scalars(std::move(scalars)) {}

  std::string name() const override { return function; }
  void writeScalars(std::ostream &out) const override {
    out << '(' << scalars << ')';
  }
  void cloneFrom(Node *other) override {
    Node::cloneFrom(other);
    const auto &source = static_cast<const PythonCall &>(*other);
    function = source.function;
    scalars = source.scalars;
  }
  Node *allocNewInstance(Graph *graph) override {
    return new PythonCall(graph, function, scalars);
  }
  std::optional<THPObjectPtr> autogradFunction() const override {
    return std::nullopt;
  }
  void lint_python() const override {}

private:
  std::string function;
  std::string scalars;
};

} // namespace

Node *createPythonCall(Graph &graph, llvm::StringRef name,
                       llvm::StringRef scalars) {
  return new PythonCall(&graph, name.str(), scalars.str());
}

} // namespace hier
