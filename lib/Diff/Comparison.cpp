//===- Comparison.cpp - What differs between two that belong together -----===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Operands are the same where what gives them has been matched.
//
//===----------------------------------------------------------------------===//

#include "Comparison.h"

#include "hier/Support/Text.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace hier {

using Change = ModelDiff::Change;

/// One text may be long, and be what many nodes use.
static constexpr size_t mostBytes = 200;

static std::optional<std::string> orNone(StringRef text) {
  return text.empty() ? std::nullopt : std::optional(text.str());
}

//===----------------------------------------------------------------------===//
// Operands and results
//===----------------------------------------------------------------------===//

/// Of two nodes that do the same on the same, one may have gone and its users
/// take what the other gives.
bool Comparison::areSameNodes(size_t old, size_t fresh) const {
  size_t matched = match.ofBefore.nodes[old];
  if (matched == fresh)
    return true;
  bool isOneLeft = matched == ModelView::none ||
                   match.ofAfter.nodes[fresh] == ModelView::none;
  return isOneLeft && before.nodes[old].deepKey == after.nodes[fresh].deepKey;
}

bool Comparison::areSame(const Source &old, const Source &fresh) const {
  if (old.kind != fresh.kind || old.path != fresh.path)
    return false;
  switch (old.kind) {
  case Source::Input:
    return match.ofBefore.inputs[old.place] == fresh.place;
  case Source::Constant:
    return old.place == fresh.place;
  case Source::BlockInput:
  case Source::Node:
    return old.place == fresh.place && areSameNodes(old.node, fresh.node);
  }
  return false;
}

/// `0.1`, `None`, `[1, 2]`.
std::string Comparison::describeConstant(const Structure &side,
                                         size_t place) const {
  constexpr size_t mostElements = 32;
  const ModelView::Node &node = side.view.nodes[place];
  std::vector<std::string> parts;
  if (node.kind != "prim::ListConstruct") {
    for (const ModelView::Attribute &attribute : node.attributes)
      parts.push_back(shortened(attribute.value, mostBytes));
    return parts.empty() ? "None" : join(parts, ", ");
  }
  ArrayRef<Source> elements = side.operandsOf(place);
  for (const Source &element : elements.take_front(mostElements))
    parts.push_back(describeConstant(side, element.node));
  if (elements.size() > mostElements)
    parts.emplace_back("...");
  return "[" + join(parts, ", ") + "]";
}

/// `0.1`, `encoder.weight`, `%x (aten::relu)`.
std::string Comparison::describe(const Structure &side,
                                 const Source &source) const {
  std::string path = numbers.spell(source.path);
  auto withPath = [&](StringRef name) {
    return shortened(name.str() + (path.empty() ? "" : "." + path), mostBytes);
  };
  std::string place = std::to_string(source.place);
  switch (source.kind) {
  case Source::Constant:
    return describeConstant(side, source.node);
  case Source::Input:
    if (source.place == 0 && !path.empty())
      return shortened(path, mostBytes);
    return withPath(side.view.inputs[source.place].name) +
           (path.empty() ? " (input " + place + ")" : "");
  case Source::BlockInput:
    return "input " + place + " of a block of " +
           withPath(side.view.nodes[source.node].kind);
  case Source::Node: {
    const ModelView::Node &node = side.view.nodes[source.node];
    return withPath(node.outputs[source.place].name) + " (" +
           shortened(node.kind, mostBytes) + ")";
  }
  }
  return path;
}

//===----------------------------------------------------------------------===//
// Nodes
//===----------------------------------------------------------------------===//

void Comparison::compareAttributes(size_t old, size_t fresh,
                                   Changes &changes) const {
  const ModelView::Node &was = before.view.nodes[old];
  const ModelView::Node &is = after.view.nodes[fresh];
  if (before.nodes[old].attributes == after.nodes[fresh].attributes)
    return;
  StringMap<StringRef> values;
  for (const ModelView::Attribute &attribute : is.attributes)
    values[attribute.name] = attribute.value;
  for (const ModelView::Attribute &attribute : was.attributes) {
    auto value = values.find(attribute.name);
    std::optional<std::string> now;
    if (value != values.end()) {
      now = value->second.str();
      values.erase(value);
    }
    if (!now || numbers.text(*now) != numbers.text(attribute.value))
      changes.push_back({DiffAspect::Attributes, "attribute " + attribute.name,
                         attribute.value, now});
  }
  for (const ModelView::Attribute &attribute : is.attributes)
    if (values.contains(attribute.name))
      changes.push_back({DiffAspect::Attributes, "attribute " + attribute.name,
                         std::nullopt, attribute.value});
}

