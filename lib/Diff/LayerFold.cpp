//===- LayerFold.cpp - What repeated layers share -------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A text for what differs in a module, without what tells its layer.
//
//===----------------------------------------------------------------------===//

#include "LayerFold.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace hier {

/// `encoder.layer.#.output`: with all numbers between dots or slashes masked.
static std::string withoutNumbers(StringRef path) {
  std::string masked;
  bool wasName = false;
  for (char byte : path) {
    if (isDigit(byte) && !wasName) {
      if (masked.empty() || masked.back() != '#')
        masked += '#';
      continue;
    }
    wasName = byte != '.' && byte != '/' && byte != '#';
    masked += byte;
  }
  return masked;
}

/// A path or a tag, and no constant: the numbers of those count.
static bool isPath(StringRef text) {
  return !text.empty() && (isAlpha(text.front()) || text.front() == '/') &&
         all_of(text, [](char byte) {
           return isAlnum(byte) || StringRef("_./-").contains(byte);
         });
}

/// What a value is called is the first word of what is said of it.
static std::string keyOfFact(const std::optional<std::string> &fact) {
  if (!fact)
    return "none";
  StringRef text = *fact;
  if (text.starts_with("%"))
    return text.drop_front(std::min(text.find(' '), text.size())).str();
  return isPath(text) ? withoutNumbers(text) : text.str();
}

static std::string keyOfChange(const ModelDiff::Change &change) {
  return change.what + ": " + keyOfFact(change.before) + " -> " +
         keyOfFact(change.after) + "\n";
}

static std::string keyOf(ArrayRef<ModelView::Attribute> attributes) {
  std::string key;
  for (const ModelView::Attribute &attribute : attributes)
    (((key += attribute.name) += '=') += attribute.value) += '\n';
  return key;
}

/// By place of what gives them, numbers for constants and lists of such, the
/// same for the same ones; 0 for all else.
static std::vector<size_t> constantsOf(const ModelView &view,
                                       StringMap<size_t> &numbers) {
  std::vector<size_t> constants(view.nodes.size());
  auto numberOf = [&](const ModelView::Operand &operand) {
    return operand.node == ModelView::none ? 0 : constants[operand.node];
  };
  for (auto [node, number] : zip(view.nodes, constants)) {
    std::string key = node.kind + '\n';
    if (node.kind == "prim::ListConstruct")
      for (const ModelView::Operand &element : node.operands)
        key += std::to_string(numberOf(element)) + ' ';
    else if (node.kind == "prim::Constant")
      key += keyOf(node.attributes);
    else
      continue;
    for (const ModelView::Value &output : node.outputs)
      key += output.type;
    number = numbers.try_emplace(key, numbers.size() + 1).first->second;
  }
  return constants;
}

LayerFold::LayerFold(const ItemDiff &item) {
  StringMap<size_t> numbers;
  before = {&*item.before, constantsOf(*item.before, numbers)};
  after = {&*item.after, constantsOf(*item.after, numbers)};
}

/// Of one that has come or gone, what it does; of any other, its changes do.
std::string LayerFold::keyOf(const ModelDiff::Node &node) const {
  std::string key = node.isMoved ? "> " : "";
  DiffEvent event = node.event();
  bool isAlone = event == DiffEvent::Added || event == DiffEvent::Removed;
  auto add = [&](const Side &side, size_t place) {
    if (place == ModelDiff::none)
      return;
    const ModelView::Node &shown = side.view->nodes[place];
    ((key += &side == &before ? "- " : "+ ") += shown.kind) += ' ';
    for (const ModelView::Value &output : shown.outputs)
      (key += output.type) += ' ';
    key += withoutNumbers(side.view->modules[shown.module].path) + '\n';
    if (!isAlone)
      return;
    key += hier::keyOf(shown.attributes);
    for (const ModelView::Operand &operand : shown.operands)
      if (operand.node != ModelView::none)
        key += std::to_string(side.constants[operand.node]) + ' ';
  };
  add(before, node.before);
  add(after, node.after);
  for (const ModelDiff::Change &change : node.changes)
    key += keyOfChange(change);
  return key;
}

std::string LayerFold::keyOf(const ModelDiff::Module &module) const {
  std::string key;
  auto add = [&](const ModelView &view, size_t place) {
    if (place != ModelDiff::none)
      key += withoutNumbers(view.modules[place].path) + '\n' +
             view.modules[place].className + '\n';
    key += '\n';
  };
  add(*before.view, module.before);
  add(*after.view, module.after);
  key += std::to_string(module.movedAway) + '\n';
  for (const ModelDiff::Change &change : module.changes)
    key += keyOfChange(change);
  for (const ModelDiff::Node &node : module.nodes)
    key += keyOf(node);
  return key;
}

const ModelDiff::Module *LayerFold::seen(const ModelDiff::Module &module) {
  auto [entry, isNew] = modules.try_emplace(keyOf(module), &module);
  return isNew ? nullptr : entry->second;
}

} // namespace hier
