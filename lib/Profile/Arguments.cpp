//===- Arguments.cpp - What a model is run on -----------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What is given becomes what the schema of the method asks for, and libtorch
// checks whether it is.
//
//===----------------------------------------------------------------------===//

#include "hier/Profile/Arguments.h"

#include "hier/IR/TorchFailure.h"
#include "hier/Support/Diagnostic.h"
#include "llvm/ADT/STLExtras.h"

#include <fmt/format.h>

#include <stdexcept>

using namespace torch::jit;

namespace hier {

//===----------------------------------------------------------------------===//
// Values of the types that are wanted
//===----------------------------------------------------------------------===//

static c10::IValue fitted(const c10::IValue &value, const c10::TypePtr &type);

static bool isOf(const c10::IValue &value, const c10::TypePtr &type) {
  return value.type()->isSubtypeOf(*type);
}

/// libtorch takes a list's word for what is in it, so this looks. Throws where
/// an element does not fit.
static c10::IValue fittedList(const c10::IValue &value,
                              const c10::TypePtr &element) {
  c10::impl::GenericList list(element);
  for (const c10::IValue &each : value.toListRef()) {
    c10::IValue wanted = fitted(each, element);
    if (!isOf(wanted, element))
      throw std::runtime_error(
          fmt::format("a list of '{}' has an element of type '{}'",
                      element->repr_str(), wanted.type()->repr_str()));
    list.push_back(std::move(wanted));
  }
  return list;
}

/// libtorch takes the word of a tuple with names, too.
static c10::IValue fittedTuple(const c10::IValue &value,
                               const c10::TupleTypePtr &type) {
  std::vector<c10::IValue> elements;
  bool fits = true;
  for (const auto &[each, wanted] :
       llvm::zip_equal(value.toTupleRef().elements(), type->elements())) {
    elements.push_back(fitted(each, wanted));
    fits &= isOf(elements.back(), wanted);
  }
  if (type->schema() && fits)
    return c10::ivalue::Tuple::createNamed(std::move(elements), type);
  return c10::ivalue::Tuple::create(std::move(elements));
}

/// As Python's values become TorchScript's. What does not fit stays as it is.
static c10::IValue fitted(const c10::IValue &value, const c10::TypePtr &type) {
  if (auto optional = type->cast<c10::OptionalType>())
    return value.isNone() ? value : fitted(value, optional->getElementType());
  if (auto list = type->cast<c10::ListType>(); list && value.isList())
    return fittedList(value, list->getElementType());
  auto tuple = type->cast<c10::TupleType>();
  if (tuple && value.isTuple() &&
      value.toTupleRef().elements().size() == tuple->elements().size())
    return fittedTuple(value, tuple);
  if (type->kind() == c10::TypeKind::FloatType && value.isInt())
    return static_cast<double>(value.toInt());
  return value;
}

//===----------------------------------------------------------------------===//
// Arguments from each source
//===----------------------------------------------------------------------===//

static std::vector<c10::IValue> savedArguments(const c10::IValue &saved) {
  if (saved.isTuple())
    return saved.toTupleRef().elements().vec();
  if (saved.isList())
    return saved.toListRef().vec();
  return {saved};
}

/// The shape that the type of `input` tells, if it is all there.
static std::optional<TensorShape> knownShape(const Value &input) {
  auto type = input.type()->cast<c10::TensorType>();
  if (!type || !type->scalarType())
    return std::nullopt;
  auto sizes = type->sizes().concrete_sizes();
  if (!sizes)
    return std::nullopt;
  return TensorShape{*sizes, *type->scalarType()};
}

/// Of the arguments that have no default.
static llvm::Expected<llvm::SmallVector<TensorShape>>
knownShapes(const Graph &flat, const c10::FunctionSchema &schema) {
  llvm::SmallVector<TensorShape> shapes;
  for (size_t index = 1; index < schema.arguments().size(); ++index) {
    const c10::Argument &argument = schema.arguments()[index];
    if (argument.default_value())
      break;
    std::optional<TensorShape> shape;
    if (index < flat.inputs().size())
      shape = knownShape(*flat.inputs()[index]);
    if (!shape)
      return errorIn("profile", "the shape of the argument '" +
                                    argument.name() +
                                    "' is not known: say inputs=FILE, or "
                                    "shapes=1x3:int64,2x4 for all arguments");
    shapes.push_back(std::move(*shape));
  }
  return shapes;
}

static llvm::Expected<std::vector<c10::IValue>>
madeArguments(llvm::ArrayRef<TensorShape> shapes) {
  std::vector<c10::IValue> made;
  auto message = failureOf([&] {
    for (const TensorShape &shape : shapes)
      made.emplace_back(makeTensor(shape, /*seed=*/made.size()));
  });
  if (message)
    return errorIn("profile",
                   "libtorch cannot make such a tensor: " + *message);
  return made;
}

static llvm::Expected<std::vector<c10::IValue>>
given(const Graph &flat, const c10::FunctionSchema &schema,
      const ArgumentSource &source) {
  if (source.saved)
    return savedArguments(*source.saved);
  if (source.shapes)
    return madeArguments(*source.shapes);
  llvm::Expected<llvm::SmallVector<TensorShape>> shapes =
      knownShapes(flat, schema);
  if (!shapes)
    return shapes.takeError();
  return madeArguments(*shapes);
}

//===----------------------------------------------------------------------===//
// All of it
//===----------------------------------------------------------------------===//

/// The method at the entry of a live module; null of all else.
static Function *liveMethod(const Item &item) {
  if (!item.module || !item.module->live)
    return nullptr;
  return item.module->live->type()->findMethod(item.entry);
}

llvm::Error checkRunnable(const Item &item) {
  if (liveMethod(item))
    return llvm::Error::success();
  return errorIn("profile", "only an archive can be run, or a live module: "
                            "a text has no parameters");
}

/// Adds what is made of `given` for the next argument to `stack`.
static llvm::Error add(const c10::IValue &given,
                       const c10::FunctionSchema &schema, Stack &stack) {
  size_t place = stack.size();
  if (place >= schema.arguments().size()) {
    stack.push_back(given);
    return llvm::Error::success();
  }
  const c10::Argument &argument = schema.arguments()[place];
  if (auto message =
          failureOf([&] { stack.push_back(fitted(given, argument.type())); }))
    return errorIn("profile", "the argument '" + argument.name() +
                                  "' does not fit: " + *message);
  return llvm::Error::success();
}

llvm::Expected<Stack> argumentsOf(Item &item, const Graph &flat,
                                  const ArgumentSource &source) {
  if (llvm::Error error = checkRunnable(item))
    return error;
  const c10::FunctionSchema &schema = liveMethod(item)->getSchema();
  auto arguments = given(flat, schema, source);
  if (!arguments)
    return arguments.takeError();
  Stack stack = {item.module->live};
  for (const c10::IValue &argument : *arguments)
    if (llvm::Error error = add(argument, schema, stack))
      return error;
  if (auto message = failureOf([&] { schema.checkAndNormalizeInputs(stack); }))
    return errorIn("profile", "the arguments do not fit: " + *message);
  if (stack.size() != flat.inputs().size())
    return errorIn("profile", "passes have given the graph " +
                                  llvm::Twine(flat.inputs().size()) +
                                  " inputs, and the method takes " +
                                  llvm::Twine(stack.size()));
  return stack;
}

} // namespace hier
