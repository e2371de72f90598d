//===- Aliases.cpp - Results that are operands, or views of them ----------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What libtorch asks the tensors when it runs an operation is asked here of
// what is known of them. Nothing is assumed of what is not.
//
//===----------------------------------------------------------------------===//

#include "Aliases.h"

#include "Operation.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/MathExtras.h"

#include <ATen/TensorGeometry.h>
#include <ATen/TensorUtils.h>

using namespace torch::jit;

namespace hier {

namespace {

/// None: nobody can tell.
using Answer = std::optional<bool>;

/// Whether a result is a new tensor, where the schema does not say it.
enum class Copies {
  AsInSchema,
  Never,          ///< The schema leaves out that it is a view.
  ForOtherForm,   ///< If its elements have another type, device or order.
  ForOtherDevice, ///< If its elements are on another device.
  ForOtherOrder,  ///< If its elements lie in another order.
  WhereScattered, ///< If the elements of the operand are not side by side.
  WhereNoView,    ///< If no view of the operand has its shape.
  WhereDropping,  ///< If it is trained, and drops anything.
  Untold          ///< If the tensors say so in ways that no type tells.
};

} // namespace

static Copies copiesOf(c10::Symbol kind) {
  return llvm::StringSwitch<Copies>(kind.toQualString())
      .Cases("aten::atleast_1d", "aten::atleast_2d", "aten::atleast_3d",
             "aten::broadcast_tensors", "aten::data", "aten::meshgrid",
             Copies::Never)
      .Cases("aten::unsafe_chunk", "aten::unsafe_split",
             "aten::unsafe_split_with_sizes", Copies::Never)
      .Cases("aten::_autocast_to_full_precision",
             "aten::_autocast_to_reduced_precision", "aten::as_tensor",
             "aten::to", "aten::type_as", Copies::ForOtherForm)
      .Cases("aten::cpu", "aten::cuda", Copies::ForOtherDevice)
      .Case("aten::contiguous", Copies::ForOtherOrder)
      .Case("aten::ravel", Copies::WhereScattered)
      .Cases("aten::flatten", "aten::reshape", "aten::reshape_as",
             Copies::WhereNoView)
      .Cases("aten::alpha_dropout", "aten::dropout", "aten::feature_dropout",
             "aten::feature_alpha_dropout", Copies::WhereDropping)
      .Cases("aten::_grad_sum_to_size", "aten::coalesce", "aten::conj_physical",
             "aten::pin_memory", "aten::resolve_conj", "aten::resolve_neg",
             "aten::sum_to_size", Copies::Untold)
      .Default(Copies::AsInSchema);
}

//===----------------------------------------------------------------------===//
// Answers
//===----------------------------------------------------------------------===//

static Answer both(Answer one, Answer other) {
  if (one == false || other == false)
    return false;
  return one && other ? Answer(true) : std::nullopt;
}

template <typename Fact>
static Answer areSame(const std::optional<Fact> &one,
                      const std::optional<Fact> &other) {
  return one && other ? Answer(*one == *other) : std::nullopt;
}

/// Do the elements of a tensor and its copy lie in one order? Strides that no
/// element needs tell of an order too.
static Answer haveOneOrder(const std::optional<Layout> &one,
                           const std::optional<Layout> &other) {
  return areSame(one ? std::optional(one->strides) : std::nullopt,
                 other ? std::optional(other->strides) : std::nullopt);
}

static Answer isContiguous(const std::optional<Layout> &layout) {
  return layout ? Answer(at::geometry_is_contiguous(layout->sizes,
                                                    layout->strides))
                : std::nullopt;
}

static Answer isView(const std::optional<Layout> &layout, const Shape &wanted) {
  if (!layout || !wanted.elements())
    return std::nullopt;
  llvm::SmallVector<int64_t, 5> sizes;
  for (size_t at = 0; at < wanted.rank(); ++at)
    sizes.push_back(static_cast<int64_t>(*wanted.size(at)));
  return at::detail::computeStride(layout->sizes, layout->strides,
                                   at::IntArrayRef(sizes.data(), sizes.size()))
      .has_value();
}

//===----------------------------------------------------------------------===//
// Operations
//===----------------------------------------------------------------------===//

/// Is it what libtorch takes for the format of such a tensor? That of one which
/// has several is the contiguous one.
static Answer hasFormat(const std::optional<Layout> &layout,
                        std::optional<int64_t> format) {
  auto is = [&](at::MemoryFormat other) {
    return format == static_cast<int64_t>(other);
  };
  if (is(at::MemoryFormat::Preserve))
    return true;
  if (!layout || !format)
    return std::nullopt;
  int64_t reach;
  for (auto [size, stride] : llvm::zip_equal(layout->sizes, layout->strides))
    if (llvm::MulOverflow(size, stride, reach))
      return std::nullopt;
  if (c10::is_channels_last_strides_2d(layout->sizes, layout->strides))
    return is(at::MemoryFormat::ChannelsLast);
  if (c10::is_channels_last_strides_3d(layout->sizes, layout->strides))
    return is(at::MemoryFormat::ChannelsLast3d);
  return is(at::MemoryFormat::Contiguous);
}

/// A dropout gives its operand back where it drops nothing.
static Answer dropsNothing(const Node &dropout) {
  Answer isNever = isZero(*dropout.inputs()[1]);
  Answer isAtRest = isZero(*dropout.inputs()[2]);
  if (isNever == true || isAtRest == true)
    return true;
  return isNever && isAtRest ? Answer(false) : std::nullopt;
}

/// Has what a conversion makes the form of its operand? The schema's names tell
/// what may change beside the type.
static Answer keepsForm(const Node &conversion,
                        const c10::FunctionSchema &schema,
                        const ValueFacts &facts) {
  auto given = [&](const char *name) -> const Value * {
    std::optional<int> at = schema.argumentIndexWithName(name);
    const Value *value = at ? conversion.inputs()[*at] : nullptr;
    bool isNone = value && value->type()->kind() == c10::TypeKind::NoneType;
    return isNone ? nullptr : value;
  };
  const Value &operand = *conversion.inputs()[0];
  const Value &result = *conversion.outputs()[0];
  Answer keeps = areSame(facts.of(operand).type, facts.of(result).type);
  if (const Value *copy = given("copy"))
    keeps = both(keeps, isZero(*copy));
  if (given("device") || given("other"))
    keeps =
        both(keeps, areSame(facts.deviceOf(operand), facts.deviceOf(result)));
  std::optional<Layout> layout = facts.layoutOf(operand);
  if (const Value *format = given("memory_format"))
    keeps = both(keeps, hasFormat(layout, numberOf(*format)));
  Answer order = haveOneOrder(layout, facts.layoutOf(result));
  bool mayReorder = given("layout") || given("other") || order == false;
  return mayReorder ? both(keeps, order) : keeps;
}

/// Of an operation whose only result may be its first operand.
static Answer isOperand(const Node &node, Copies copies,
                        const c10::FunctionSchema &schema,
                        const ValueFacts &facts) {
  const Value &operand = *node.inputs()[0];
  const Value &result = *node.outputs()[0];
  switch (copies) {
  case Copies::ForOtherForm:
    return keepsForm(node, schema, facts);
  case Copies::ForOtherDevice:
    return areSame(facts.deviceOf(operand), facts.deviceOf(result));
  case Copies::ForOtherOrder:
    return haveOneOrder(facts.layoutOf(operand), facts.layoutOf(result));
  case Copies::WhereScattered:
    return isContiguous(facts.layoutOf(operand));
  case Copies::WhereNoView:
    return isView(facts.layoutOf(operand), facts.shapeOf(result));
  case Copies::WhereDropping:
    return dropsNothing(node);
  default:
    return std::nullopt;
  }
}

/// What may be of any type, such as an element of a list, is moved, not made.
std::optional<bool> isAlias(const Node &node, size_t index,
                            const c10::FunctionSchema &schema,
                            const ValueFacts &facts) {
  Copies copies = copiesOf(node.kind());
  if (copies == Copies::Never)
    return true;
  bool isOfTensor = !node.inputs().empty() &&
                    node.inputs()[0]->type()->castRaw<c10::TensorType>();
  if (copies != Copies::AsInSchema && isOfTensor)
    return isOperand(node, copies, schema, facts);
  const c10::Argument &result = schema.returns()[index];
  return result.alias_info() || result.type()->hasFreeVariables();
}

} // namespace hier
