//===- ModelDiff.cpp - What has changed between two models ----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Modules and nodes that have been matched are compared; the rest has come or
// gone. Each list is in the order of the model after, and what has gone stands
// behind what it stood behind.
//
//===----------------------------------------------------------------------===//

#include "hier/Diff/ModelDiff.h"

#include "Alignment.h"
#include "Comparison.h"
#include "TensorTypes.h"
#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace hier {

//===----------------------------------------------------------------------===//
// Aspects
//===----------------------------------------------------------------------===//

ArrayRef<StringRef> diffAspectNames() {
  static constexpr StringRef names[] = {"attributes", "types",    "operands",
                                        "order",      "tags",     "costs",
                                        "calls",      "evidence", "locations"};
  return names;
}

StringRef nameOf(DiffAspect aspect) {
  return diffAspectNames()[static_cast<size_t>(aspect)];
}

DiffAspects DiffAspects::byDefault() {
  DiffAspects aspects;
  for (size_t index = 0; index < diffAspectNames().size(); ++index)
    aspects.set(static_cast<DiffAspect>(index), true);
  aspects.set(DiffAspect::Evidence, false);
  aspects.set(DiffAspect::Locations, false);
  return aspects;
}

//===----------------------------------------------------------------------===//
// Events
//===----------------------------------------------------------------------===//

char markOf(DiffEvent event) { return "+->~"[static_cast<size_t>(event)]; }

void ModelDiff::Counts::add(DiffEvent event) {
  switch (event) {
  case DiffEvent::Added:
    ++added;
    break;
  case DiffEvent::Removed:
    ++removed;
    break;
  case DiffEvent::Moved:
    ++moved;
    break;
  case DiffEvent::Changed:
    ++changed;
    break;
  }
}

ModelDiff::Counts &ModelDiff::Counts::operator+=(const Counts &other) {
  added += other.added;
  removed += other.removed;
  moved += other.moved;
  changed += other.changed;
  return *this;
}

ModelDiff::Counts countsOf(const ModelDiff::Module &module) {
  ModelDiff::Counts counts;
  for (const ModelDiff::Node &node : module.nodes)
    counts.add(node.event());
  return counts;
}

//===----------------------------------------------------------------------===//
// What can be compared
//===----------------------------------------------------------------------===//

/// What the types of a text tell: those of an archive have no shapes, and a
/// text may leave all of them out.
static TypeDetail typeDetailOf(const ModelView &view) {
  bool hasValues = false, hasTypes = false, hasTensors = false;
  auto isDetailed = [&](const ModelView::Value &value) {
    hasValues = true;
    hasTypes |= !value.type.empty();
    hasTensors |= isTensor(value.type);
    return hasShape(value.type);
  };
  if (any_of(view.inputs, isDetailed))
    return TypeDetail::All;
  for (const ModelView::Node &node : view.nodes)
    if (any_of(node.outputs, isDetailed))
      return TypeDetail::All;
  if (hasValues && !hasTypes)
    return TypeDetail::None;
  return hasTensors ? TypeDetail::Scalars : TypeDetail::All;
}

namespace {

/// What both models tell enough of.
class Comparable {
public:
  Comparable(const ModelView &before, const ModelView &after,
             DiffAspects wanted);

  DiffAspects aspects;
  TypeDetail types = TypeDetail::All; // of constants
  bool hasUncalled = true;            // modules
  std::vector<std::string> notes;

private:
  void setTypes(const ModelView &before, const ModelView &after);
  void leaveOut(DiffAspect aspect, const Twine &reason);
};

} // namespace

void Comparable::leaveOut(DiffAspect aspect, const Twine &reason) {
  if (!aspects.has(aspect))
    return;
  aspects.set(aspect, false);
  notes.push_back((nameOf(aspect) + " are not compared: " + reason).str());
}

void Comparable::setTypes(const ModelView &before, const ModelView &after) {
  TypeDetail old = typeDetailOf(before), fresh = typeDetailOf(after);
  types = std::min(old, fresh);
  if (old != fresh)
    leaveOut(DiffAspect::Types,
             (old < fresh ? before.name : after.name) +
                 (types == TypeDetail::None ? " has none" : " has no shapes"));
  else if (types != TypeDetail::None)
    types = TypeDetail::All;
  if (!aspects.has(DiffAspect::Types))
    types = std::min(types, TypeDetail::Scalars);
}

Comparable::Comparable(const ModelView &before, const ModelView &after,
                       DiffAspects wanted)
    : aspects(wanted) {
  setTypes(before, after);
  if (before.missingCalls.empty() != after.missingCalls.empty()) {
    const ModelView &poor = before.missingCalls.empty() ? after : before;
    leaveOut(DiffAspect::Calls, "of " + poor.name + ", " + poor.missingCalls);
  }
  if (before.missingModules.empty() != after.missingModules.empty()) {
    const ModelView &poor = before.missingModules.empty() ? after : before;
    hasUncalled = false;
    notes.push_back("modules that are not called are not compared: of " +
                    poor.name + ", " + poor.missingModules);
  }
}

//===----------------------------------------------------------------------===//
// Lists
//===----------------------------------------------------------------------===//