void Comparison::compareTypes(const std::vector<ModelView::Value> &old,
                              const std::vector<ModelView::Value> &fresh,
                              StringRef of, Changes &changes) const {
  for (size_t place = 0; place < std::max(old.size(), fresh.size()); ++place) {
    StringRef was = place < old.size() ? StringRef(old[place].type) : "";
    StringRef is = place < fresh.size() ? StringRef(fresh[place].type) : "";
    if (was == is || numbers.text(was) == numbers.text(is))
      continue;
    changes.push_back({DiffAspect::Types,
                       ("type of " + of + " " + Twine(place)).str(),
                       orNone(was), orNone(is)});
  }
}

void Comparison::compareTags(size_t old, size_t fresh, Changes &changes) const {
  auto tagOf = [](const ModelView &view, const ModelView::Node &node) {
    const ModelView::Call &call = view.calls[node.call];
    const ModelView::Module &module = view.modules[node.module];
    return StringRef(call.module == node.module ? call.tag : module.tag);
  };
  const ModelView::Node &was = before.view.nodes[old];
  const ModelView::Node &is = after.view.nodes[fresh];
  StringRef oldTag = tagOf(before.view, was), newTag = tagOf(after.view, is);
  // What a module says of itself its nodes need not say again.
  bool isModules = oldTag == before.view.modules[was.module].tag &&
                   newTag == after.view.modules[is.module].tag;
  if (oldTag != newTag && !isModules)
    changes.push_back(
        {DiffAspect::Tags, "tag", orNone(oldTag), orNone(newTag)});
}

Comparison::Changes Comparison::ofNodes(size_t old, size_t fresh) const {
  const ModelView::Node &was = before.view.nodes[old];
  const ModelView::Node &is = after.view.nodes[fresh];
  Changes changes;
  if (has(DiffAspect::Attributes))
    compareAttributes(old, fresh, changes);
  if (has(DiffAspect::Types))
    compareTypes(was.outputs, is.outputs, "output", changes);
  if (has(DiffAspect::Operands)) {
    compareSources(before.operandsOf(old), after.operandsOf(fresh), "operand",
                   {old, fresh}, changes);
    compareSources(before.resultsOf(old), after.resultsOf(fresh), "result",
                   {old, fresh}, changes);
  }
  if (has(DiffAspect::Tags))
    compareTags(old, fresh, changes);
  if (has(DiffAspect::Evidence) && was.evidence != is.evidence)
    changes.push_back(
        {DiffAspect::Evidence, "evidence", was.evidence, is.evidence});
  if (has(DiffAspect::Locations) && was.source != is.source)
    changes.push_back({DiffAspect::Locations, "location", orNone(was.source),
                       orNone(is.source)});
  return changes;
}

void Comparison::compareSources(ArrayRef<Source> old, ArrayRef<Source> fresh,
                                StringRef what, std::pair<size_t, size_t> nodes,
                                Changes &changes) const {
  for (size_t place = 0; place < std::max(old.size(), fresh.size()); ++place) {
    const Source *was = place < old.size() ? &old[place] : nullptr;
    const Source *is = place < fresh.size() ? &fresh[place] : nullptr;
    if (was && is && (areSame(*was, *is) || areSameOwn(*was, *is, nodes)))
      continue;
    Change change = {DiffAspect::Operands, (what + " " + Twine(place)).str()};
    if (was)
      change.before = describe(before, *was);
    if (is)
      change.after = describe(after, *is);
    if (was && is && change.before == change.after)
      addTypes(*was, *is, change);
    changes.push_back(std::move(change));
  }
}

/// `1 : int -> 1 : bool`: constants of one spelling differ in their types.
void Comparison::addTypes(const Source &old, const Source &fresh,
                          Change &change) const {
  if (old.kind != Source::Constant || fresh.kind != Source::Constant)
    return;
  StringRef was = before.view.nodes[old.node].outputs.front().type;
  StringRef is = after.view.nodes[fresh.node].outputs.front().type;
  if (was == is)
    return;
  *change.before += " : " + shortened(was, mostBytes);
  *change.after += " : " + shortened(is, mostBytes);
}

/// The weight of a module whose path has changed is still its weight.
bool Comparison::areSameOwn(const Source &old, const Source &fresh,
                            std::pair<size_t, size_t> nodes) const {
  return nodes.first != ModelView::none && before.isOwn(old, nodes.first) &&
         after.isOwn(fresh, nodes.second) &&
         numbers.nameOf(old.path) == numbers.nameOf(fresh.path);
}

