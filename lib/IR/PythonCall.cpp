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
  // Not trivial: so that one is returned as libtorch's is.
  ~THPPointer() {} // NOLINT(modernize-use-equals-default)

private:
  [[maybe_unused]] PyObject *pointer = nullptr;
};

using namespace torch::jit;

namespace hier {

namespace {

class PythonCall : public PythonOp {
public:
  PythonCall(Graph *graph, std::string function, std::string scalars,
             bool hasAttributeList)
      : PythonOp(graph, prim::PythonOp), hasAttributeList(hasAttributeList),
        function(std::move(function)), scalars(std::move(scalars)) {}

  const bool hasAttributeList;

  std::string name() const override { return function; }
  void writeScalars(std::ostream &out) const override {
    out << '(' << scalars << ')';
  }
  void cloneFrom(Node *other) override {
    Node::cloneFrom(other); // NOLINT(bugprone-parent-virtual-call)
    const auto &source = static_cast<const PythonCall &>(*other);
    function = source.function;
    scalars = source.scalars;
  }
  Node *allocNewInstance(Graph *graph) override {
    return new PythonCall(graph, function, scalars, hasAttributeList);
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
                       llvm::StringRef scalars, bool hasAttributeList) {
  return new PythonCall(&graph, name.str(), scalars.str(), hasAttributeList);
}

bool printsAttributes(const Node &pythonCall) {
  const auto *call = dynamic_cast<const PythonCall *>(&pythonCall);
  return !call || call->hasAttributeList || call->hasAttributes();
}

} // namespace hier
