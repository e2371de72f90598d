//===- ProfileReport.cpp - How long modules and nodes take ----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Times are what was measured: what the marks add to them is told, and not
// taken off.
//
//===----------------------------------------------------------------------===//

#include "ProfileReport.h"

#include "ReportPass.h"
#include "hier/Support/Text.h"
#include "llvm/Support/Format.h"

using namespace llvm;

namespace hier {

//===----------------------------------------------------------------------===//
// Columns
//===----------------------------------------------------------------------===//

static std::string milliseconds(std::optional<double> nanoseconds) {
  std::string text = "-";
  if (nanoseconds)
    text = formatv("{0:f3} ms", *nanoseconds / 1e6);
  return std::string(12 - std::min<size_t>(12, text.size()), ' ') + text;
}

/// In units of a thousand millions, for each second.
static std::string speed(const ModuleCost &cost) {
  std::string text = "-";
  if (!cost.flops.isKnown())
    text = "?";
  else if (cost.nanoseconds.value_or(0) > 0 && cost.flops.known > 0)
    text = formatv("{0:f2}", cost.flops.known / *cost.nanoseconds);
  return std::string(10 - std::min<size_t>(10, text.size()), ' ') + text;
}

/// `layer.0 (BertLayer)`.
static void printName(raw_ostream &os, const ModelView::Module &module) {
  os << printable(module.path) << (module.path.empty() ? "" : " ");
  if (!module.className.empty())
    os << '(' << printable(module.className) << ')';
}

double ProfileReport::percentOf(double nanoseconds) const {
  double all = view.modules[0].total.nanoseconds.value_or(0);
  return all > 0 ? 100 * nanoseconds / all : 0;
}

//===----------------------------------------------------------------------===//
// For people
//===----------------------------------------------------------------------===//

void ProfileReport::printRuns(raw_ostream &os) const {
  const ProfileOptions &options = profile->options;
  const TimeOfRuns &plain = profile->plainRun, &marked = profile->markedRun;
  double more = 100 * (marked.median / plain.median - 1);
  os << "Runs:          " << options.runs << ", after " << options.warmup
     << " that do not count; threads: " << options.threads << '\n'
     << "Without marks:" << milliseconds(plain.median) << "   at least"
     << milliseconds(plain.minimum) << '\n'
     << "With marks:   " << milliseconds(marked.median) << "   at least"
     << milliseconds(marked.minimum) << format("   %+.1f %%\n", more)
     << format("Marks:         %.0f in a run, of %.0f ns each, %.0f ns of them "
               "in the time of a node\n",
               profile->passedMarks, profile->markCost.whole,
               profile->markCost.inNode);
}

void ProfileReport::printModules(raw_ostream &os) const {
  os << "\n         own       total        %    GFLOP/s  module\n";
  for (const ModelView::Module &module : view.modules) {
    double percent = percentOf(module.total.nanoseconds.value_or(0));
    os << milliseconds(module.own.nanoseconds)
       << milliseconds(module.total.nanoseconds)
       << format("  %5.1f %%", percent) << speed(module.total) << "  ";
    printName(os, module);
    os << '\n';
  }
}

/// The slowest first, of equals the first in the program.
std::vector<size_t> ProfileReport::slowestNodes() const {
  std::vector<size_t> places;
  for (size_t place = 0; place < view.nodes.size(); ++place)
    if (view.nodes[place].nanoseconds)
      places.push_back(place);
  stable_sort(places, [&](size_t one, size_t other) {
    return view.nodes[one].nanoseconds > view.nodes[other].nanoseconds;
  });
  places.resize(std::min(places.size(), top));
  return places;
}

void ProfileReport::printNode(raw_ostream &os, size_t place) const {
  const ModelView::Node &node = view.nodes[place];
  const NodeTime &time = *profile->nodes[place];
  os << milliseconds(time.median) << milliseconds(time.minimum)
     << format("  %5.1f %%", percentOf(time.median))
     << format("%8.6g  ", time.calls) << printable(node.kind) << "  ";
  printName(os, view.modules[node.module]);
  if (!node.source.empty())
    os << "  " << printable(node.source);
  os << '\n';
}

void ProfileReport::printNodes(raw_ostream &os) const {
  std::vector<size_t> slowest = slowestNodes();
  if (slowest.empty())
    return;
  os << "\n      median    at least        %   calls  slowest nodes\n";
  for (size_t place : slowest)
    printNode(os, place);
}

void ProfileReport::print(raw_ostream &os) const {
  os << "Profile:\n";
  printRule(os, 50);
  printRuns(os);
  printModules(os);
  printNodes(os);
  printShortcoming(os, view.missingModules);
  printShortcoming(os, view.missingCalls);
}

//===----------------------------------------------------------------------===//
// For programs
//===----------------------------------------------------------------------===//

static void writeTime(json::OStream &json, const TimeOfRuns &time) {
  json.attribute("median_ns", time.median);
  json.attribute("minimum_ns", time.minimum);
}

static void writeModule(json::OStream &json, const ModelView::Module &module) {
  json.attribute("path", jsonText(module.path));
  json.attribute("class", jsonText(module.className));
  json.attribute("own_ns", module.own.nanoseconds);
  json.attribute("total_ns", module.total.nanoseconds);
  const Amount &flops = module.total.flops;
  json.attribute("total_flops",
                 flops.isKnown() ? json::Value(flops.known) : nullptr);
}

void ProfileReport::writeNode(json::OStream &json, size_t place) const {
  const ModelView::Node &node = view.nodes[place];
  const NodeTime &time = *profile->nodes[place];
  json.attribute("index", place);
  json.attribute("kind", jsonText(node.kind));
  json.attribute("text", jsonText(node.text));
  json.attribute("module", jsonText(view.modules[node.module].path));
  json.attribute("source", jsonText(node.source));
  writeTime(json, time);
  json.attribute("calls", time.calls);
}

void ProfileReport::writeAttributes(json::OStream &json) const {
  json.attribute("root_class", jsonText(view.rootClass));
  if (!view.missingModules.empty() || !view.missingCalls.empty())
    json.attribute("complete", false);
  json.attribute("runs", profile->options.runs);
  json.attribute("warmup", profile->options.warmup);
  json.attribute("threads", profile->options.threads);
  json.attributeObject("run", [&] { writeTime(json, profile->plainRun); });
  json.attributeObject("marked_run",
                       [&] { writeTime(json, profile->markedRun); });
  json.attribute("marks", profile->passedMarks);
  json.attribute("mark_ns", profile->markCost.whole);
  json.attribute("mark_ns_in_node", profile->markCost.inNode);
  json.attributeArray("modules", [&] {
    for (const ModelView::Module &module : view.modules)
      json.object([&] { writeModule(json, module); });
  });
  json.attributeArray("nodes", [&] {
    for (size_t place = 0; place < view.nodes.size(); ++place)
      if (view.nodes[place].nanoseconds)
        json.object([&] { writeNode(json, place); });
  });
}

} // namespace hier
