//===- PageChanges.cpp - How two models of a page differ ------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A line for each node, and one for each fact that differs below it.
//
//===----------------------------------------------------------------------===//

#include "PageChanges.h"

#include "PageData.h"
#include "hier/Diff/ModelDiff.h"
#include "hier/Support/Report.h"
#include "llvm/Support/JSON.h"

using namespace llvm;

namespace hier {

namespace {

class ChangeWriter {
public:
  ChangeWriter(raw_ostream &os, const ModelView &before, const ModelView &after)
      : json(os), before(before), after(after) {}

  void write(const ModelDiff &diff);

private:
  void write(const ModelDiff::Module &module);
  void write(const ModelDiff::Node &node);
  /// Those of a node have no mark of their own.
  void write(ArrayRef<ModelDiff::Change> changes, StringRef mark);
  void line(StringRef mark, StringRef text) {
    json.object([&] {
      json.attribute("mark", mark);
      json.attribute("text", jsonText(text));
    });
  }

  json::OStream json;
  const ModelView &before;
  const ModelView &after;
};

} // namespace

static std::string spell(DiffEvent event) { return {markOf(event)}; }

void ChangeWriter::write(ArrayRef<ModelDiff::Change> changes, StringRef mark) {
  for (const ModelDiff::Change &change : changes)
    line(mark, change.what + ": " + change.before.value_or("none") + " → " +
                   change.after.value_or("none"));
}

void ChangeWriter::write(const ModelDiff::Node &node) {
  bool isGone = node.event() == DiffEvent::Removed;
  const ModelView &home = isGone ? before : after;
  size_t place = isGone ? node.before : node.after;
  json.object([&] {
    json.attribute("mark", spell(node.event()));
    json.attribute("text", jsonText(home.nodes[place].text));
    json.attribute(isGone ? "before" : "after", place);
  });
  write(node.changes, "");
}

void ChangeWriter::write(const ModelDiff::Module &module) {
  DiffEvent event = module.event();
  bool isGone = event == DiffEvent::Removed;
  const ModelView &home = isGone ? before : after;
  size_t place = isGone ? module.before : module.after;
  json.attributeArray(jsonText(pathInPage(home, place)), [&] {
    if (event == DiffEvent::Added || isGone)
      line(spell(event), "the module");
    else if (module.isRenamed)
      line(spell(event),
           "the module, was " + before.modules[module.before].path);
    write(module.changes, "~");
    for (const ModelDiff::Node &node : module.nodes)
      write(node);
    if (module.movedAway > 0)
      line("<", std::to_string(module.movedAway) + " moved to other modules");
  });
}

void ChangeWriter::write(const ModelDiff &diff) {
  json.object([&] {
    json.attributeObject("modules", [&] {
      for (const ModelDiff::Module &module : diff.modules)
        write(module);
    });
    json.attributeArray("graph", [&] { write(diff.changes, "~"); });
  });
}

std::string pageChanges(const ModelView &before, const ModelView &after) {
  std::string json;
  raw_string_ostream os(json);
  ChangeWriter(os, before, after).write(diffOf(before, after));
  return escapedForScript(json);
}

} // namespace hier
