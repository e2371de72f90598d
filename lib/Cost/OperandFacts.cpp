//===- OperandFacts.cpp - What operations tell of their weights -----------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The rules that OperandFacts.def is written in.
//
//===----------------------------------------------------------------------===//

#include "OperandFacts.h"

#include "FlopRules.h"

#include <map>
#include <set>

using namespace torch::jit;

namespace hier {

/// The factors of a product have the type of its result.
static TensorFact factorOf(const Operation &op, Shape shape) {
  return {std::move(shape), op.resultFact().type};
}

static TensorFact weightOf(const Operation &op, ConvolutionForm form) {
  return factorOf(op, convolutionWeight(op, form));
}

static TensorFact biasOf(const Operation &op, ConvolutionForm form) {
  Shape result = op.result();
  if (result.rank() < 2 || result.rank() <= form.spatial)
    return {};
  size_t channels = form.spatial == 0 ? 1 : result.rank() - form.spatial - 1;
  return factorOf(op, Shape::ofVector(result.size(channels)));
}

static bool isByMatrix(const Operation &op) {
  return op.shape(0).hasRank() && op.shape(0).rank() == op.result().rank();
}

static TensorFact linearWeightOf(const Operation &op) {
  if (!isByMatrix(op))
    return {};
  return factorOf(op, Shape({op.result().fromEnd(0), op.shape(0).fromEnd(0)}));
}

static TensorFact linearBiasOf(const Operation &op) {
  if (!isByMatrix(op))
    return {};
  return factorOf(op, Shape::ofVector(op.result().fromEnd(0)));
}

static TensorFact rightFactorOf(const Operation &op, size_t first) {
  return factorOf(op,
                  Shape({op.shape(first).fromEnd(0), op.result().fromEnd(0)}));
}

/// What is of reduced precision may be scaled by what is not.
static TensorFact scaleOf(const Operation &op, Shape shape) {
  std::optional<c10::ScalarType> type = op.resultFact().type;
  bool isFull =
      type == c10::ScalarType::Float || type == c10::ScalarType::Double;
  return {std::move(shape), isFull ? type : std::nullopt};
}

static TensorFact scaleOfChannels(const Operation &op) {
  return scaleOf(op, Shape::ofVector(op.shape(0).size(1)));
}

/// Of as many dimensions as operand 1 is a list of, the last ones of the input.
static TensorFact scaleOfList(const Operation &op) {
  if (auto sizes = op.numbers(1))
    return scaleOf(op, Shape::of(*sizes));
  auto list = op.elements(1);
  if (!list)
    return {};
  llvm::SmallVector<Size, 2> sizes;
  for (size_t left = list->size(); left-- > 0;)
    sizes.push_back(op.shape(0).fromEnd(left));
  return scaleOf(op, Shape(sizes));
}

namespace {
using Rule = TensorFact (*)(const Operation &);
using Place = std::pair<unsigned, size_t>;
} // namespace

static Place placeOf(const char *kind, size_t operand) {
  return {c10::Symbol::fromQualString(kind), operand};
}

static const std::map<Place, Rule> &rules() {
  static const std::map<Place, Rule> byPlace = {
#define HIER_OPERAND(KIND, OPERAND, FACT)                                      \
  {placeOf(KIND, OPERAND),                                                     \
   [](const Operation &op) -> TensorFact { return FACT; }},
#include "OperandFacts.def"
  };
  return byPlace;
}

static const std::set<Place> &buffers() {
  static const std::set<Place> places = {
#define HIER_BUFFER(KIND, OPERAND) placeOf(KIND, OPERAND),
#include "OperandFacts.def"
  };
  return places;
}

TensorFact factOfUse(const Use &use, const ValueFacts &facts) {
  auto rule = rules().find({use.user->kind(), use.offset});
  if (rule == rules().end())
    return {};
  return rule->second(Operation(*use.user, facts));
}

bool isUseOfBuffer(const Use &use) {
  return buffers().contains({use.user->kind(), use.offset});
}

} // namespace hier
