//===- Formats.cpp - What the formats share -------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Short texts, for boxes and slices.
//
//===----------------------------------------------------------------------===//

#include "Formats.h"

#include "hier/Support/Text.h"

#include <fmt/format.h>

namespace hier {

std::string titleOf(const ModelView::Module &module) {
  if (module.name.empty() || module.className.empty())
    return module.name + module.className;
  return module.name + ": " + module.className;
}

static constexpr llvm::StringLiteral constant = "prim::Constant";

bool isProfiled(const ModelView &view) {
  return !view.modules.empty() && view.modules[0].total.nanoseconds.has_value();
}

bool isInput(const ModelView::Operand &operand) {
  return operand.node == ModelView::none && operand.owner == ModelView::none;
}

bool isObject(llvm::StringRef type) { return type.starts_with("__torch__."); }

bool isAside(const ModelView::Node &node) {
  return node.kind == constant ||
         (node.kind == "prim::GetAttr" && node.outputs.size() == 1 &&
          isObject(node.outputs[0].type));
}

/// A long one would be copied to every node that takes it.
std::vector<std::string> constantsOf(const ModelView &view,
                                     const ModelView::Node &node) {
  constexpr size_t longest = 200;
  std::vector<std::string> all;
  for (const ModelView::Operand &operand : node.operands)
    if (operand.node != ModelView::none &&
        view.nodes[operand.node].kind == constant)
      all.push_back(shortened(view.nodes[operand.node].text, longest));
  return all;
}

std::string amountText(const Amount &amount) {
  if (amount.isKnown())
    return std::to_string(amount.known);
  if (amount.known == 0)
    return "unknown";
  return fmt::format("{} and {} unknown", amount.known, amount.unknown);
}

} // namespace hier
