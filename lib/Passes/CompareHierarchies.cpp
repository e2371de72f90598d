//===- CompareHierarchies.cpp - The pass compare-hierarchies --------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Tells where the static hierarchy and the traced one differ, and what calls
// tell beyond that.
//
//===----------------------------------------------------------------------===//

#include "ReportPass.h"
#include "TraceOptions.h"

using namespace llvm;

namespace hier {

namespace {

/// What is compared, in the form in which it is told.
struct Comparison {
  size_t staticCount;
  TagMapping traced;
  TagComparison tags;
  CallSummary calls;
  std::map<std::pair<std::string, std::string>, size_t> otherMethods;
  std::map<std::string, std::string> aliases;
  StringRef modulesShortcoming;
  StringRef callsShortcoming;
};

class ComparisonReport : public Report {
public:
  ComparisonReport(Comparison comparison, bool isWhole)
      : found(std::move(comparison)), isWhole(isWhole),
        most(isWhole ? std::numeric_limits<size_t>::max() : firstFew) {}

  StringRef key() const override { return "comparison"; }
  void print(raw_ostream &os) const override;
  void writeAttributes(json::OStream &json) const override;

private:
  void printDifferences(raw_ostream &os) const;
  void printCalls(raw_ostream &os) const;
  void writeCalls(json::OStream &json) const;
  template <typename Range, typename PrintOne>
  void printFirst(raw_ostream &os, StringRef what, const Range &range,
                  PrintOne printOne, StringRef indent = "  ",
                  StringRef noun = "") const;

  static constexpr size_t firstFew = 5;

  Comparison found;
  bool isWhole;
  size_t most; // of each group, in text
};

class CompareHierarchies : public ReportPass {
public:
  CompareHierarchies(TraceOptions options, bool isWhole)
      : options(std::move(options)), isWhole(isWhole) {}

private:
  Expected<std::unique_ptr<Report>> reportOn(Item &item) override;

