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

#include "hier/IR/Nesting.h"

#include "llvm/ADT/STLExtras.h"

using namespace torch::jit;
namespace py = pybind11;

namespace hier::bindings {

[[noreturn]] static void refuse(const char *wanted, const py::object &object) {
  throw py::type_error("expected a " + std::string(wanted) + ", not " +
                       py::str(py::type::of(object)).cast<std::string>());
}

/// Is `object` a `Class` of torch's that its constructor has made? Of one that
/// `Class.__new__` alone has made, pybind11 would give memory with nothing in.
template <typename Class> static bool isWhole(const py::object &object) {
  if (!py::isinstance<Class>(object))
    return false;
  auto *instance = reinterpret_cast<py::detail::instance *>(object.ptr());
  return instance
      ->get_value_and_holder(py::detail::get_type_info(typeid(Class)))
      .holder_constructed();
}

std::shared_ptr<Graph> graphIn(const py::object &object) {
  if (!isWhole<Graph>(object))
    refuse("torch._C.Graph", object);
  auto graph = object.cast<std::shared_ptr<Graph>>();
  check(checkNesting(*graph, "graph"));
  return graph;
}

Module moduleIn(const py::object &object) {
  if (!isWhole<Module>(object))
    refuse("torch._C.ScriptModule", object);
  return object.cast<Module &>();
}

Owners ownersOf(Graph &graph) {
  Owners owners;
  for (const Value *input : graph.inputs())
    if (const auto *type = input->type()->castRaw<c10::ClassType>())
      if (auto unit = type->compilation_unit())
        owners.push_back(std::move(unit));
  return owners;
}

/// A module's methods are copied; those of other classes are found by the type.
static bool isLiveCall(const Node &node) {
  if (node.kind() == prim::CallFunction)
    return true;
  return node.kind() == prim::CallMethod && !node.inputs().empty() &&
         !node.inputs()[0]->type()->is_module();
}

bool needsPythonLock(Graph &graph) {
  return llvm::any_of(allNodes(graph), [](const Node *node) {
    return node->kind() == prim::PythonOp || node->callstack() ||
           isLiveCall(*node);
  });
}

bool needsPythonLock(Program &program) {
  bool found = false;
  for (Item &item : program.items)
    llvm::cantFail(forEachGraph(item, [&](std::shared_ptr<Graph> &graph) {
      found |= needsPythonLock(*graph);
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
