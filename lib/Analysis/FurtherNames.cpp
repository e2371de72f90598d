//===- FurtherNames.cpp - Modules that an archive holds twice -------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each object gets a signature, made of its own and of those of its children.
//
//===----------------------------------------------------------------------===//

#include "FurtherNames.h"

#include "TraceFacts.h"
#include "hier/Hierarchy/ClassName.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace hier {

namespace {

/// What an object is made of: equal for equal objects.
struct Signature {
  size_t number = 0;
  bool hasTensors = false; // its own, or those of its children
};

class Signer {
public:
  Signature sign(const ModuleObject &object);

private:
  llvm::DenseMap<const ModuleObject *, Signature> signatures;
  llvm::StringMap<size_t> numbers;
};

} // namespace

/// Where a tensor lies and how it is laid out; empty when it has no elements.
static std::string placeOf(const at::Tensor &tensor) {
  if (!tensor.defined() || !tensor.has_storage() || tensor.numel() == 0)
    return "";
  return fmt::format("{}+{}[{}]",
                     fmt::ptr(tensor.storage().unsafeGetStorageImpl()),
                     tensor.storage_offset(), fmt::join(tensor.sizes(), ","));
}

/// The children must have been signed.
Signature Signer::sign(const ModuleObject &object) {
  Signature result;
  std::string text = ClassName::parse(object.className).qualified();
  size_t slots = object.live->type()->numAttributes();
  for (size_t slot = 0; slot < slots; ++slot) {
    const c10::IValue &value = object.live->getSlot(slot);
    std::string place = value.isTensor() ? placeOf(value.toTensor()) : "";
    if (place.empty())
      continue;
    text += ";" + object.live->type()->getAttributeName(slot) + "=" + place;
    result.hasTensors = true;
  }
  for (const std::unique_ptr<ModuleObject> &child : object.children) {
    Signature inner = signatures.lookup(child.get());
    text += fmt::format(";{}:{}", child->name, inner.number);
    result.hasTensors |= inner.hasTensors;
  }
  result.number = numbers.try_emplace(text, numbers.size()).first->second;
  return signatures[&object] = result;
}

namespace {

/// An object as named_modules() lists it.
struct Listed {
  const ModuleObject *object;
  const ModuleObject *parent;
  Signature signature = {};
};

} // namespace

static std::vector<Listed> listObjects(const ModuleObject &root) {
  std::vector<Listed> objects;
  std::vector<Listed> pending = {{&root, nullptr}};
  while (!pending.empty()) {
    objects.push_back(pending.back());
    pending.pop_back();
    const ModuleObject *parent = objects.back().object;
    for (const auto &child : llvm::reverse(parent->children))
      pending.push_back({child.get(), parent});
  }
  Signer signer;
  for (Listed &listed : llvm::reverse(objects))
    listed.signature = signer.sign(*listed.object);
  return objects;
}

static const Method *forwardOf(const ModuleObject &object) {
  for (const Method &method : object.methods)
    if (method.name == "forward")
      return &method;
  return nullptr;
}

//===----------------------------------------------------------------------===//
// Traces and scripts
//===----------------------------------------------------------------------===//

namespace {

/// The uncalled names of what a trace calls.
class TracedNames {
public:
  explicit TracedNames(llvm::ArrayRef<Listed> objects) : objects(objects) {}

  FurtherNames::Names find();

private:
  bool isNameOf(size_t index, size_t calledIndex) const;

  llvm::ArrayRef<Listed> objects;
  /// What the tracer passes over: a second name in one module, and what is in
  /// the module of that name.
  llvm::DenseSet<const ModuleObject *> hidden;
};

} // namespace

bool TracedNames::isNameOf(size_t index, size_t calledIndex) const {
  if (hidden.contains(objects[index].parent))
    return true;
  bool areSiblings = objects[index].parent == objects[calledIndex].parent;
  return areSiblings ? calledIndex < index : calledIndex > index;
}

FurtherNames::Names TracedNames::find() {
  llvm::DenseMap<size_t, llvm::SmallVector<size_t, 2>> called; // by signature
  for (size_t index = 0; index < objects.size(); ++index)
    if (forwardOf(*objects[index].object))
      called[objects[index].signature.number].push_back(index);
  FurtherNames::Names names;
  for (size_t index = 0; index < objects.size(); ++index) {
    const Listed &listed = objects[index];
    if (hidden.contains(listed.parent))
      hidden.insert(listed.object);
    auto same = called.find(listed.signature.number);
    if (!listed.signature.hasTensors || forwardOf(*listed.object) ||
        same == called.end() || same->second.size() > 1 ||
        !isNameOf(index, same->second.front()))
      continue;
    const Listed &other = objects[same->second.front()];
    names[listed.object] = other.object;
    if (listed.parent == other.parent)
      hidden.insert(listed.object);
  }
  return names;
}

static FurtherNames::Names alikeIn(llvm::ArrayRef<Listed> objects) {
  FurtherNames::Names names;
  llvm::DenseMap<size_t, const ModuleObject *> firsts; // by signature
  for (const Listed &listed : objects) {
    if (!listed.signature.hasTensors)
      continue;
    auto [first, isNew] =
        firsts.try_emplace(listed.signature.number, listed.object);
    if (!isNew)
      names[listed.object] = first->second;
  }
  return names;
}

FurtherNames furtherNames(const ModuleObject &root) {
  FurtherNames names;
  if (!root.live)
    return names;
  std::vector<Listed> objects = listObjects(root);
  llvm::DenseMap<c10::ivalue::Object *, const ModuleObject *> firsts;
  for (const Listed &listed : objects) {
    auto [first, isNew] =
        firsts.try_emplace(listed.object->live.get(), listed.object);
    if (!isNew)
      names.same[listed.object] = first->second;
  }
  const Method *forward = forwardOf(root);
  if (forward && traceFactsOf(*forward->graph).isTraced)
    names.uncalled = TracedNames(objects).find();
  else
    names.alike = alikeIn(objects);
  return names;
}

} // namespace hier
