//===- StandIns.cpp - What libtorch cannot judge, hidden from it ----------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A stand-in is a node of one of three kinds that are registered with libtorch,
// and keeps the kind it stands for as an attribute.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/StandIns.h"

#include "FoldedSize.h"
#include "TorchAccess.h"
#include "hier/IR/NodeParts.h"
#include "hier/IR/Opaque.h"
#include "hier/IR/ValueNames.h"
#include "llvm/ADT/STLExtras.h"

#include <fmt/format.h>
#include <torch/csrc/jit/runtime/custom_operator.h>
#include <torch/csrc/jit/runtime/operator.h>

using namespace torch::jit;

namespace hier {

namespace {

/// The stand-ins are operators of any operands and outputs, which cannot be
/// run: so constant folding leaves them alone.
struct StandInKinds {
  c10::Symbol constant = c10::Symbol::fromQualString("hier_stand_in::constant");
  c10::Symbol pure = c10::Symbol::fromQualString("hier_stand_in::pure");
  c10::Symbol any = c10::Symbol::fromQualString("hier_stand_in::any");
  c10::Symbol kindAttribute = c10::Symbol::attr("hier_stands_for");

  static const StandInKinds &get() {
    static const StandInKinds kinds;
    return kinds;
  }

  bool contain(c10::Symbol kind) const {
    return kind == constant || kind == pure || kind == any;
  }

private:
  StandInKinds() {
    static const RegisterOperators registered(
        {operatorOf(constant, c10::AliasAnalysisKind::PURE_FUNCTION),
         operatorOf(pure, c10::AliasAnalysisKind::PURE_FUNCTION),
         operatorOf(any, c10::AliasAnalysisKind::CONSERVATIVE)});
  }

  static Operator operatorOf(c10::Symbol kind, c10::AliasAnalysisKind effects) {
    auto create = [](const Node *) -> Operation {
      throw std::logic_error("a stand-in cannot be run");
    };
    return Operator(kind, OperationCreator(create), effects);
  }
};

} // namespace

//===----------------------------------------------------------------------===//
// Attributes
//===----------------------------------------------------------------------===//

static bool isOpaque(const c10::IValue &value) {
  bool found = false;
  value.visit([&](const c10::IValue &part) {
    found |= opaqueText(part).has_value() ||
             (part.isTensor() && opaqueText(part.toTensor()));
    return found;
  });
  return found;
}

static bool isOpaque(const Node &node, c10::Symbol name) {
  auto isOpaqueTensor = [](const at::Tensor &tensor) {
    return opaqueText(tensor).has_value();
  };
  switch (node.kindOf(name)) {
  case AttributeKind::t:
    return isOpaqueTensor(node.t(name));
  case AttributeKind::ts:
    return llvm::any_of(node.ts(name), isOpaqueTensor);
  case AttributeKind::ival:
    return isOpaque(node.ival(name));
  default:
    return false;
  }
}

/// No text can hold it, since no text can tell where this object lies.
std::string StandIns::placeholder() const {
  return fmt::format("hier stand-in {} of {}", hidden.size(),
                     static_cast<const void *>(this));
}

/// Says whether there was any that is opaque.
bool StandIns::hideAttributes(Node &node) {
  bool found = false;
  for (AttributeValue::Ptr &attribute :
       access::get<access::NodeAttributes>(node)) {
    if (!isOpaque(node, attribute->name))
      continue;
    found = true;
    std::string name = placeholder();
    auto string = std::make_unique<StringAttr>(attribute->name, name);
    hidden[name] = std::exchange(attribute, std::move(string));
  }
  return found;
}

void StandIns::showAttributes(Node &node) const {
  for (AttributeValue::Ptr &attribute :
       access::get<access::NodeAttributes>(node)) {
    if (attribute->kind() != AttributeKind::s)
      continue;
    auto known = hidden.find(node.s(attribute->name));
    if (known != hidden.end())
      attribute = known->second->clone();
  }
}

//===----------------------------------------------------------------------===//
// Nodes
//===----------------------------------------------------------------------===//

/// A node of another kind in the place of `node`, which is destroyed.
static Node *replace(Node &node, c10::Symbol kind) {
  Node *other = node.owningGraph()->create(kind, /*num_outputs=*/0);
  other->insertBefore(&node);
  other->copyMetadata(&node);
  for (Value *input : node.inputs())
    other->addInput(input);
  for (Value *output : node.outputs()) {
    Value *replacement = other->addOutput();
    replacement->setType(output->type());
    output->replaceAllUsesWith(replacement);
    swapNames(*output, *replacement);
  }
  std::swap(access::get<access::NodeAttributes>(node),
            access::get<access::NodeAttributes>(*other));
  node.destroy();
  return other;
}

static bool drawsRandomNumbers(c10::Symbol onnx) {
  llvm::StringRef name = onnx.toUnqualString();
  return name.starts_with("Random") || name == "Multinomial" ||
         name == "Bernoulli" || name == "Dropout";
}

/// Constant folding runs what libtorch takes for free of effects.
static bool readsOrPrints(c10::Symbol kind) {
  llvm::StringRef name = kind.toQualString();
  return name == "aten::from_file" || name == "aten::_print" ||
         name.starts_with("debugprims::") || name.starts_with("c10d::") ||
         name.starts_with("_c10d_functional") || name.starts_with("symm_mem::");
}

/// Constant folding takes what these need from its stack unasked.
static bool lacksOperands(const Node &node) {
  switch (node.kind()) {
  case prim::ListUnpack:
  case prim::TupleUnpack:
    return node.inputs().size() != 1;
  case prim::DictConstruct:
    return node.inputs().size() % 2 != 0;
  default:
    return false;
  }
}

/// The kind that stands for `node`; nothing when libtorch can judge it.
static std::optional<c10::Symbol> standInFor(const Node &node) {
  const StandInKinds &kinds = StandInKinds::get();
  c10::Symbol kind = node.kind();
  if (!node.blocks().empty())
    return std::nullopt;
  if (readsOrPrints(kind) || lacksOperands(node))
    return kinds.any;
  if (kind == prim::Constant || aliasAnalysisHasSpecialCaseFor(kind))
    return std::nullopt;
  if (node.maybeOperator())
    return std::nullopt;
  return kind.is_onnx() && !drawsRandomNumbers(kind) ? kinds.pure : kinds.any;
}

void StandIns::put(Graph &graph) {
  const StandInKinds &kinds = StandInKinds::get();
  FoldedSizes sizes;
  for (Node *node : allNodes(graph)) {
    std::optional<c10::Symbol> kind = standInFor(*node);
    if (hideAttributes(*node) && node->kind() == prim::Constant)
      kind = kinds.constant;
    // Only what has a schema is folded.
    if (sizes.isTooLarge(*node) && !kind && node->maybeOperator())
      kind = kinds.any;
    if (!kind)
      continue;
    std::string name = node->kind().toQualString();
    replace(*node, *kind)->s_(kinds.kindAttribute, std::move(name));
  }
}

void StandIns::takeOff(Graph &graph) const {
  const StandInKinds &kinds = StandInKinds::get();
  for (Node *node : allNodes(graph)) {
    if (!hidden.empty())
      showAttributes(*node);
    if (!kinds.contain(node->kind()) ||
        !node->hasAttribute(kinds.kindAttribute))
      continue;
    auto kind = c10::Symbol::fromQualString(node->s(kinds.kindAttribute));
    node->removeAttribute(kinds.kindAttribute);
    replace(*node, kind);
  }
}

} // namespace hier