  TraceOptions options;
  bool isWhole;
};

} // namespace

//===----------------------------------------------------------------------===//
// Text
//===----------------------------------------------------------------------===//

static std::string times(size_t count) {
  return count == 1 ? "once" : std::to_string(count) + " times";
}

/// Those that are called again.
static std::map<std::string, size_t>
repeated(std::map<std::string, size_t> counts) {
  std::erase_if(counts, [](const auto &called) { return called.second == 1; });
  return counts;
}

/// `what` and the first of `range`; nothing where that is empty.
template <typename Range, typename PrintOne>
void ComparisonReport::printFirst(raw_ostream &os, StringRef what,
                                  const Range &range, PrintOne printOne,
                                  StringRef indent, StringRef noun) const {
  if (range.empty())
    return;
  os << '\n' << what << ":\n";
  size_t shown = std::min(most, range.size());
  auto next = range.begin();
  for (size_t index = 0; index < shown; ++index)
    printOne(*next++);
  if (shown < range.size())
    os << indent << "... and " << range.size() - shown << " more" << noun
       << '\n';
}

void ComparisonReport::print(raw_ostream &os) const {
  os << "Comparison Summary:\n";
  printRule(os, 50);
  os << "Static mapping modules: " << found.staticCount << '\n'
     << "Traced mapping modules: " << found.traced.size() << '\n'
     << "Common modules: " << found.tags.commonCount << '\n'
     << "Only in static: " << found.tags.onlyStatic.size() << '\n'
     << "Only in traced: " << found.tags.onlyTraced.size() << '\n';
  printDifferences(os);
  printCalls(os);
  printShortcoming(os, found.modulesShortcoming);
  printShortcoming(os, found.callsShortcoming);
}

void ComparisonReport::printDifferences(raw_ostream &os) const {
  os << "\nTag Comparison:\n"
     << "Matching tags: " << found.tags.matches << '/' << found.tags.commonCount
     << '\n'
     << "Different tags: " << found.tags.differences.size() << '\n';
  printFirst(
      os, isWhole ? "Tag differences" : "First few tag differences",
      found.tags.differences,
      [&](const TagComparison::Difference &difference) {
        os << "  " << padded(difference.module, 30) << '\n'
           << "    Static:  " << difference.staticTag << '\n'
           << "    Traced:  " << difference.tracedTag << '\n';
      },
      "    ", " differences");
  printFirst(os, "Modules only in traced mapping (execution-only)",
             found.tags.onlyTraced, [&](const std::string &module) {
               os << "  " << padded(module, 30) << " -> "
                  << found.traced.at(module) << '\n';
             });
}

/// What the notebook does not see.
void ComparisonReport::printCalls(raw_ostream &os) const {
  printFirst(os, "Modules never called", found.calls.neverCalled,
             [&](const std::string &module) { os << "  " << module << '\n'; });
  printFirst(os, "Modules called more than once", repeated(found.calls.counts),
             [&](const auto &called) {
               os << "  " << padded(called.first, 30) << " -> " << called.second
                  << " calls\n";
             });
  printFirst(os, "Calls from modules that do not own what they call",
             found.calls.foreign, [&](const CallSummary::Foreign &call) {
               os << "  " << padded(call.module, 30) << " <- "
                  << (call.caller.empty() ? "the root" : call.caller) << ", "
                  << times(call.count) << '\n';
             });
  printFirst(os, "Methods called other than forward", found.otherMethods,
             [&](const auto &called) {
               os << "  " << padded(called.first.first, 30) << " -> "
                  << called.first.second << ", " << times(called.second)
                  << '\n';
             });
  printFirst(
      os, "Further names of one module", found.aliases, [&](const auto &alias) {
        os << "  " << padded(alias.first, 30) << " is " << alias.second << '\n';
      });
}

//===----------------------------------------------------------------------===//
// JSON
//===----------------------------------------------------------------------===//

static void writeNames(json::OStream &json, StringRef attribute,
                       ArrayRef<std::string> names) {
  json.attributeArray(attribute, [&] {
    for (const std::string &name : names)
      json.value(jsonText(name));
  });
}

void ComparisonReport::writeAttributes(json::OStream &json) const {
  if (!found.callsShortcoming.empty())
    json.attribute("complete", false);
  json.attribute("static_count", found.staticCount);
  json.attribute("traced_count", found.traced.size());
  json.attribute("common_count", found.tags.commonCount);
  writeNames(json, "only_static", found.tags.onlyStatic);
  writeNames(json, "only_traced", found.tags.onlyTraced);
  json.attribute("tag_matches", found.tags.matches);
  json.attribute("tag_differences", found.tags.differences.size());
  json.attributeArray("differences", [&] {
    for (const TagComparison::Difference &difference : found.tags.differences)
      json.object([&] {
        json.attribute("module", jsonText(difference.module));
        json.attribute("static", jsonText(difference.staticTag));
        json.attribute("traced", jsonText(difference.tracedTag));
      });
  });
  writeCalls(json);
}

void ComparisonReport::writeCalls(json::OStream &json) const {
  writeNames(json, "never_called", found.calls.neverCalled);
  json.attributeObject("call_counts", [&] {
    for (const auto &[module, count] : found.calls.counts)
      json.attribute(jsonText(module), count);
  });
  json.attributeArray("foreign_calls", [&] {
    for (const CallSummary::Foreign &call : found.calls.foreign)
      json.object([&] {
        json.attribute("module", jsonText(call.module));
        json.attribute("caller", jsonText(call.caller));
        json.attribute("count", call.count);
      });
  });
  json.attributeArray("other_methods", [&] {
    for (const auto &[called, count] : found.otherMethods)
      json.object([&, &called = called, count = count] {
        json.attribute("module", jsonText(called.first));
        json.attribute("method", jsonText(called.second));
        json.attribute("count", count);
      });
  });
  writeMapping(json, "aliases", found.aliases);
}

//===----------------------------------------------------------------------===//
// The pass
//===----------------------------------------------------------------------===//

Expected<std::unique_ptr<Report>> CompareHierarchies::reportOn(Item &item) {
  Expected<ModuleTree> modules = modulesOf(item);
  if (!modules)
    return modules.takeError();
  Expected<TracedHierarchy> traced = options.trace(item);
  if (!traced)
    return traced.takeError();
  const HierarchyFacts &facts = *traced->facts;
  TagMapping statically =
      staticTags(*modules, policyFor(options.policy,
                                     modules->className(ModuleTree::root)));
  Comparison found;
  found.staticCount = statically.size();
  found.traced = traced->mapping();
  found.tags = compareTags(statically, found.traced);
  found.calls = summarizeCalls(facts.calls(), facts.modules(), facts.aliases());
  for (const auto &[called, count] : facts.moduleCalls().otherMethods)
    found.otherMethods[{facts.modules().path(called.first), called.second}] =
        count;
  found.aliases = facts.aliases().paths(facts.modules());
  found.modulesShortcoming = modulesShortcoming(item);
  found.callsShortcoming = facts.shortcoming();
  return std::make_unique<ComparisonReport>(std::move(found), isWhole);
}

Expected<std::unique_ptr<Pass>>
createCompareHierarchiesPass(const PassOptions &options) {
  Expected<TraceOptions> traceOptions = TraceOptions::from(options);
  if (!traceOptions)
    return traceOptions.takeError();
  Expected<bool> all = options.flag("all");
  if (!all)
    return all.takeError();
  return std::make_unique<CompareHierarchies>(std::move(*traceOptions), *all);
}

} // namespace hier
