//===- DiffWriter.cpp - Differences for programs --------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// All of them, as JSON.
//
//===----------------------------------------------------------------------===//

#include "DiffPrinter.h"
#include "hier/Support/Report.h"

using namespace llvm;

namespace hier {

using json::OStream;

static void writeCounts(OStream &json, StringRef name,
                        const ModelDiff::Counts &counts, StringRef moved) {
  json.attributeObject(name, [&] {
    json.attribute("added", counts.added);
    json.attribute("removed", counts.removed);
    json.attribute(moved, counts.moved);
    json.attribute("changed", counts.changed);
  });
}

static void writeChanges(OStream &json, ArrayRef<ModelDiff::Change> changes) {
  auto write = [&](StringRef name, const std::optional<std::string> &value) {
    if (value)
      json.attribute(name, jsonText(*value));
    else
      json.attribute(name, nullptr);
  };
  json.attributeArray("changes", [&] {
    for (const ModelDiff::Change &change : changes)
      json.object([&] {
        json.attribute("aspect", nameOf(change.aspect));
        json.attribute("what", jsonText(change.what));
        write("before", change.before);
        write("after", change.after);
      });
  });
}

/// Null where there is none.
static void writeNode(OStream &json, StringRef name, const ModelView &view,
                      size_t place) {
  if (place == ModelDiff::none)
    return json.attribute(name, nullptr);
  const ModelView::Node &node = view.nodes[place];
  json.attributeObject(name, [&] {
    json.attribute("node", place);
    json.attribute("kind", jsonText(node.kind));
    json.attribute("text", jsonText(node.text));
    json.attribute("module", jsonText(view.modules[node.module].path));
    json.attribute("call", view.calls[node.call].index);
    json.attribute("source", jsonText(node.source));
  });
}

static void writeModule(OStream &json, StringRef name, const ModelView &view,
                        size_t place) {
  if (place == ModelDiff::none)
    return json.attribute(name, nullptr);
  const ModelView::Module &module = view.modules[place];
  json.attributeObject(name, [&] {
    json.attribute("path", jsonText(module.path));
    json.attribute("class", jsonText(module.className));
    json.attribute("definition", jsonText(module.definition));
    json.attribute("tag", jsonText(module.tag));
  });
}

static StringRef spell(DiffEvent event, StringRef moved) {
  switch (event) {
  case DiffEvent::Added:
    return "added";
  case DiffEvent::Removed:
    return "removed";
  case DiffEvent::Moved:
    return moved;
  case DiffEvent::Changed:
    break;
  }
  return "changed";
}

static void writeModules(OStream &json, const ItemDiff &item) {
  for (const ModelDiff::Module &module : item.diff.modules)
    json.object([&] {
      json.attribute("event", spell(module.event(), "renamed"));
      writeModule(json, "before", *item.before, module.before);
      writeModule(json, "after", *item.after, module.after);
      json.attribute("moved_away", module.movedAway);
      writeChanges(json, module.changes);
      json.attributeArray("nodes", [&] {
        for (const ModelDiff::Node &node : module.nodes)
          json.object([&] {
            json.attribute("event", spell(node.event(), "moved"));
            writeNode(json, "before", *item.before, node.before);
            writeNode(json, "after", *item.after, node.after);
            writeChanges(json, node.changes);
          });
      });
    });
}

static void writeItem(OStream &json, const ItemDiff &item) {
  auto writeRoot = [&](StringRef name, const std::optional<ModelView> &view) {
    if (view)
      json.attribute(name, jsonText(view->rootClass));
    else
      json.attribute(name, nullptr);
  };
  json.attribute("equal", item.isEqual());
  writeRoot("before", item.before);
  writeRoot("after", item.after);
  json.attributeArray("notes", [&] {
    for (const std::string &note : item.diff.notes)
      json.value(jsonText(note));
  });
  writeCounts(json, "module_counts", item.diff.moduleCounts, "renamed");
  writeCounts(json, "node_counts", item.diff.nodeCounts, "moved");
  writeChanges(json, item.diff.changes);
  json.attributeArray("modules", [&] { writeModules(json, item); });
}

void writeDiffs(OStream &json, ArrayRef<ItemDiff> items) {
  json.object([&] {
    json.attribute("equal", all_of(items, [](const ItemDiff &item) {
                     return item.isEqual();
                   }));
    json.attributeArray("items", [&] {
      for (const ItemDiff &item : items)
        json.object([&] { writeItem(json, item); });
    });
  });
}

} // namespace hier