/// All items of both rows in the order of those after. `isAnchor` tells behind
/// which of them what has gone may stand.
static Pairs merged(ArrayRef<size_t> ofBefore, ArrayRef<size_t> ofAfter,
                    function_ref<bool(size_t)> isAnchor) {
  std::vector<std::vector<size_t>> goneBehind(ofAfter.size() + 1);
  size_t anchor = 0;
  for (auto [old, match] : enumerate(ofBefore))
    if (match == ModelDiff::none)
      goneBehind[anchor].push_back(old);
    else if (isAnchor(match))
      anchor = match + 1;
  Pairs pairs;
  for (size_t place = 0; place <= ofAfter.size(); ++place) {
    if (place > 0)
      pairs.emplace_back(ofAfter[place - 1], place - 1);
    for (size_t old : goneBehind[place])
      pairs.emplace_back(old, ModelDiff::none);
  }
  return pairs;
}

namespace {

class Differ {
public:
  Differ(const Structure &before, const Structure &after, const Match &match,
         const Comparison &comparison)
      : before(before), after(after), match(match), comparison(comparison) {}

  ModelDiff run(bool hasUncalled);

private:
  void addModules(bool hasUncalled);
  void addNodes();
  void addNode(size_t old, size_t fresh);
  void finish();

  const Structure &before;
  const Structure &after;
  const Match &match;
  const Comparison &comparison;
  /// Where each module is in `diff.modules`.
  std::vector<size_t> rowsBefore, rowsAfter;
  std::vector<bool> isTold; // by row: is it told of even if nothing differs?
  ModelDiff diff;
};

} // namespace

void Differ::addModules(bool hasUncalled) {
  rowsBefore.resize(before.view.modules.size());
  rowsAfter.resize(after.view.modules.size());
  auto isComparable = [&](const Structure &side, size_t module) {
    return hasUncalled || side.costs[module].nodes != 0;
  };
  for (auto [old, fresh] : merged(match.ofBefore.modules, match.ofAfter.modules,
                                  [](size_t) { return true; })) {
    ModelDiff::Module module{old, fresh};
    bool isNew = old == ModelDiff::none, isGone = fresh == ModelDiff::none;
    if (!isNew)
      rowsBefore[old] = diff.modules.size();
    if (!isGone)
      rowsAfter[fresh] = diff.modules.size();
    if (!isNew && !isGone) {
      module.isRenamed =
          before.view.modules[old].path != after.view.modules[fresh].path;
      module.changes = comparison.ofModules(old, fresh);
      isTold.push_back(module.isRenamed);
    } else {
      isTold.push_back(isNew ? isComparable(after, fresh)
                             : isComparable(before, old));
    }
    diff.modules.push_back(std::move(module));
  }
}

void Differ::addNode(size_t old, size_t fresh) {
  ModelDiff::Node node{old, fresh};
  if (old != ModelDiff::none && fresh != ModelDiff::none) {
    node.isMoved = comparison.isMoved(old, fresh);
    size_t rowBefore = rowsBefore[before.view.nodes[old].module];
    if (node.isMoved && rowBefore != rowsAfter[after.view.nodes[fresh].module])
      ++diff.modules[rowBefore].movedAway;
    node.changes = comparison.ofNodes(old, fresh);
    if (!node.isMoved && node.changes.empty())
      return;
  }
  size_t row = fresh != ModelDiff::none
                   ? rowsAfter[after.view.nodes[fresh].module]
                   : rowsBefore[before.view.nodes[old].module];
  diff.modules[row].nodes.push_back(std::move(node));
}

void Differ::addNodes() {
  auto isFolded = [](const Structure &side, size_t place) {
    return place != ModelDiff::none && side.nodes[place].isFolded;
  };
  for (auto [old, fresh] :
       merged(match.ofBefore.nodes, match.ofAfter.nodes,
              [&](size_t place) { return !match.hasMoved[place]; }))
    if (!isFolded(before, old) && !isFolded(after, fresh))
      addNode(old, fresh);
}

/// Takes out the modules that do not differ, and counts the rest.
void Differ::finish() {
  std::vector<ModelDiff::Module> all = std::move(diff.modules);
  diff.modules.clear();
  for (auto [row, module] : enumerate(all)) {
    if (!isTold[row] && module.changes.empty() && module.nodes.empty() &&
        module.movedAway == 0)
      continue;
    diff.moduleCounts.add(module.event());
    diff.nodeCounts += countsOf(module);
    diff.modules.push_back(std::move(module));
  }
}

ModelDiff Differ::run(bool hasUncalled) {
  diff.changes = comparison.ofGraphs();
  addModules(hasUncalled);
  addNodes();
  finish();
  return std::move(diff);
}

ModelDiff diffOf(const ModelView &before, const ModelView &after,
                 DiffAspects aspects) {
  Comparable comparable(before, after, aspects);
  SharedNumbers numbers;
  Structure old(before, numbers, comparable.types);
  Structure fresh(after, numbers, comparable.types);
  Match match = hier::match(old, fresh);
  Comparison comparison(old, fresh, match, numbers, comparable.aspects);
  ModelDiff diff =
      Differ(old, fresh, match, comparison).run(comparable.hasUncalled);
  diff.notes = std::move(comparable.notes);
  return diff;
}

} // namespace hier
