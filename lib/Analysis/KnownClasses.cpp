//===- KnownClasses.cpp - Classes known by what they run ------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The activations of transformers, as its versions 4 have them.
//
//===----------------------------------------------------------------------===//

#include "KnownClasses.h"

#include "hier/IR/Attributes.h"
#include "hier/IR/Location.h"
#include "llvm/ADT/StringRef.h"

using namespace torch::jit;

namespace hier {

static bool comesFromActivations(const Node &node) {
  std::optional<Location> location = locationOf(node.sourceRange());
  return location && llvm::StringRef(location->file)
                         .ends_with("transformers/activations.py");
}

namespace {

/// What of the nodes of one module tells its class.
class Activation {
public:
  explicit Activation(const std::vector<Node *> &nodes) : nodes(nodes) {}

  const Node *find(llvm::StringRef kind) const {
    for (const Node *node : nodes)
      if (kind == node->kind().toQualString() && comesFromActivations(*node))
        return node;
    return nullptr;
  }
  bool has(llvm::StringRef kind) const { return find(kind); }

private:
  const std::vector<Node *> &nodes;
};

} // namespace

/// Is `gelu` the approximation by tanh? Its second operand says so.
static bool isTanhGelu(const Node &gelu) {
  if (gelu.inputs().size() < 2)
    return false;
  const Node *constant = gelu.inputs()[1]->node();
  const std::string *value = constant->kind() == prim::Constant
                                 ? stringAttribute(*constant, attr::value)
                                 : nullptr;
  return value && *value == "tanh";
}

/// NewGELUActivation takes the power 3., AccurateGELUActivation the power 3.
static bool isFloatPower(const Node &power) {
  return power.inputs().size() == 2 &&
         power.inputs()[1]->type()->kind() == c10::TypeKind::FloatType;
}

static const char *className(const Activation &activation) {
  if (const Node *gelu = activation.find("aten::gelu"))
    return activation.has("aten::clip") ? "ClippedGELUActivation"
           : isTanhGelu(*gelu)          ? "PytorchGELUTanh"
                                        : "GELUActivation";
  if (activation.has("aten::erf"))
    return activation.has("aten::sub") ? "LaplaceActivation" : "GELUActivation";
  if (const Node *power = activation.find("aten::pow"))
    return isFloatPower(*power) ? "NewGELUActivation"
                                : "AccurateGELUActivation";
  if (activation.has("aten::tanh"))
    return "FastGELUActivation";
  if (activation.has("aten::sigmoid"))
    return "QuickGELUActivation";
  if (activation.has("aten::square"))
    return "ReLUSquaredActivation";
  return "";
}

ClassName knownClass(const std::vector<Node *> &nodes) {
  llvm::StringRef name = className(Activation(nodes));
  if (name.empty())
    return {};
  return {"transformers.activations", name.str()};
}

} // namespace hier
