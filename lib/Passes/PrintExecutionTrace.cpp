//===- PrintExecutionTrace.cpp - The pass print-execution-trace -----------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Tells every entering and leaving of a module, in order.
//
//===----------------------------------------------------------------------===//

#include "ReportPass.h"
#include "TraceOptions.h"
#include "llvm/Support/Format.h"

using namespace llvm;

namespace hier {

namespace {

class ExecutionTraceReport : public Report {
public:
  /// `facts` keeps alive what `traced` refers to.
  ExecutionTraceReport(TracedHierarchy traced,
                       std::shared_ptr<PassRecord> facts, size_t limit)
      : facts(std::move(facts)), traced(std::move(traced)), limit(limit) {}

  StringRef key() const override { return "execution_trace"; }
  void print(raw_ostream &os) const override;
  void writeAttributes(json::OStream &json) const override;

private:
  void printSteps(raw_ostream &os) const;

  std::shared_ptr<PassRecord> facts;
  TracedHierarchy traced;
  size_t limit;
};

class PrintExecutionTrace : public ReportPass {
public:
  PrintExecutionTrace(TraceOptions options, size_t limit)
      : options(std::move(options)), limit(limit) {}

private:
  Expected<std::unique_ptr<Report>> reportOn(Item &item) override {
    Expected<TracedHierarchy> traced = options.trace(item);
    if (!traced)
      return traced.takeError();
    return std::make_unique<ExecutionTraceReport>(std::move(*traced),
                                                  item.facts, limit);
  }

  TraceOptions options;
  size_t limit;
};

} // namespace

void ExecutionTraceReport::printSteps(raw_ostream &os) const {
  ArrayRef<TraceStep> steps = traced.trace.steps();
  os << "First " << limit << " execution steps:\n";
  for (size_t order = 0; order < std::min(limit, steps.size()); ++order) {
    const TraceStep &step = steps[order];
    os << format("%2zu: ", order);
    os.indent(2 * (step.depth - 1))
        << (step.isEntering ? "→ " : "← ") << traced.pathOf(step.call) << '\n';
  }
  if (steps.size() > limit)
    os << "... and " << steps.size() - limit << " more steps\n";
}

void ExecutionTraceReport::print(raw_ostream &os) const {
  os << "Execution Trace Analysis:\n";
  printRule(os, 50);
  printSteps(os);
  os << "\nModule execution order:\n";
  for (const ExecutionTrace::Entry &entry : traced.trace.lastEntries())
    os << format("%2zu: ", entry.step) << padded(traced.pathOf(entry.call), 30)
       << " -> " << traced.tags[entry.call] << '\n';
  os << "\nMax stack depth reached: " << traced.trace.maxDepth() << '\n';
  printShortcoming(os, traced.facts->shortcoming());
}

void ExecutionTraceReport::writeAttributes(json::OStream &json) const {
  if (!traced.facts->shortcoming().empty())
    json.attribute("complete", false);
  json.attribute("max_stack_depth", traced.trace.maxDepth());
  json.attributeArray("execution_trace", [&] {
    for (const auto &[order, step] : enumerate(traced.trace.steps()))
      json.object([&, order = order, &step = step] {
        json.attribute("module_name", jsonText(traced.pathOf(step.call)));
        json.attribute("tag", jsonText(traced.tags[step.call]));
        json.attribute("action", step.isEntering ? "enter" : "exit");
        json.attribute("stack_depth", step.depth);
        json.attribute("execution_order", order);
      });
  });
  json.attributeArray("execution_order", [&] {
    for (const ExecutionTrace::Entry &entry : traced.trace.lastEntries())
      json.object([&] {
        json.attribute("module", jsonText(traced.pathOf(entry.call)));
        json.attribute("tag", jsonText(traced.tags[entry.call]));
        json.attribute("order", entry.step);
      });
  });
}

Expected<std::unique_ptr<Pass>>
createPrintExecutionTracePass(const PassOptions &options) {
  Expected<TraceOptions> traceOptions = TraceOptions::from(options);
  if (!traceOptions)
    return traceOptions.takeError();
  Expected<size_t> limit = options.number("limit", 10);
  if (!limit)
    return limit.takeError();
  return std::make_unique<PrintExecutionTrace>(std::move(*traceOptions),
                                               *limit);
}

} // namespace hier
