//===- ListUses.cpp - Which lists stay as they are made -------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What libtorch's schemas say of the operands.
//
//===----------------------------------------------------------------------===//

#include "ListUses.h"

#include "hier/IR/Torch.h"
#include "llvm/ADT/STLExtras.h"

#include <torch/csrc/jit/runtime/operator.h>

using namespace llvm;

namespace hier {

using torch::jit::Operator;

static bool saysAll(const Operator &operation) {
  c10::AliasAnalysisKind kind = operation.aliasAnalysisKind();
  return kind == c10::AliasAnalysisKind::FROM_SCHEMA ||
         kind == c10::AliasAnalysisKind::PURE_FUNCTION;
}

/// Does an operation of that name, whichever overload it is, leave the operand
/// at `place` as it is, and to itself? It has `count` of them.
static bool leavesAlone(const std::string &kind, size_t place, size_t count) {
  bool isKnown = false;
  for (const std::shared_ptr<Operator> &operation :
       torch::jit::getAllOperatorsFor(c10::Symbol::fromQualString(kind))) {
    const std::vector<c10::Argument> &arguments =
        operation->schema().arguments();
    if (arguments.size() < count)
      continue;
    if (!saysAll(*operation) || arguments[place].alias_info())
      return false;
    isKnown = true;
  }
  return isKnown;
}

std::vector<bool> listsThatMayChange(const ModelView &view) {
  std::vector<bool> mayChange(view.nodes.size());
  auto isList = [&](const ModelView::Operand &operand) {
    return operand.node != ModelView::none &&
           view.nodes[operand.node].kind == "prim::ListConstruct";
  };
  for (const ModelView::Node &node : view.nodes) {
    for (auto [place, operand] : enumerate(node.operands))
      if (isList(operand) && !mayChange[operand.node])
        mayChange[operand.node] =
            !leavesAlone(node.kind, place, node.operands.size());
    // What a block gives is what the node around it makes, under another name.
    for (const ModelView::Operand &result : node.results)
      if (isList(result))
        mayChange[result.node] = true;
  }
  return mayChange;
}

} // namespace hier
