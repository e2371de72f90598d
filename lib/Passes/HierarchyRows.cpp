//===- HierarchyRows.cpp - The lines of a tree of modules -----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Modules get numbers, the same one where all is the same but the name, from
// the innermost out. Then lines are made from the root on.
//
//===----------------------------------------------------------------------===//

#include "HierarchyRows.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Sequence.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace hier {

namespace {

class RowBuilder {
public:
  RowBuilder(const ModelView &view, const RowOptions &options);

  std::vector<HierarchyRow> build();

private:
  void numberKinds();
  HierarchyRow rowOf(std::vector<size_t> modules, const HierarchyRow *parent,
                     size_t siblings) const;
  using Places = SmallVector<size_t, 1>; // among the children of a module
  size_t alikeFrom(ArrayRef<size_t> siblings) const;
  std::vector<Places> linesOf(ArrayRef<size_t> siblings) const;
  std::vector<HierarchyRow> rowsIn(const HierarchyRow &parent) const;

  const ModelView &view;
  const RowOptions &options;
  std::vector<std::vector<size_t>> children;
  std::vector<size_t> kinds;
};

} // namespace

RowBuilder::RowBuilder(const ModelView &view, const RowOptions &options)
    : view(view), options(options), children(view.modules.size()),
      kinds(view.modules.size()) {
  for (size_t place = 1; place < view.modules.size(); ++place)
    children[view.modules[place].parent].push_back(place);
  if (options.folds)
    numberKinds();
}

/// With its length: no text can look like the end of another.
static void spell(raw_ostream &os, StringRef text) {
  os << text.size() << ':' << text;
}

static void spell(raw_ostream &os, const Amount &amount) {
  os << amount.known << '+' << amount.unknown << ' ';
}

static void spell(raw_ostream &os, const ModelView::Module &module) {
  spell(os, module.definition);
  spell(os, module.className);
  os << module.calls << ' ' << module.isStatic << module.isTraced << ' '
     << module.own.nodes << ' ';
  spell(os, module.own.parameters);
  spell(os, module.own.parameterBytes);
  spell(os, module.own.flops);
  spell(os, module.own.activationBytes);
}

/// Those of children are known before: these come after their parent.
void RowBuilder::numberKinds() {
  StringMap<size_t> known;
  for (size_t place = view.modules.size(); place-- > 0;) {
    std::string kind;
    raw_string_ostream os(kind);
    spell(os, view.modules[place]);
    for (size_t child : children[place]) {
      spell(os, view.modules[child].name);
      os << kinds[child] << ' ';
    }
    kinds[place] = known.try_emplace(kind, known.size()).first->second;
  }
}

/// The number that a name is, spelt as it would be.
static std::optional<uint64_t> numberOf(StringRef name) {
  uint64_t number;
  if (name.getAsInteger(10, number) || std::to_string(number) != name)
    return std::nullopt;
  return number;
}

/// How many of `siblings`, from the first on, are alike and have numbers; one
/// where the first has none.
size_t RowBuilder::alikeFrom(ArrayRef<size_t> siblings) const {
  auto isAlike = [&](size_t sibling) {
    return kinds[sibling] == kinds[siblings.front()] &&
           numberOf(view.modules[sibling].name);
  };
  size_t count = find_if_not(siblings, isAlike) - siblings.begin();
  return options.folds ? std::max<size_t>(count, 1) : 1;
}

/// The places of `siblings` that are one line each. A graph may tell of them in
/// any order.
std::vector<RowBuilder::Places>
RowBuilder::linesOf(ArrayRef<size_t> siblings) const {
  auto numberAt = [&](size_t place) {
    return *numberOf(view.modules[siblings[place]].name);
  };
  std::vector<Places> lines;
  for (size_t first = 0, count; first < siblings.size(); first += count) {
    count = alikeFrom(siblings.drop_front(first));
    auto alike = to_vector(seq(first, first + count));
    if (count > 1)
      sort(alike, [&](size_t one, size_t other) {
        return numberAt(one) < numberAt(other);
      });
    for (size_t place : alike) {
      bool goesOn = place != alike.front() &&
                    numberAt(place) == numberAt(lines.back().back()) + 1;
      if (!goesOn)
        lines.emplace_back();
      lines.back().push_back(place);
    }
  }
  return lines;
}

HierarchyRow RowBuilder::rowOf(std::vector<size_t> modules,
                               const HierarchyRow *parent,
                               size_t siblings) const {
  HierarchyRow row;
  row.siblings = siblings;
  if (parent) {
    row.depth = parent->depth + 1;
    row.name = view.modules[modules.front()].name;
    if (siblings > 1)
      row.name += "–" + view.modules[modules[siblings - 1]].name;
    row.path = (parent->depth > 0 ? parent->path + "." : "") + row.name;
  }
  for (size_t module : modules) {
    row.calls += view.modules[module].calls;
    row.own += view.modules[module].own;
    row.total += view.modules[module].total;
  }
  row.modules = std::move(modules);
  return row;
}

/// All modules of a line have the same children.
std::vector<HierarchyRow> RowBuilder::rowsIn(const HierarchyRow &parent) const {
  std::vector<HierarchyRow> rows;
  if (parent.depth == options.maxDepth)
    return rows;
  for (const Places &line : linesOf(children[parent.modules.front()])) {
    std::vector<size_t> modules;
    for (size_t around : parent.modules)
      for (size_t place : line)
        modules.push_back(children[around][place]);
    rows.push_back(rowOf(std::move(modules), &parent, line.size()));
    rows.back().isLast = false;
  }
  if (!rows.empty())
    rows.back().isLast = true;
  return rows;
}

/// Modules may be nested deeper than the stack is.
std::vector<HierarchyRow> RowBuilder::build() {
  std::vector<HierarchyRow> rows;
  std::vector<HierarchyRow> pending;
  pending.push_back(rowOf({0}, nullptr, 1));
  while (!pending.empty()) {
    rows.push_back(std::move(pending.back()));
    pending.pop_back();
    std::vector<HierarchyRow> inside = rowsIn(rows.back());
    for (HierarchyRow &row : reverse(inside))
      pending.push_back(std::move(row));
  }
  return rows;
}

std::vector<HierarchyRow> hierarchyRows(const ModelView &view,
                                        const RowOptions &options) {
  return RowBuilder(view, options).build();
}

} // namespace hier
