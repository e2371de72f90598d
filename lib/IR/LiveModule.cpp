//===- LiveModule.cpp - The objects of a live module ----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Attributes are spelt as Module::dump_to_str() spells them, with numbers for
// addresses: a dump is the same each time.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/Program.h"
#include "llvm/ADT/DenseMap.h"

#include <fmt/format.h>

#include <sstream>

using namespace torch::jit;

namespace hier {

namespace {

/// Spells the values of one module tree.
class ValueSpeller {
public:
  std::string spell(const c10::IValue &value);

private:
  size_t numberOf(const void *object) {
    return numbers.try_emplace(object, numbers.size() + 1).first->second;
  }

  llvm::DenseMap<const void *, size_t> numbers;
};

} // namespace

/// The objects in `value`, which may be a container, in the order in which they
/// print.
static std::vector<const void *> objectsIn(const c10::IValue &value) {
  std::vector<const void *> objects;
  value.visit([&](const c10::IValue &part) {
    if (part.isObject())
      objects.push_back(&part.toObjectRef());
    return part.isObject(); // What an object holds is not printed.
  });
  return objects;
}

/// A dump leaves out the contents of tensors.
std::string ValueSpeller::spell(const c10::IValue &value) {
  if (value.isTensor())
    return "...";
  std::ostringstream printed;
  printed << value;
  std::string text = printed.str();
  size_t from = 0;
  for (const void *object : objectsIn(value)) {
    std::string address = fmt::format(" object at {}>", fmt::ptr(object));
    size_t at = text.find(address, from);
    if (at == std::string::npos)
      continue;
    std::string number = fmt::format(" object at {:#x}>", numberOf(object));
    text.replace(at, address.size(), number);
    from = at + number.size();
  }
  return text;
}

static void describeMethods(const c10::ClassType &type, ModuleObject &object) {
  for (Function *method : type.methods())
    if (auto *function = tryToGraphFunction(*method))
      object.methods.push_back({function->name(), function->graph()});
}

/// Fills `object` with what is said of `module`, but for its children.
static void describe(const Module &module, ModuleObject &object,
                     ValueSpeller *speller) {
  object.type = module.type();
  object.className = module.type()->name()->qualifiedName();
  object.live = module._ivalue();
  for (const auto &parameter : module.named_parameters(/*recurse=*/false))
    object.parameters.push_back({parameter.name, "..."});
  for (const auto &attribute : module.named_attributes(/*recurse=*/false))
    object.attributes.push_back(
        {attribute.name, speller ? speller->spell(attribute.value) : "..."});
  describeMethods(*module.type(), object);
}

/// Objects are numbered as they print: a module's attributes before those of
/// its children, and all that is in a child before the next.
std::unique_ptr<ModuleObject> objectTreeOf(const Module &module,
                                           ValueTexts texts) {
  ValueSpeller speller;
  auto root = std::make_unique<ModuleObject>();
  std::vector<std::pair<ModuleObject *, Module>> pending = {
      {root.get(), module}};
  while (!pending.empty()) {
    auto [object, live] = std::move(pending.back());
    pending.pop_back();
    describe(live, *object, texts == ValueTexts::spelt ? &speller : nullptr);
    size_t first = pending.size();
    for (const auto &child : live.named_children()) {
      object->children.push_back(std::make_unique<ModuleObject>());
      object->children.back()->name = child.name;
      pending.emplace_back(object->children.back().get(), child.value);
    }
    std::reverse(pending.begin() + first, pending.end());
  }
  return root;
}

//===----------------------------------------------------------------------===//
// Classes
//===----------------------------------------------------------------------===//

/// Fills `object` with what is said of `type`, but for its children, which are
/// given back.
static std::vector<std::pair<std::string, c10::ClassTypePtr>>
describe(const c10::ClassTypePtr &type, ModuleObject &object) {
  object.type = type;
  object.className = type->name()->qualifiedName();
  describeMethods(*type, object);
  std::vector<std::pair<std::string, c10::ClassTypePtr>> children;
  for (size_t slot = 0; slot < type->numAttributes(); ++slot) {
    const std::string &name = type->getAttributeName(slot);
    const c10::TypePtr &held = type->getAttribute(slot);
    auto heldClass = held->cast<c10::ClassType>();
    if (heldClass && held->is_module())
      children.emplace_back(name, std::move(heldClass));
    else if (type->is_parameter(slot))
      object.parameters.push_back({name, "..."});
    else
      object.attributes.push_back({name, "..."});
  }
  return children;
}

std::unique_ptr<ModuleObject> objectTreeOf(const c10::ClassTypePtr &type) {
  auto root = std::make_unique<ModuleObject>();
  std::vector<std::pair<ModuleObject *, c10::ClassTypePtr>> pending = {
      {root.get(), type}};
  while (!pending.empty()) {
    auto [object, objectType] = std::move(pending.back());
    pending.pop_back();
    for (auto &[name, childType] : describe(objectType, *object)) {
      object->children.push_back(std::make_unique<ModuleObject>());
      object->children.back()->name = name;
      pending.emplace_back(object->children.back().get(), std::move(childType));
    }
  }
  return root;
}

} // namespace hier
