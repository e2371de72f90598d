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
  bool hasTensors = false;
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

/// The objects as named_modules() lists them.
static std::vector<const ModuleObject *> inOrder(const ModuleObject &root) {
  std::vector<const ModuleObject *> objects;
  std::vector<const ModuleObject *> pending = {&root};
  while (!pending.empty()) {
    const ModuleObject *object = pending.back();
    pending.pop_back();
    objects.push_back(object);
    for (const auto &child : llvm::reverse(object->children))
      pending.push_back(child.get());
  }
  return objects;
}

static const Method *forwardOf(const ModuleObject &object) {
  for (const Method &method : object.methods)
    if (method.name == "forward")
      return &method;
  return nullptr;
}

namespace {

/// The objects seen so far, by what makes them one module.
class NameFinder {
public:
  explicit NameFinder(const ModuleObject &root) {
    const Method *forward = forwardOf(root);
    isTrace = forward && traceFactsOf(*forward->graph).isTraced;
  }

  /// The first object that is the same module as `object`, or that itself.
  const ModuleObject *firstNameOf(const ModuleObject &object,
                                  const Signature &signature);

private:
  bool isTrace;
  llvm::DenseMap<c10::ivalue::Object *, const ModuleObject *> firstByLive;
  llvm::DenseMap<size_t, const ModuleObject *> firstBySignature;
  llvm::DenseSet<size_t> called; // signatures
};

} // namespace

const ModuleObject *NameFinder::firstNameOf(const ModuleObject &object,
                                            const Signature &signature) {
  const ModuleObject *first =
      firstByLive.try_emplace(object.live.get(), &object).first->second;
  if (first != &object || !signature.hasTensors)
    return first;
  if (isTrace && forwardOf(object) && !called.insert(signature.number).second)
    return &object;
  return firstBySignature.try_emplace(signature.number, &object).first->second;
}

llvm::MapVector<const ModuleObject *, const ModuleObject *>
furtherNames(const ModuleObject &root) {
  llvm::MapVector<const ModuleObject *, const ModuleObject *> result;
  if (!root.live)
    return result;
  std::vector<const ModuleObject *> objects = inOrder(root);
  Signer signer;
  std::vector<Signature> signatures(objects.size());
  for (size_t index = objects.size(); index-- > 0;)
    signatures[index] = signer.sign(*objects[index]);
  NameFinder finder(root);
  for (auto [object, signature] : llvm::zip(objects, signatures)) {
    const ModuleObject *first = finder.firstNameOf(*object, signature);
    if (first != object)
      result[object] = first;
  }
  return result;
}

} // namespace hier
