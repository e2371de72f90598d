//===- Module.cpp - The Python module hier._hier --------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Hier's passes for the package `hier`, which checks what users give and makes
// plain data of what comes back. Graphs and modules are those of torch's own
// Python package: it has to be imported first.
//
// Python's lock is held while a caller's graph is read, so that no other thread
// changes it meanwhile, and is given up while passes run on the copy.
//
//===----------------------------------------------------------------------===//

#include "Handles.h"

#include "hier/Hierarchy/TagPolicy.h"
#include "hier/Interop/HierarchyData.h"
#include "hier/Interop/LiveProgram.h"
#include "hier/Interop/NodeTags.h"
#include "llvm/ADT/STLExtras.h"

#include <pybind11/stl.h>

using namespace torch::jit;
namespace py = pybind11;

namespace hier::bindings {

//===----------------------------------------------------------------------===//
// Pipelines
//===----------------------------------------------------------------------===//

/// What a pipeline has made, and all that its graphs refer to. Functions take
/// it by its pointer: pybind11 would give memory with nothing in it for an
/// object that `Result.__new__` alone has made.
struct Result {
  PipelineResult made;
  Owners owners;
  bool isOfText = false;
};

using ResultPtr = std::shared_ptr<Result>;

static ResultPtr runOnProgram(Program program, const Pipeline &pipeline,
                              bool mayFree, Owners owners) {
  auto result = std::make_shared<Result>();
  result->owners = std::move(owners);
  std::optional<llvm::Expected<PipelineResult>> made;
  {
    std::optional<py::gil_scoped_release> freed;
    if (mayFree)
      freed.emplace();
    made.emplace(runPipeline(std::move(program), pipeline));
  }
  result->made = valueOf(std::move(*made));
  return result;
}

static ResultPtr runGraph(const py::object &object, const std::string &passes) {
  std::shared_ptr<Graph> graph = graphIn(object);
  Pipeline pipeline = pipelineFrom(passes);
  Owners owners = ownersOf(*graph);
  return runOnProgram(valueOf(programOf(*graph)), pipeline,
                      !needsPythonLock(*graph), std::move(owners));
}

static ResultPtr runModule(const py::object &object, const std::string &passes,
                           const std::string &method) {
  Module module = moduleIn(object);
  Pipeline pipeline = pipelineFrom(passes);
  Program program = valueOf(programOf(module, method));
  // Freezing makes classes, beside those that other threads may be making.
  bool mayFree = !llvm::StringRef(passes).contains("torch-freeze") &&
                 !needsPythonLock(program);
  return runOnProgram(std::move(program), pipeline, mayFree,
                      {module._ivalue()->compilation_unit()});
}

static PipelineResult runOnText(const std::string &text,
                                const std::string &name,
                                const std::string &passes,
                                const std::string &method) {
  PipelineOptions options;
  options.method = method;
  std::optional<llvm::Expected<PipelineResult>> made;
  {
    py::gil_scoped_release freed;
    made.emplace(
        runPipeline(llvm::MemoryBufferRef(text, name), passes, options));
  }
  return valueOf(std::move(*made));
}

static ResultPtr runText(const std::string &text, const std::string &name,
                         const std::string &passes, const std::string &method) {
  auto result = std::make_shared<Result>();
  result->made = runOnText(text, name, passes, method);
  result->isOfText = true;
  return result;
}

/// The graph shares its life with the result. None where there is none, or
/// where it was read from text: that may hold what libtorch has no form for.
static std::shared_ptr<Graph> graphOf(const ResultPtr &result) {
  const Item &item = result->made.program.items.front();
  if (!item.graph || result->isOfText)
    return nullptr;
  return {result, item.graph.get()};
}

static std::string reportsOf(const ResultPtr &result) {
  return result->made.reports;
}

static py::bytes textOfResult(const ResultPtr &result) {
  return valueOf(result->made.text());
}

//===----------------------------------------------------------------------===//
// Tags
//===----------------------------------------------------------------------===//

static void tagGraph(const py::object &object,
                     const std::optional<std::string> &policy,
                     const std::vector<std::string> &attributes) {
  std::shared_ptr<Graph> graph = graphIn(object);
  TagOptions options;
  if (policy)
    options.policy = valueOf(TagPolicy::fromOption(*policy));
  auto has = [&](llvm::StringRef name) {
    return llvm::is_contained(attributes, name);
  };
  options.selection = {has("tag"), has("path"), has("call"), has("origins"),
                       has("evidence")};
  check(verifyGraph(*graph, "graph"));
  check(tagHierarchy(*graph, options));
}

static py::list tagsOfGraph(const py::object &object) {
  std::shared_ptr<Graph> graph = graphIn(object);
  py::list all;
  for (const NodeTags &node : tagsOf(*graph))
    all.append(py::make_tuple(node.index, node.kind, textsOf(node.outputs),
                              textOr(node.tag), textOr(node.path), node.call,
                              textsOf(node.origins), textOr(node.evidence)));
  return all;
}

using TagRow = std::tuple<size_t, std::string, std::optional<std::string>,
                          std::optional<std::string>, int64_t,
                          std::vector<std::string>, std::optional<std::string>>;

static void putTagsOnGraph(const py::object &object,
                           const std::vector<TagRow> &rows) {
  std::shared_ptr<Graph> graph = graphIn(object);
  std::vector<NodeTags> tags;
  for (const auto &[index, kind, tag, path, call, origins, evidence] : rows) {
    NodeTags &node = tags.emplace_back();
    node.index = index;
    node.kind = kind;
    node.tag = tag;
    node.path = path;
    node.call = call;
    node.origins = origins;
    node.evidence = evidence;
  }
  check(verifyGraph(*graph, "graph"));
  check(putTags(*graph, tags));
}

static py::list kindsOfGraph(const py::object &object) {
  std::shared_ptr<Graph> graph = graphIn(object);
  py::list kinds;
  for (const Node *node : allNodes(*graph))
    kinds.append(node->kind().toQualString());
  return kinds;
}

static py::bytes textOfGraph(const py::object &object) {
  return valueOf(textOf(*graphIn(object)));
}

//===----------------------------------------------------------------------===//
// Hierarchies
//===----------------------------------------------------------------------===//

static py::dict dataOf(const HierarchyData &data) {
  py::list modules, calls, trace;
  py::dict traced;
  for (const HierarchyData::Module &module : data.modules)
    modules.append(
        py::make_tuple(textFrom(module.path), textFrom(module.className),
                       textFrom(module.definition), textOr(module.tag)));
  for (const HierarchyData::Call &call : data.calls)
    calls.append(py::make_tuple(call.parent, textFrom(call.path),
                                textFrom(call.tag), call.index,
                                call.firesHooks));
  for (const HierarchyData::Step &step : data.trace)
    trace.append(py::make_tuple(step.call, step.enters, step.depth));
  for (const auto &[path, tag] : data.tracedTags)
    traced[textFrom(path)] = textFrom(tag);
  py::dict all;
  all["root_class"] = textFrom(data.rootClass);
  all["policy"] = textFrom(data.policy);
  all["modules"] = modules;
  all["calls"] = calls;
  all["trace"] = trace;
  all["traced_tags"] = traced;
  all["missing_modules"] = data.missingModules;
  all["missing_calls"] = data.missingCalls;
  return all;
}

static py::list hierarchiesIn(Program program,
                              const std::optional<std::string> &policy,
                              bool mayFree) {
  HierarchyOptions options;
  if (policy)
    options.policy = valueOf(TagPolicy::fromOption(*policy));
  std::optional<llvm::Expected<std::vector<HierarchyData>>> found;
  {
    std::optional<py::gil_scoped_release> freed;
    if (mayFree)
      freed.emplace();
    found.emplace(hierarchiesOf(program, options));
  }
  py::list all;
  for (const HierarchyData &data : valueOf(std::move(*found)))
    all.append(dataOf(data));
  return all;
}

static py::list hierarchyOfGraph(const py::object &object,
                                 const std::optional<std::string> &policy) {
  std::shared_ptr<Graph> graph = graphIn(object);
  return hierarchiesIn(valueOf(programOf(*graph)), policy,
                       !needsPythonLock(*graph));
}

static py::list hierarchyOfModule(const py::object &object,
                                  const std::optional<std::string> &policy,
                                  const std::string &method) {
  Program program = valueOf(programOf(moduleIn(object), method));
  bool mayFree = !needsPythonLock(program);
  return hierarchiesIn(std::move(program), policy, mayFree);
}

static py::list hierarchyOfText(const std::string &text,
                                const std::string &name,
                                const std::optional<std::string> &policy,
                                const std::string &method) {
  PipelineResult read = runOnText(text, name, "", method);
  return hierarchiesIn(std::move(read.program), policy, /*mayFree=*/true);
}

/// What `policy`, or the default for a root of that class, makes of modules: a
/// function from the class and path of one that is called to its level; "" for
/// none.
static py::cpp_function levelsOf(const std::optional<std::string> &policy,
                                 const std::string &rootClass) {
  TagPolicy rules = policy ? valueOf(TagPolicy::fromOption(*policy))
                           : TagPolicy::defaultFor(ClassName::parse(rootClass));
  return [rules](const std::string &className, const std::string &path) {
    return rules.tracedLevel(ClassName::parse(className), path).value_or("");
  };
}

static py::list passList() {
  py::list all;
  for (const PassInfo *pass : PassRegistry::builtin().passes())
    all.append(py::make_tuple(pass->flag.str(), pass->summary.str(),
                              pass->options.str(), pass->isReport));
  return all;
}

} // namespace hier::bindings

PYBIND11_MODULE(_hier, module) {
  using namespace hier::bindings;
  module.doc() = "The passes of Hier on graphs and modules of torch's.";
  py::class_<Result, ResultPtr>(module, "Result")
      .def_property_readonly("graph", graphOf)
      .def_property_readonly("reports", reportsOf)
      .def("text", textOfResult);
  module.def("run_graph", runGraph);
  module.def("run_module", runModule);
  module.def("run_text", runText);
  module.def("tag_graph", tagGraph);
  module.def("tags_of", tagsOfGraph);
  module.def("put_tags", putTagsOnGraph);
  module.def("kinds_of", kindsOfGraph);
  module.def("text_of", textOfGraph);
  module.def("hierarchy_of_graph", hierarchyOfGraph);
  module.def("hierarchy_of_module", hierarchyOfModule);
  module.def("hierarchy_of_text", hierarchyOfText);
  module.def("levels_of", levelsOf);
  module.def("passes", passList);
}
