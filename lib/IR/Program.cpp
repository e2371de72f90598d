//===- Program.cpp - What a dump holds ------------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Walks over a program's objects and graphs.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/Program.h"

#include "hier/Support/Diagnostic.h"
#include "hier/Support/NearestName.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringExtras.h"

using namespace torch::jit;

namespace hier {

ModuleObject::~ModuleObject() {
  std::vector<std::unique_ptr<ModuleObject>> pending = std::move(children);
  while (!pending.empty()) {
    std::unique_ptr<ModuleObject> object = std::move(pending.back());
    pending.pop_back();
    for (std::unique_ptr<ModuleObject> &child : object->children)
      pending.push_back(std::move(child));
    object->children.clear();
  }
}

Method *ModuleObject::findMethod(llvm::StringRef method) {
  for (Method &candidate : methods)
    if (candidate.name == method)
      return &candidate;
  return nullptr;
}

ModuleObject *ModuleObject::findChild(llvm::StringRef child) {
  for (size_t tried = 0; tried < children.size(); ++tried) {
    size_t index = (lastFound + tried) % children.size();
    if (children[index]->name == child) {
      lastFound = index;
      return children[index].get();
    }
  }
  return nullptr;
}

std::vector<ModuleObject *> allObjects(ModuleObject &root) {
  std::vector<ModuleObject *> objects = {&root};
  for (size_t index = 0; index < objects.size(); ++index)
    for (std::unique_ptr<ModuleObject> &child : objects[index]->children)
      objects.push_back(child.get());
  return objects;
}

llvm::Expected<Method *> entryMethod(Item &item) {
  Method *found = item.module->findMethod(item.entry);
  if (found && found->graph)
    return found;
  if (found)
    return errorIn(item.module->className, "the dump does not hold the graph "
                                           "of method '" +
                                               item.entry + "'");
  llvm::SmallVector<llvm::StringRef> known;
  for (const Method &method : item.module->methods)
    known.push_back(method.name);
  return errorIn(item.module->className,
                 "the module has no method '" + item.entry + "'" +
                     (known.empty() ? std::string("; it has none")
                                    : "; it has " + llvm::join(known, ", ") +
                                          didYouMean(item.entry, known)));
}

llvm::Error chooseEntry(Program &program, const std::string &method,
                        const llvm::Twine &subject) {
  bool anyModule = false;
  for (Item &item : program.items) {
    if (!item.module)
      continue;
    anyModule = true;
    item.entry = method;
    if (llvm::Expected<Method *> entry = entryMethod(item); !entry)
      return entry.takeError();
  }
  if (!anyModule)
    return errorIn(subject, "a graph has no method '" + method +
                                "'; only the dump of a module has methods");
  return llvm::Error::success();
}

llvm::Expected<std::shared_ptr<Graph>> entryGraph(Item &item) {
  if (item.graph)
    return item.graph;
  llvm::Expected<Method *> entry = entryMethod(item);
  if (!entry)
    return entry.takeError();
  return (*entry)->graph;
}

void defineMethod(CompilationUnit &unit, c10::ClassType &type,
                  const Method &method) {
  c10::QualifiedName name(*type.name(), method.name);
  if (type.findMethod(method.name)) {
    type.unsafeRemoveMethod(method.name);
    unit.unsafeRemoveMethod(name);
  }
  type.addMethod(unit.create_function(std::move(name), method.graph));
}

llvm::Error
forEachGraph(Item &item,
             llvm::function_ref<llvm::Error(std::shared_ptr<Graph> &)> visit) {
  if (item.graph)
    return visit(item.graph);
  if (!item.module)
    return llvm::Error::success();
  // What has become of each graph; it is kept, so that no address is reused.
  llvm::DenseMap<Graph *, std::shared_ptr<Graph>> visited;
  std::vector<std::shared_ptr<Graph>> originals;
  for (ModuleObject *object : allObjects(*item.module))
    for (Method &method : object->methods) {
      if (!method.graph)
        continue;
      auto [entry, isNew] = visited.try_emplace(method.graph.get());
      if (isNew) {
        originals.push_back(method.graph);
        if (llvm::Error error = visit(method.graph))
          return error;
        entry->second = method.graph;
        if (item.unit && object->type && method.graph != originals.back())
          defineMethod(*item.unit, *object->type, method);
      }
      method.graph = entry->second;
    }
  return llvm::Error::success();
}

} // namespace hier