bool Comparison::isMoved(size_t old, size_t fresh) const {
  const ModelView::Node &was = before.view.nodes[old];
  const ModelView::Node &is = after.view.nodes[fresh];
  if (!has(DiffAspect::Order))
    return false;
  if (match.hasMoved[fresh] || was.block != is.block)
    return true;
  if (was.owner == ModelView::none || is.owner == ModelView::none)
    return was.owner != is.owner;
  return match.ofBefore.nodes[was.owner] != is.owner;
}

//===----------------------------------------------------------------------===//
// Modules and graphs
//===----------------------------------------------------------------------===//

/// `bert.BertLayer`.
static std::string qualified(const ModelView::Module &module) {
  return module.definition.empty() ? module.className
                                   : module.definition + "." + module.className;
}

/// Has the tag changed with that of the module around, which says so itself?
bool Comparison::isTagOfParent(const ModelView::Module &was,
                               const ModelView::Module &is) const {
  StringRef oldTag = was.tag, newTag = is.tag;
  return match.ofBefore.modules[was.parent] == is.parent &&
         oldTag.consume_front(before.view.modules[was.parent].tag) &&
         newTag.consume_front(after.view.modules[is.parent].tag) &&
         oldTag == newTag;
}

Comparison::Changes Comparison::ofModules(size_t old, size_t fresh) const {
  const ModelView::Module &was = before.view.modules[old];
  const ModelView::Module &is = after.view.modules[fresh];
  Changes changes;
  auto compare = [&](DiffAspect aspect, const char *what,
                     const std::string &oldText, const std::string &newText) {
    if (has(aspect) && oldText != newText)
      changes.push_back({aspect, what, orNone(oldText), orNone(newText)});
  };
  // A sum with a part that is not known says nothing.
  auto compareSums = [&](const char *what, const Amount &oldSum,
                         const Amount &newSum) {
    if (oldSum.isKnown() && newSum.isKnown())
      compare(DiffAspect::Costs, what, std::to_string(oldSum.known),
              std::to_string(newSum.known));
  };
  // What constants and the like cost depends on how often they are repeated.
  auto compareCost = [&](const char *what, Amount ModuleCost::*amount) {
    if (before.costs[old].*amount != after.costs[fresh].*amount)
      compareSums(what, was.own.*amount, is.own.*amount);
  };
  if (!was.className.empty() && !is.className.empty())
    compare(DiffAspect::Tags, "class", qualified(was), qualified(is));
  if (!isTagOfParent(was, is))
    compare(DiffAspect::Tags, "tag", was.tag, is.tag);
  compare(DiffAspect::Calls, "calls", std::to_string(was.calls),
          std::to_string(is.calls));
  compareSums("parameters", was.own.parameters, is.own.parameters);
  compareSums("parameter bytes", was.own.parameterBytes, is.own.parameterBytes);
  compareCost("FLOPs", &ModuleCost::flops);
  compareCost("activation bytes", &ModuleCost::activationBytes);
  return changes;
}

static std::string told(const ModelView::Value &input) {
  std::string name = shortened(input.name, mostBytes);
  return input.type.empty() ? name
                            : name + " : " + shortened(input.type, mostBytes);
}

/// Inputs that are new, gone, or of another type.
void Comparison::compareInputs(Changes &changes) const {
  const std::vector<ModelView::Value> &old = before.view.inputs;
  const std::vector<ModelView::Value> &fresh = after.view.inputs;
  auto nameOf = [](size_t place) { return "input " + std::to_string(place); };
  for (size_t place = 0; place < old.size(); ++place) {
    size_t matched = match.ofBefore.inputs[place];
    if (matched == ModelView::none) {
      if (has(DiffAspect::Operands))
        changes.push_back(
            {DiffAspect::Operands, nameOf(place), told(old[place]), {}});
    } else if (has(DiffAspect::Types) && numbers.text(old[place].type) !=
                                             numbers.text(fresh[matched].type))
      changes.push_back({DiffAspect::Types, "type of " + nameOf(place),
                         orNone(old[place].type), orNone(fresh[matched].type)});
  }
  if (!has(DiffAspect::Operands))
    return;
  for (size_t place = 0; place < fresh.size(); ++place)
    if (match.ofAfter.inputs[place] == ModelView::none)
      changes.push_back(
          {DiffAspect::Operands, nameOf(place), {}, told(fresh[place])});
}

Comparison::Changes Comparison::ofGraphs() const {
  Changes changes;
  compareInputs(changes);
  if (has(DiffAspect::Operands))
    compareSources(before.results, after.results, "result",
                   {ModelView::none, ModelView::none}, changes);
  return changes;
}

} // namespace hier
