//===- ChromeTrace.cpp - What ran when, for trace viewers -----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The JSON of the Trace Event Format, which Perfetto and chrome://tracing read.
// A node takes as long as a profile says; in a graph that was not profiled, a
// microsecond. A call lasts as long as the nodes in it.
//
//===----------------------------------------------------------------------===//

#include "Formats.h"
#include "hier/Support/Report.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/JSON.h"

using namespace llvm;

namespace hier {

namespace {

class ChromeTrace : public Emitter {
public:
  void add(const std::shared_ptr<const ModelView> &view) override;
  void write(raw_ostream &os) const override;

private:
  void nameProcess(const ModelView &view);
  void setTimes(const ModelView &view);
  void addCall(const ModelView &view, const ModelView::Call &call);
  void addNode(const ModelView &view, size_t place);
  /// A slice from the node `begin` up to the node `end`.
  void addSlice(StringRef name, StringRef category, size_t begin, size_t end,
                function_ref<void(json::OStream &)> writeArguments);

  std::vector<std::string> events;
  /// When each node of the model begins, and when the last one ends.
  std::vector<double> times; // in microseconds
  size_t models = 0;
};

} // namespace

static std::string eventText(function_ref<void(json::OStream &)> write) {
  std::string text;
  raw_string_ostream os(text);
  json::OStream json(os);
  json.object([&] { write(json); });
  return text;
}

void ChromeTrace::setTimes(const ModelView &view) {
  bool hasTimes = isProfiled(view);
  times.assign(1, 0);
  for (const ModelView::Node &node : view.nodes)
    times.push_back(times.back() +
                    (hasTimes ? node.nanoseconds.value_or(0) / 1000 : 1));
}

void ChromeTrace::nameProcess(const ModelView &view) {
  events.push_back(eventText([&](json::OStream &json) {
    json.attribute("ph", "M");
    json.attribute("name", "process_name");
    json.attribute("pid", models);
    json.attribute("tid", 0);
    json.attributeObject("args",
                         [&] { json.attribute("name", jsonText(view.name)); });
  }));
}

void ChromeTrace::addSlice(StringRef name, StringRef category, size_t begin,
                           size_t end,
                           function_ref<void(json::OStream &)> writeArguments) {
  events.push_back(eventText([&](json::OStream &json) {
    json.attribute("ph", "X");
    json.attribute("name", jsonText(name));
    json.attribute("cat", category);
    json.attribute("ts", times[begin]);
    json.attribute("dur", times[end] - times[begin]);
    json.attribute("pid", models);
    json.attribute("tid", 0);
    json.attributeObject("args", [&] { writeArguments(json); });
  }));
}

void ChromeTrace::addCall(const ModelView &view, const ModelView::Call &call) {
  const ModelView::Module &module = view.modules[call.module];
  std::string name = titleOf(module);
  addSlice(name, "call", call.begin, call.end, [&](json::OStream &json) {
    json.attribute("path", jsonText(module.path));
    json.attribute("class", jsonText(module.className));
    json.attribute("tag", jsonText(call.tag));
    json.attribute("call", call.index);
  });
}

void ChromeTrace::addNode(const ModelView &view, size_t place) {
  const ModelView::Node &node = view.nodes[place];
  addSlice(node.kind, "node", place, place + 1, [&](json::OStream &json) {
    json.attribute("ir", jsonText(node.text));
    json.attribute("path", jsonText(view.modules[node.module].path));
    json.attribute("tag", jsonText(view.tags[node.tag]));
    if (!node.source.empty())
      json.attribute("source", jsonText(node.source));
    if (node.cost.flops)
      json.attribute("flops", *node.cost.flops);
  });
}

/// Of slices that begin together the one that comes first is around the others.
void ChromeTrace::add(const std::shared_ptr<const ModelView> &view) {
  ++models;
  setTimes(*view);
  nameProcess(*view);
  for (const ModelView::Call &call : view->calls)
    if (!call.isAround)
      addCall(*view, call);
  for (size_t place = 0; place < view->nodes.size(); ++place)
    addNode(*view, place);
}

void ChromeTrace::write(raw_ostream &os) const {
  os << "{\"traceEvents\": [\n";
  ListSeparator separator(",\n");
  for (const std::string &event : events)
    os << separator << event;
  os << "\n]}\n";
}

std::unique_ptr<Emitter> createChromeTraceEmitter() {
  return std::make_unique<ChromeTrace>();
}

} // namespace hier
