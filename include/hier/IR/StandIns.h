//===- StandIns.h - What libtorch cannot judge, hidden from it --*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// libtorch's alias analysis, which most of its passes begin with, throws on an
// operation without a schema; its passes compare and fold constants of which
// the text holds only `<Tensor>`; and its constant folding runs operations, be
// they such that read files. While a pass runs, stand-ins take the place of all
// these.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_IR_STANDINS_H
#define HIER_IR_STANDINS_H

#include "hier/IR/Torch.h"

#include <string>
#include <unordered_map>

namespace hier {

/// What is hidden from one pass.
class StandIns {
public:
  /// Puts stand-ins, in `graph` and its subgraphs:
  ///  - for a constant that is opaque (hier/IR/Opaque.h), an operation without
  ///    effects, and a value nothing is known of;
  ///  - for an operation of ONNX, one without effects, unless it draws random
  ///    numbers;
  ///  - for any other without a schema or operands that fit, one that may do
  ///    anything to its operands; so too for an operation that reads or prints
  ///    something, and for one that constant folding would make a huge value
  ///    of.
  /// Where the attributes of other nodes are opaque, strings that no other
  /// attribute has. A node without a schema stays if it has blocks.
  void put(torch::jit::Graph &graph);

  /// Puts back in `graph`, wherever they and their copies are now, what `put`
  /// has taken from any graph.
  void takeOff(torch::jit::Graph &graph) const;

private:
  bool hideAttributes(torch::jit::Node &node);
  void showAttributes(torch::jit::Node &node) const;
  std::string placeholder() const;

  /// Attributes by the strings in their place.
  std::unordered_map<std::string, torch::jit::AttributeValue::Ptr> hidden;
};

} // namespace hier

#endif // HIER_IR_STANDINS_H
