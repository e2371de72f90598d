//===- ValueCopier.cpp - Copies of modules and values ---------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Copies of what has parts are made empty, and filled one after the other: a
// value may be in itself, and nested as deep as it likes.
//
//===----------------------------------------------------------------------===//

#include "ValueCopier.h"

#include "hier/IR/TorchFailure.h"

namespace hier {

/// An object whose class says itself how it is saved is libtorch's to copy.
static bool hasSlotsAlone(const c10::ivalue::Object &object) {
  std::shared_ptr<c10::ClassType> type = object.type();
  return type->is_module() || !type->findMethod("__getstate__") ||
         !type->findMethod("__setstate__");
}

static c10::IValue emptyObject(c10::ivalue::Object &object) {
  return c10::ivalue::Object::create(
      c10::StrongTypePtr(object.compilation_unit(), object.type()),
      object.slots().size());
}

static c10::IValue emptyTuple(const c10::ivalue::Tuple &tuple) {
  std::vector<c10::IValue> elements(tuple.size());
  std::shared_ptr<c10::TupleType> type = tuple.type();
  if (type->schema())
    return c10::ivalue::Tuple::createNamed(std::move(elements), type);
  return c10::ivalue::Tuple::create(std::move(elements));
}

/// A copy of `value` without its parts; None of what has none.
static c10::IValue emptyCopy(const c10::IValue &value) {
  if (value.isObject() && hasSlotsAlone(value.toObjectRef()))
    return emptyObject(value.toObjectRef());
  if (value.isTuple())
    return emptyTuple(value.toTupleRef());
  if (value.isList())
    return c10::impl::GenericList(value.toList().elementType());
  if (value.isGenericDict()) {
    c10::impl::GenericDict dictionary = value.toGenericDict();
    return c10::impl::GenericDict(dictionary.keyType(), dictionary.valueType());
  }
  return {};
}

static c10::IValue copyWithoutParts(const c10::IValue &value,
                                    c10::IValue::HashIdentityIValueMap &known) {
  if (value.isGenerator())
    return known.emplace(value, value.toGenerator().clone()).first->second;
  c10::IValue copied = value;
  failureOf([&] { copied = value.deepcopy(known); });
  return copied;
}

c10::IValue ValueCopier::copyPart(const c10::IValue &value) {
  if (auto known = copies.find(value); known != copies.end())
    return known->second;
  c10::IValue copied = emptyCopy(value);
  if (copied.isNone())
    return copyWithoutParts(value, copies);
  pending.emplace_back(value, copied);
  copies.emplace(value, copied);
  return copied;
}

/// Keys of dictionaries do not change, but for tensors.
void ValueCopier::fill(const c10::IValue &from, const c10::IValue &to) {
  if (from.isObject()) {
    const std::vector<c10::IValue> &slots = from.toObjectRef().slots();
    for (size_t slot = 0; slot < slots.size(); ++slot)
      to.toObjectRef().setSlot(slot, copyPart(slots[slot]));
  } else if (from.isTuple()) {
    std::vector<c10::IValue> elements;
    for (const c10::IValue &each : from.toTupleRef().elements())
      elements.push_back(copyPart(each));
    to.toTuple()->setElements(std::move(elements));
  } else if (from.isList()) {
    c10::List<c10::IValue> list = to.toList();
    for (const c10::IValue &each : from.toListRef())
      list.push_back(copyPart(each));
  } else {
    c10::impl::GenericDict dictionary = to.toGenericDict();
    for (const auto &entry : from.toGenericDict())
      dictionary.insert(entry.key().isTensor() ? copyPart(entry.key())
                                               : entry.key(),
                        copyPart(entry.value()));
  }
}

c10::IValue ValueCopier::copy(const c10::IValue &value) {
  c10::IValue copied = copyPart(value);
  while (!pending.empty()) {
    auto [from, to] = std::move(pending.back());
    pending.pop_back();
    fill(from, to);
  }
  return copied;
}

} // namespace hier
