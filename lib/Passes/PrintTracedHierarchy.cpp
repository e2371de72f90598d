//===- PrintTracedHierarchy.cpp - The pass print-traced-hierarchy ---------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Tells the tag of every module that is called.
//
//===----------------------------------------------------------------------===//

#include "ReportPass.h"
#include "TraceOptions.h"

using namespace llvm;

namespace hier {

namespace {

class TracedHierarchyReport : public Report {
public:
  TracedHierarchyReport(TagMapping tags, const ExecutionTrace &trace,
                        StringRef shortcoming)
      : tags(std::move(tags)), steps(trace.steps().size()),
        maxDepth(trace.maxDepth()), shortcoming(shortcoming) {}

  StringRef key() const override { return "traced_hierarchy"; }

  void print(raw_ostream &os) const override {
    os << "Traced Hierarchy Mapping:\n";
    printRule(os, 70);
    for (const auto &[path, tag] : tags)
      os << padded(path, 40) << " -> " << tag << '\n';
    os << "\nFound " << tags.size() << " modules with traced hierarchy tags\n"
       << "Execution steps: " << steps << '\n'
       << "Max stack depth reached: " << maxDepth << '\n';
    printShortcoming(os, shortcoming);
  }

  void writeAttributes(json::OStream &json) const override {
    json.attribute("total_modules_traced", tags.size());
    json.attribute("execution_steps", steps);
    json.attribute("max_stack_depth", maxDepth);
    if (!shortcoming.empty())
      json.attribute("complete", false);
    writeMapping(json, "hierarchy_mapping", tags);
  }

private:
  TagMapping tags;
  size_t steps;
  size_t maxDepth;
  StringRef shortcoming;
};

class PrintTracedHierarchy : public ReportPass {
public:
  explicit PrintTracedHierarchy(TraceOptions options)
      : options(std::move(options)) {}

private:
  Expected<std::unique_ptr<Report>> reportOn(Item &item) override {
    Expected<TracedHierarchy> traced = options.trace(item);
    if (!traced)
      return traced.takeError();
    return std::make_unique<TracedHierarchyReport>(
        traced->mapping(), traced->trace, traced->facts->shortcoming());
  }

  TraceOptions options;
};

} // namespace

Expected<std::unique_ptr<Pass>>
createPrintTracedHierarchyPass(const PassOptions &options) {
  Expected<TraceOptions> traceOptions = TraceOptions::from(options);
  if (!traceOptions)
    return traceOptions.takeError();
  return std::make_unique<PrintTracedHierarchy>(std::move(*traceOptions));
}

} // namespace hier
