//===- DiffPrinter.cpp - Differences for people ---------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A heading for each module, and a line for each difference, whose mark says
// what has happened: + come, - gone, > moved, ~ changed.
//
//===----------------------------------------------------------------------===//

#include "DiffPrinter.h"

#include "LayerFold.h"
#include "hier/Support/Text.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace hier {

/// `encoder (BertEncoder)`, of the root `<root> (BertModel)`.
static std::string titleOf(const ModelView::Module &module) {
  std::string title = module.path.empty() ? "<root>" : module.path;
  if (!module.className.empty())
    title += " (" + module.className + ")";
  return spelledOut(title);
}

static std::string spell(const ModelDiff::Change &change) {
  return spelledOut(change.what + ": " + change.before.value_or("none") +
                    " -> " + change.after.value_or("none"));
}

/// `1 added, 2 moved`; those that are not 0.
static std::string spell(const ModelDiff::Counts &counts,
                         StringRef moved = "moved") {
  std::vector<std::string> parts;
  auto add = [&](size_t count, StringRef what) {
    if (count != 0)
      parts.push_back((Twine(count) + " " + what).str());
  };
  add(counts.added, "added");
  add(counts.removed, "removed");
  add(counts.moved, moved);
  add(counts.changed, "changed");
  return join(parts, ", ");
}

/// `1 fact`, `2 facts`.
static std::string counted(size_t count, StringRef what) {
  return (Twine(count) + " " + what + (count == 1 ? "" : "s")).str();
}

namespace {

class ItemPrinter {
public:
  ItemPrinter(raw_ostream &os, const ItemDiff &item,
              const DiffPrinting &printing)
      : os(os), before(*item.before), after(*item.after), diff(item.diff),
        printing(printing) {
    if (printing.folds)
      fold.emplace(item);
  }

  void print();

private:
  void printModule(const ModelDiff::Module &module);
  void printHeading(const ModelDiff::Module &module);
  void printNode(const ModelDiff::Node &node);
  void printSummary();
  size_t countedIn(const ModelDiff::Module &module) const;
  const ModelView &viewWith(const ModelDiff::Module &module) const {
    return module.after == ModelDiff::none ? before : after;
  }
  const ModelView::Module &viewOf(const ModelDiff::Module &module) const {
    return module.after == ModelDiff::none ? before.modules[module.before]
                                           : after.modules[module.after];
  }

  raw_ostream &os;
  const ModelView &before;
  const ModelView &after;
  const ModelDiff &diff;
  const DiffPrinting &printing;
  std::optional<LayerFold> fold;
};

} // namespace

void ItemPrinter::printHeading(const ModelDiff::Module &module) {
  os << markOf(module.event()) << ' ' << titleOf(viewOf(module));
  if (module.isRenamed)
    os << ", was " << titleOf(before.modules[module.before]);
}

void ItemPrinter::printNode(const ModelDiff::Node &node) {
  DiffEvent event = node.event();
  const ModelView::Node &shown = event == DiffEvent::Removed
                                     ? before.nodes[node.before]
                                     : after.nodes[node.after];
  os << "  " << markOf(event) << ' ' << spelledOut(shown.text) << '\n';
  if (node.isMoved) {
    const ModelView::Module &from =
        before.modules[before.nodes[node.before].module];
    if (from.path != after.modules[shown.module].path)
      os << "      from " << titleOf(from) << '\n';
  }
  for (const ModelDiff::Change &change : node.changes)
    os << "      " << spell(change) << '\n';
}

void ItemPrinter::printModule(const ModelDiff::Module &module) {
  printHeading(module);
  if (const ModelDiff::Module *same = fold ? fold->seen(module) : nullptr) {
    os << ": as " << spelledOut(viewOf(*same).path) << '\n';
    return;
  }
  os << '\n';
  for (const ModelDiff::Change &change : module.changes)
    os << "  ~ " << spell(change) << '\n';
  if (module.movedAway != 0)
    os << "  < " << module.movedAway << " moved to other modules\n";
  for (const ModelDiff::Node &node : module.nodes)
    printNode(node);
}

