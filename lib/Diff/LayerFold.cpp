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

/// What a value is called is the first word of what is said of it.
static StringRef withoutName(StringRef value) {
  if (value.starts_with("%"))
    return value.drop_front(std::min(value.find(' '), value.size()));
  return value;
}

std::string LayerFold::keyOf(const ModelDiff::Change &change,
                             const ModelDiff::Module &) const {
  bool isOfLayer = change.aspect == DiffAspect::Tags ||
                   change.aspect == DiffAspect::Operands;
  auto keyOfValue = [&](const std::optional<std::string> &value) {
    if (!value)
      return std::string("none");
    bool isNumber = !value->empty() && all_of(*value, [](char byte) {
      return isDigit(byte) || byte == '.' || byte == '-';
    });
    return isOfLayer && !isNumber ? withoutNumbers(withoutName(*value))
                                  : *value;
  };
  return change.what + ": " + keyOfValue(change.before) + " -> " +
         keyOfValue(change.after) + "\n";
}

std::string LayerFold::keyOf(const ModelDiff::Node &node,
                             const ModelDiff::Module &module) const {
  std::string key = node.isMoved ? "> " : "";
  auto add = [&](const ModelView &view, size_t place) {
    if (place == ModelDiff::none)
      return;
    const ModelView::Node &shown = view.nodes[place];
    ((key += &view == &*item.before ? "- " : "+ ") += shown.kind) += ' ';
    for (const ModelView::Value &output : shown.outputs)
      (key += output.type) += ' ';
    key += withoutNumbers(view.modules[shown.module].path) + '\n';
  };
  add(*item.before, node.before);
  add(*item.after, node.after);
  for (const ModelDiff::Change &change : node.changes)
    key += keyOf(change, module);
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
  add(*item.before, module.before);
  add(*item.after, module.after);
  key += std::to_string(module.movedAway) + '\n';
  for (const ModelDiff::Change &change : module.changes)
    key += keyOf(change, module);
  for (const ModelDiff::Node &node : module.nodes)
    key += keyOf(node, module);
  return key;
}

const ModelDiff::Module *LayerFold::seen(const ModelDiff::Module &module) {
  auto [entry, isNew] = modules.try_emplace(keyOf(module), &module);
  return isNew ? nullptr : entry->second;
}

} // namespace hier
