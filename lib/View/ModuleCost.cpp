//===- ModuleCost.cpp - What the nodes of a module cost -------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Sums of numbers that a text may have made up stop at the largest there is.
//
//===----------------------------------------------------------------------===//

#include "hier/View/ModuleCost.h"

#include "llvm/Support/MathExtras.h"

namespace hier {

void Amount::add(std::optional<uint64_t> part) {
  if (part)
    known = llvm::SaturatingAdd(known, *part);
  else
    ++unknown;
}

Amount &Amount::operator+=(const Amount &other) {
  known = llvm::SaturatingAdd(known, other.known);
  unknown += other.unknown;
  return *this;
}

void ModuleCost::addTime(std::optional<double> time) {
  if (time)
    nanoseconds = nanoseconds.value_or(0) + *time;
}

ModuleCost &ModuleCost::operator+=(const ModuleCost &other) {
  nodes += other.nodes;
  parameters += other.parameters;
  parameterBytes += other.parameterBytes;
  flops += other.flops;
  activationBytes += other.activationBytes;
  addTime(other.nanoseconds);
  return *this;
}

} // namespace hier
