//===- Parameters.cpp - How large parameters are --------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Live tensors first, then types, then the operations that work on them.
//
//===----------------------------------------------------------------------===//

#include "Parameters.h"

#include "OperandFacts.h"
#include "llvm/ADT/STLExtras.h"

#include <map>
#include <set>
#include <tuple>

using namespace torch::jit;

namespace hier {

namespace {

class ParameterFinder {
public:
  ParameterFinder(const AttributeReads &reads, const ValueFacts &facts)
      : reads(reads), facts(facts) {}

  /// Those of `root` and of the modules in it.
  std::vector<Parameter> ofModules(const ModuleObject &root);
  /// Those that the graph tells of.
  std::vector<Parameter> ofGraph() const;

private:
  Parameter parameterOf(const ModuleObject &module, std::string path,
                        const std::string &name);
  Parameter liveParameter(const at::Tensor &tensor);
  Parameter readParameter(const AttributeRead &read) const;

  const AttributeReads &reads;
  const ValueFacts &facts;
  /// The memory that a live parameter is a view of, and where and how.
  using Memory = std::tuple<const void *, int64_t, std::vector<int64_t>,
                            std::vector<int64_t>>;
  std::set<Memory> seen;
  std::map<std::pair<const ModuleObject *, std::string>, const AttributeRead *>
      readByName;
};

} // namespace

/// Modules may be deeper than the stack.
std::vector<Parameter> ParameterFinder::ofModules(const ModuleObject &root) {
  for (const AttributeRead &read : reads.reads)
    if (const ModuleObject *object = reads.modules[read.module].object)
      readByName[{object, read.name}] = &read;
  std::vector<Parameter> found;
  std::vector<std::pair<const ModuleObject *, std::string>> pending = {
      {&root, ""}};
  while (!pending.empty()) {
    auto [module, path] = std::move(pending.back());
    pending.pop_back();
    for (const AttributeText &parameter : module->parameters)
      found.push_back(parameterOf(*module, path, parameter.name));
    for (const auto &child : llvm::reverse(module->children))
      pending.emplace_back(
          child.get(), path.empty() ? child->name : path + "." + child->name);
  }
  return found;
}

Parameter ParameterFinder::parameterOf(const ModuleObject &module,
                                       std::string path,
                                       const std::string &name) {
  Parameter parameter;
  if (std::optional<at::Tensor> tensor = liveTensor(module, name)) {
    parameter = liveParameter(*tensor);
  } else {
    auto read = readByName.find({&module, name});
    if (read != readByName.end())
      parameter = readParameter(*read->second);
  }
  parameter.module = std::move(path);
  parameter.name = name;
  return parameter;
}

/// One memory looked at in one way is one parameter. What has no such memory is
/// known by itself, and the bytes it takes are not those of its elements.
Parameter ParameterFinder::liveParameter(const at::Tensor &tensor) {
  Parameter parameter;
  TensorFact fact = TensorFact::of(tensor);
  parameter.elements = fact.shape.elements();
  Memory memory = {tensor.unsafeGetTensorImpl(), 0, {}, {}};
  if (isStrided(tensor)) {
    parameter.bytes = fact.bytes();
    if (tensor.has_storage())
      memory = {tensor.storage().unsafeGetStorageImpl(),
                tensor.storage_offset(), tensor.sizes().vec(),
                tensor.strides().vec()};
  }
  parameter.isShared = !seen.insert(std::move(memory)).second;
  return parameter;
}

/// The first that is known of what its values and their uses tell.
Parameter ParameterFinder::readParameter(const AttributeRead &read) const {
  Parameter parameter;
  auto learn = [&](const TensorFact &fact) {
    parameter.elements = either(parameter.elements, fact.shape.elements());
    parameter.bytes = either(parameter.bytes, fact.bytes());
  };
  for (const Value *value : read.values) {
    learn(facts.of(*value));
    for (const Use &use : value->uses())
      learn(factOfUse(use, facts));
  }
  return parameter;
}

static bool isParameter(const AttributeRead &read) {
  return llvm::all_of(read.values, [](const Value *value) {
    return value->type()->kind() == c10::TypeKind::TensorType &&
           llvm::none_of(value->uses(), isUseOfBuffer);
  });
}

/// Without a module, weights may be inputs or constants as any others. What a
/// module has that is called, its method reads.
std::vector<Parameter> ParameterFinder::ofGraph() const {
  std::vector<Parameter> found;
  if (!reads.hasRoot)
    found.emplace_back();
  for (const AttributeRead &read : reads.reads) {
    if (!isParameter(read))
      continue;
    Parameter parameter = readParameter(read);
    parameter.module = reads.path(read.module);
    parameter.name = read.name;
    found.push_back(std::move(parameter));
  }
  for (size_t module : reads.called)
    found.emplace_back().module = reads.path(module);
  return found;
}

std::vector<Parameter> parametersOf(const Item &item,
                                    const AttributeReads &reads,
                                    const ValueFacts &facts) {
  ParameterFinder finder(reads, facts);
  return item.module ? finder.ofModules(*item.module) : finder.ofGraph();
}

} // namespace hier