/// The place of the module around `module` that is as deep as may be.
size_t ItemPrinter::countedIn(const ModelDiff::Module &module) const {
  const std::vector<ModelView::Module> &modules = viewWith(module).modules;
  std::vector<size_t> around;
  size_t place = module.after == ModelDiff::none ? module.before : module.after;
  for (; place != modules[place].parent; place = modules[place].parent)
    around.push_back(place);
  return printing.depth >= around.size() ? (around.empty() ? 0 : around.front())
         : printing.depth == 0           ? 0
                               : around[around.size() - printing.depth];
}

void ItemPrinter::printSummary() {
  struct Row {
    const ModelDiff::Module *own = nullptr; // if it is in the diff itself
    const ModelView::Module *shown = nullptr;
    ModelDiff::Counts modules, nodes;
  };
  std::vector<Row> rows;
  StringMap<size_t> places;
  for (const ModelDiff::Module &module : diff.modules) {
    const ModelView::Module &shown =
        viewWith(module).modules[countedIn(module)];
    auto [entry, isNew] = places.try_emplace(shown.path, rows.size());
    if (isNew)
      rows.push_back({nullptr, &shown, {}, {}});
    Row &row = rows[entry->second];
    row.nodes += countsOf(module);
    if (shown.path == viewOf(module).path)
      row.own = &module;
    else
      ++row.modules.changed;
  }
  for (const Row &row : rows) {
    os << markOf(row.own ? row.own->event() : DiffEvent::Changed) << ' '
       << titleOf(*row.shown);
    std::vector<std::string> parts;
    if (row.own && !row.own->changes.empty())
      parts.push_back(counted(row.own->changes.size(), "fact"));
    if (size_t inner = row.modules.sum())
      parts.push_back(counted(inner, "module") + " in it");
    if (row.nodes.sum() != 0)
      parts.push_back("nodes " + spell(row.nodes));
    if (row.own && row.own->movedAway != 0)
      parts.push_back(std::to_string(row.own->movedAway) + " moved away");
    os << (parts.empty() ? "" : ": ") << join(parts, "; ") << '\n';
  }
}

void ItemPrinter::print() {
  for (const std::string &note : diff.notes)
    os << "note: " << spelledOut(note) << '\n';
  if (!diff.changes.empty())
    os << "~ graph\n";
  for (const ModelDiff::Change &change : diff.changes)
    os << "  ~ " << spell(change) << '\n';
  if (printing.isSummary)
    return printSummary();
  for (const ModelDiff::Module &module : diff.modules)
    printModule(module);
}

/// What a text has more items than the other.
static void printAlone(raw_ostream &os, const ItemDiff &item) {
  const ModelView &view = item.before ? *item.before : *item.after;
  os << (item.before ? "- " : "+ ") << titleOf(view.modules.front()) << ", "
     << view.nodes.size() << " nodes\n";
}

void printDiffs(raw_ostream &os, ArrayRef<ItemDiff> items,
                const DiffPrinting &printing) {
  ModelDiff::Counts modules, nodes;
  size_t graphs = 0;
  bool isEqual = true;
  for (auto [index, item] : enumerate(items)) {
    isEqual &= item.isEqual();
    if (items.size() > 1 && !item.isEqual())
      os << "item " << index + 1 << ":\n";
    if (!item.before || !item.after) {
      printAlone(os, item);
      continue;
    }
    ItemPrinter(os, item, printing).print();
    modules += item.diff.moduleCounts;
    nodes += item.diff.nodeCounts;
    graphs += item.diff.changes.size();
  }
  if (isEqual) {
    os << "no differences\n";
    return;
  }
  auto orNone = [](const std::string &text) {
    return text.empty() ? "none" : text;
  };
  os << "modules: " << orNone(spell(modules, "renamed"))
     << "; nodes: " << orNone(spell(nodes));
  if (graphs != 0)
    os << "; inputs and results: " << graphs << " changed";
  os << '\n';
}

} // namespace hier
