//===- PageData.cpp - A model as the page reads it ------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Column by column; page/model.js reads them.
//
//===----------------------------------------------------------------------===//

#include "PageData.h"

#include "Formats.h"
#include "hier/Support/Report.h"
#include "llvm/ADT/StringMap.h"

using namespace llvm;

namespace hier {

namespace {

class PageDataWriter {
public:
  PageDataWriter(raw_ostream &os, const ModelView &view)
      : json(os), view(view) {}

  void write();

private:
  using Module = ModelView::Module;
  using Node = ModelView::Node;

  template <typename Row, typename Part>
  void column(StringRef name, const std::vector<Row> &rows, Part part);
  void modules();
  void costs(StringRef name, ModuleCost Module::*cost);
  void amounts(StringRef name, ModuleCost Module::*cost,
               Amount ModuleCost::*amount);
  void calls();
  void nodes();
  void strings();
  void text(StringRef name, StringRef value) {
    json.attribute(name, place(value));
  }
  /// The place of a string in the table.
  uint64_t place(StringRef string);

  json::OStream json;
  const ModelView &view;
  StringMap<uint64_t> places;
  std::vector<StringRef> table; // of the keys of `places`
};

} // namespace

static json::Value orNull(size_t place) {
  return place == ModelView::none ? json::Value(nullptr) : json::Value(place);
}

template <typename Number>
static json::Value orNull(std::optional<Number> number) {
  return number ? json::Value(*number) : json::Value(nullptr);
}

/// The bits that page/model.js names.
static unsigned flagsOf(const ModelView::Module &module) {
  return (module.isStatic ? 1U : 0U) | (module.isTraced ? 2U : 0U);
}

uint64_t PageDataWriter::place(StringRef string) {
  auto [entry, isNew] = places.try_emplace(string, table.size());
  if (isNew)
    table.push_back(entry->first());
  return entry->second;
}

template <typename Row, typename Part>
void PageDataWriter::column(StringRef name, const std::vector<Row> &rows,
                            Part part) {
  json.attributeArray(name, [&] {
    for (const Row &row : rows)
      json.value(part(row));
  });
}

void PageDataWriter::modules() {
  const std::vector<Module> &rows = view.modules;
  json.attributeArray("path", [&] {
    for (size_t module = 0; module < rows.size(); ++module)
      json.value(place(pathInPage(view, module)));
  });
  column("name", rows, [&](const Module &row) { return place(row.name); });
  column("className", rows,
         [&](const Module &row) { return place(row.className); });
  column("definition", rows,
         [&](const Module &row) { return place(row.definition); });
  column("tag", rows, [&](const Module &row) { return place(row.tag); });
  column("parent", rows, [](const Module &row) { return row.parent; });
  column("calls", rows, [](const Module &row) { return row.calls; });
  column("flags", rows, flagsOf);
  costs("own", &Module::own);
  costs("total", &Module::total);
}

void PageDataWriter::costs(StringRef name, ModuleCost Module::*cost) {
  json.attributeObject(name, [&] {
    column("nodes", view.modules,
           [&](const Module &row) { return (row.*cost).nodes; });
    amounts("parameters", cost, &ModuleCost::parameters);
    amounts("parameterBytes", cost, &ModuleCost::parameterBytes);
    amounts("flops", cost, &ModuleCost::flops);
    amounts("bytes", cost, &ModuleCost::activationBytes);
    if (isProfiled(view))
      column("time", view.modules, [&](const Module &row) {
        return (row.*cost).nanoseconds.value_or(0);
      });
  });
}

void PageDataWriter::amounts(StringRef name, ModuleCost Module::*cost,
                             Amount ModuleCost::*amount) {
  column(name, view.modules,
         [&](const Module &row) { return (row.*cost.*amount).known; });
  column((name + "Unknown").str(), view.modules,
         [&](const Module &row) { return (row.*cost.*amount).unknown; });
}

void PageDataWriter::calls() {
  using Call = ModelView::Call;
  const std::vector<Call> &rows = view.calls;
  json.attribute("isAround", !rows.empty() && rows[0].isAround);
  column("parent", rows, [](const Call &row) { return row.parent; });
  column("module", rows, [](const Call &row) { return row.module; });
  column("index", rows, [](const Call &row) { return row.index; });
  column("tag", rows, [&](const Call &row) { return place(row.tag); });
  column("makesLevel", rows,
         [](const Call &row) { return row.makesLevel ? 1 : 0; });
  column("begin", rows, [](const Call &row) { return row.begin; });
  column("end", rows, [](const Call &row) { return row.end; });
}

void PageDataWriter::nodes() {
  const std::vector<Node> &rows = view.nodes;
  column("kind", rows, [&](const Node &row) { return place(row.kind); });
  column("text", rows, [&](const Node &row) { return place(row.text); });
  column("module", rows, [](const Node &row) { return row.module; });
  column("call", rows, [](const Node &row) { return row.call; });
  column("tag", rows,
         [&](const Node &row) { return place(view.tags[row.tag]); });
  column("evidence", rows,
         [&](const Node &row) { return place(row.evidence); });
  column("source", rows, [&](const Node &row) { return place(row.source); });
  column("owner", rows, [](const Node &row) { return orNull(row.owner); });
  column("flops", rows, [](const Node &row) { return orNull(row.cost.flops); });
  column("bytes", rows,
         [](const Node &row) { return orNull(row.cost.activationBytes); });
  if (isProfiled(view))
    column("time", rows,
           [](const Node &row) { return orNull(row.nanoseconds); });
}

void PageDataWriter::strings() {
  json.attributeArray("strings", [&] {
    for (StringRef string : table)
      json.value(jsonText(string));
  });
}

void PageDataWriter::write() {
  json.object([&] {
    text("rootClass", view.rootClass);
    text("rootPath", view.modules.empty() ? "" : view.modules[0].path);
    text("missingModules", view.missingModules);
    text("missingCalls", view.missingCalls);
    json.attributeObject("modules", [&] { modules(); });
    json.attributeObject("calls", [&] { calls(); });
    json.attributeObject("nodes", [&] { nodes(); });
    strings();
  });
}

StringRef pathInPage(const ModelView &view, size_t module) {
  return module == 0 ? "" : StringRef(view.modules[module].path);
}

std::string escapedForScript(StringRef json) {
  std::string escaped;
  escaped.reserve(json.size());
  for (char character : json)
    if (character == '<')
      escaped += "\\u003c";
    else
      escaped += character;
  return escaped;
}

std::string pageData(const ModelView &view) {
  std::string json;
  raw_string_ostream os(json);
  PageDataWriter(os, view).write();
  return escapedForScript(json);
}

} // namespace hier
