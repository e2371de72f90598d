//===- Mutations.cpp - What may not stay as it is -------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For lists, what libtorch's schemas say of operands.
//
//===----------------------------------------------------------------------===//

#include "Mutations.h"

#include "hier/IR/Torch.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"

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

static void addLists(const ModelView &view, std::vector<bool> &mayChange) {
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
}

static StringRef attributeOf(const ModelView::Node &node, StringRef kind) {
  return node.kind == kind && node.attributes.size() == 1
             ? StringRef(node.attributes.front().value)
             : "";
}

/// Of whichever object: one may have several names.
static void addReads(const ModelView &view, std::vector<bool> &mayChange) {
  StringSet<> names;
  for (const ModelView::Node &node : view.nodes)
    names.insert(attributeOf(node, "prim::SetAttr"));
  names.erase("");
  for (auto [place, node] : enumerate(view.nodes))
    if (names.contains(attributeOf(node, "prim::GetAttr")))
      mayChange[place] = true;
}

std::vector<bool> whatMayChange(const ModelView &view) {
  std::vector<bool> mayChange(view.nodes.size());
  addLists(view, mayChange);
  addReads(view, mayChange);
  return mayChange;
}

} // namespace hier
