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

#include "llvm/ADT/STLExtras.h"

using namespace torch::jit;

namespace hier {

static bool comesFromActivations(const Node &node) {
  auto place = node.sourceRange().file_line_col();
  return place && llvm::StringRef(std::get<0>(*place))
                      .ends_with("transformers/activations.py");
}

/// Is `gelu` the approximation by tanh? Its second operand says so.
static bool isTanhGelu(const Node &gelu) {
  if (gelu.inputs().size() < 2)
    return false;
  const Node *constant = gelu.inputs()[1]->node();
  return constant->kind() == prim::Constant &&
         constant->hasAttribute(attr::value) &&
         constant->kindOf(attr::value) == AttributeKind::s &&
         constant->s(attr::value) == "tanh";
}

ClassName knownClass(const std::vector<Node *> &nodes) {
  auto find = [&](const char *kind) -> const Node * {
    for (const Node *node : nodes)
      if (llvm::StringRef(node->kind().toQualString()) == kind &&
          comesFromActivations(*node))
        return node;
    return nullptr;
  };
  auto activation = [](const char *name) {
    return ClassName{"transformers.activations", name};
  };
  if (const Node *gelu = find("aten::gelu"))
    return activation(isTanhGelu(*gelu) ? "PytorchGELUTanh" : "GELUActivation");
  if (find("aten::tanh"))
    return activation(find("aten::pow") ? "NewGELUActivation"
                                        : "FastGELUActivation");
  if (find("aten::sigmoid"))
    return activation("QuickGELUActivation");
  if (find("aten::mish"))
    return activation("MishActivation");
  if (find("aten::square"))
    return activation("ReLUSquaredActivation");
  return {};
}

} // namespace hier
