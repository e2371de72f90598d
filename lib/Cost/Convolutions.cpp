//===- Convolutions.cpp - The FLOPs of convolutions -----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Two for each weight at each place of the result, or of the input where it is
// transposed. A trace does not tell the shape of a weight: its kernel follows
// from the sizes of input and result where only one fits.
//
//===----------------------------------------------------------------------===//

#include "FlopRules.h"

#include "hier/IR/Attributes.h"

using namespace torch::jit;

namespace hier {

ConvolutionForm ConvolutionForm::forward(size_t spatial) {
  return {.spatial = spatial};
}

ConvolutionForm ConvolutionForm::transposed(size_t spatial) {
  return {.spatial = spatial,
          .dilation = 7,
          .outputPadding = 5,
          .isTransposed = true};
}

ConvolutionForm ConvolutionForm::any() {
  return {.groups = 8, .outputPadding = 7, .transposedFlag = 6};
}

//===----------------------------------------------------------------------===//
// Kernels
//===----------------------------------------------------------------------===//

/// Larger ones would overflow, and are no sizes of a convolution.
static constexpr int64_t largest = int64_t(1) << 31;

template <typename Number>
static std::optional<int64_t> limited(std::optional<Number> number) {
  if (!number || *number < 0 || *number > Number(largest))
    return std::nullopt;
  return static_cast<int64_t>(*number);
}

/// The number of an operand for dimension `at`: one stands for all.
static std::optional<int64_t> numberAt(const Operation &op, size_t operand,
                                       size_t at, int64_t byDefault) {
  if (operand == 0)
    return byDefault;
  if (op.text(operand) == "valid")
    return 0;
  auto numbers = op.numbers(operand);
  if (!numbers)
    return limited(op.number(operand));
  if (numbers->size() == 1)
    at = 0;
  return at < numbers->size() ? limited(std::optional((*numbers)[at]))
                              : std::nullopt;
}

/// The one multiple of `step` from `least`, or from zero, to `most`; none where
/// there is none, or more than one.
static std::optional<int64_t> onlyMultiple(int64_t step, int64_t least,
                                           int64_t most) {
  if (most < 0)
    return std::nullopt;
  least = std::max<int64_t>(least, 0);
  int64_t found = most / step * step;
  bool isOnly = found >= least && found - step < least;
  return isOnly ? std::optional(found) : std::nullopt;
}

/// The size of the kernel in one dimension. All sizes s that fit satisfy
///   result = (input + 2 * padding - dilation * (s - 1) - 1) / stride + 1,
/// rounded down, and transposed
///   result = (input - 1) * stride - 2 * padding + dilation * (s - 1)
///            + outputPadding + 1.
static Size kernelSize(const Operation &op, const ConvolutionForm &form,
                       size_t at, Size input, Size result) {
  std::optional<int64_t> in = limited(input);
  std::optional<int64_t> out = limited(result);
  std::optional<int64_t> stride = numberAt(op, form.stride, at, 1);
  std::optional<int64_t> padding = numberAt(op, form.padding, at, 0);
  std::optional<int64_t> dilation = numberAt(op, form.dilation, at, 1);
  std::optional<int64_t> extra = numberAt(op, form.outputPadding, at, 0);
  if (!in || !out || !stride || !padding || !dilation || !extra ||
      *stride == 0 || *dilation == 0)
    return std::nullopt;
  int64_t most;
  int64_t least;
  if (form.isTransposed) {
    most = *out - 1 - *extra - (*in - 1) * *stride + 2 * *padding;
    least = most;
  } else {
    most = *in + 2 * *padding - 1 - *stride * (*out - 1);
    least = most - *stride + 1;
  }
  std::optional<int64_t> reach = onlyMultiple(*dilation, least, most);
  return reach ? Size(*reach / *dilation + 1) : std::nullopt;
}

static Size quotient(Size dividend, std::optional<int64_t> divisor) {
  if (!dividend || !divisor || *divisor <= 0 || *dividend % *divisor != 0)
    return std::nullopt;
  return *dividend / *divisor;
}

/// `form` with its flag read: is it transposed?
static std::optional<ConvolutionForm> resolved(const Operation &op,
                                               ConvolutionForm form) {
  if (form.transposedFlag == 0)
    return form;
  std::optional<int64_t> flag = op.number(form.transposedFlag);
  if (!flag)
    return std::nullopt;
  form.isTransposed = *flag != 0;
  return form;
}

/// How many dimensions input and result have before the spatial ones; none
/// where they fit no form.
static std::optional<size_t> leading(const Shape &shape,
                                     const ConvolutionForm &form) {
  if (shape.rank() < 2)
    return std::nullopt;
  size_t count = form.spatial == 0 ? 2 : shape.rank() - form.spatial;
  return count == 1 || count == 2 ? std::optional(count) : std::nullopt;
}

static Shape inferredWeight(const Operation &op, const ConvolutionForm &form) {
  Shape input = op.shape(0);
  Shape result = op.result();
  std::optional<size_t> spatialFrom = leading(input, form);
  if (!spatialFrom || input.rank() != result.rank())
    return {};
  std::optional<int64_t> groups = limited(op.number(form.groups));
  Size in = input.size(*spatialFrom - 1);
  Size out = result.size(*spatialFrom - 1);
  llvm::SmallVector<Size, 5> sizes = {
      form.isTransposed ? in : out,
      quotient(form.isTransposed ? out : in, groups)};
  for (size_t at = *spatialFrom; at < input.rank(); ++at)
    sizes.push_back(kernelSize(op, form, at - *spatialFrom, input.size(at),
                               result.size(at)));
  return Shape(sizes);
}

Shape convolutionWeight(const Operation &op, ConvolutionForm form) {
  Shape weight = op.shape(1);
  if (weight.elements())
    return weight;
  std::optional<ConvolutionForm> known = resolved(op, form);
  return known ? inferredWeight(op, *known) : Shape();
}

//===----------------------------------------------------------------------===//
// FLOPs
//===----------------------------------------------------------------------===//

/// The batch, which may be left out, and the places.
static Size placesOf(const Shape &shape, const ConvolutionForm &form) {
  std::optional<size_t> spatialFrom = leading(shape, form);
  if (!spatialFrom)
    return std::nullopt;
  return product({*spatialFrom == 2 ? shape.size(0) : Size(1),
                  shape.elements(*spatialFrom)});
}

Size convolutionOf(const Operation &op, ConvolutionForm form) {
  std::optional<ConvolutionForm> known = resolved(op, form);
  if (!known)
    return std::nullopt;
  Size places =
      placesOf(known->isTransposed ? op.shape(0) : op.result(), *known);
  return product({2, places, convolutionWeight(op, *known).elements()});
}

//===----------------------------------------------------------------------===//
// ONNX
//===----------------------------------------------------------------------===//

/// The weights, of which the node has the kernel's sizes as an attribute.
static Size onnxWeights(const Operation &op, bool isTransposed) {
  if (Size elements = op.shape(1).elements())
    return elements;
  auto kernel = numbersOf(op.node, c10::Symbol::attr("kernel_shape"));
  if (!kernel)
    return std::nullopt;
  const int64_t *group = integerAttribute(op.node, c10::Symbol::attr("group"));
  Size in = op.shape(0).size(1);
  Size out = op.result().size(1);
  Size perGroup = quotient(isTransposed ? out : in, group ? *group : 1);
  return product(
      {isTransposed ? in : out, perGroup, Shape::of(*kernel).elements()});
}

Size onnxConvolutionOf(const Operation &op, bool isTransposed) {
  Size places = placesOf(isTransposed ? op.shape(0) : op.result(), {});
  return product({2, places, onnxWeights(op, isTransposed)});
}

Size onnxGemmOf(const Operation &op) {
  auto isSet = [&](const char *name) {
    const int64_t *flag = integerAttribute(op.node, c10::Symbol::attr(name));
    return flag && *flag != 0;
  };
  Size left = op.shape(0).size(isSet("transA") ? 0 : 1);
  Size right = op.shape(1).size(isSet("transB") ? 1 : 0);
  return product({2, op.result().elements(), either(left, right)});
}

} // namespace hier
