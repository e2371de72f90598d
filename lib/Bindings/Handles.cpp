//===- Handles.cpp - What Python gives and gets ---------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// torch has registered its classes with pybind11, which finds them by their C++
// types.
//
//===----------------------------------------------------------------------===//

#include "Handles.h"

#include "llvm/ADT/STLExtras.h"

using namespace torch::jit;
namespace py = pybind11;

namespace hier::bindings {

[[noreturn]] static void refuse(const char *wanted, const py::object &object) {
  throw py::type_error("expected a " + std::string(wanted) + ", not " +
                       py::str(py::type::of(object)).cast<std::string>());
}

std::shared_ptr<Graph> graphIn(const py::object &object) {
  std::shared_ptr<Graph> graph;
  try {
    if (py::isinstance<Graph>(object))
      graph = object.cast<std::shared_ptr<Graph>>();
  } catch (const py::cast_error &) {
    // A torch._C.Graph that was never initialised.
  }
  if (!graph)
    refuse("torch._C.Graph", object);
  return graph;
}

Module moduleIn(const py::object &object) {
  Module *module = nullptr;
  try {
    if (py::isinstance<Module>(object))
      module = object.cast<Module *>();
  } catch (const py::cast_error &) {
    // A torch._C.ScriptModule that was never initialised.
  }
  if (!module)
    refuse("torch._C.ScriptModule", object);
  return *module;
}

Owners ownersOf(Graph &graph) {
  Owners owners;
  for (const Value *input : graph.inputs())
    if (const auto *type = input->type()->castRaw<c10::ClassType>())
      if (auto unit = type->compilation_unit())
        owners.push_back(std::move(unit));
  return owners;
}

bool callsPython(Graph &graph) {
  return llvm::any_of(allNodes(graph), [](const Node *node) {
    return node->kind() == prim::PythonOp;
  });
}

bool callsPython(Program &program) {
  bool found = false;
  for (Item &item : program.items)
    llvm::cantFail(forEachGraph(item, [&](std::shared_ptr<Graph> &graph) {
      found |= callsPython(*graph);
      return llvm::Error::success();
    }));
  return found;
}

void raise(llvm::Error error) {
  py::object type = py::module_::import("hier.errors").attr("HierError");
  py::set_error(type, textFrom(llvm::toString(std::move(error))));
  throw py::error_already_set();
}

Pipeline pipelineFrom(const std::string &passes) {
  Pipeline pipeline;
  if (!passes.empty())
    check(pipeline.append(passes, "pipeline"));
  return pipeline;
}

py::object textFrom(const std::string &text) {
  PyObject *made =
      PyUnicode_DecodeUTF8(text.data(), text.size(), "surrogateescape");
  if (!made)
    throw py::error_already_set();
  return py::reinterpret_steal<py::object>(made);
}

py::object textOr(const std::optional<std::string> &text) {
  return text ? textFrom(*text) : py::none();
}

py::tuple textsOf(const std::vector<std::string> &texts) {
  py::tuple all(texts.size());
  for (size_t index = 0; index < texts.size(); ++index)
    all[index] = textFrom(texts[index]);
  return all;
}

} // namespace hier::bindings
