//===- Timing.cpp - Where the time goes -----------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A trace is in the form that Chrome and Perfetto open.
//
//===----------------------------------------------------------------------===//

#include "hier/Instrumentation/Timing.h"

#include "hier/Support/Report.h"
#include "llvm/Support/Format.h"

#include <limits>
#include <set>

using namespace llvm;

namespace hier {

static double secondsOf(TimeSpan::Clock::duration duration) {
  return std::chrono::duration<double>(duration).count();
}

//===----------------------------------------------------------------------===//
// Passes
//===----------------------------------------------------------------------===//

void PassTimer::endStep(StringRef name, size_t number) {
  TimeSpan::Clock::time_point now = TimeSpan::Clock::now();
  record.push_back({name.str(), number, stepBegan, now});
  stepBegan = now;
}

Error PassTimer::beforePass(const PassRun &) {
  isInPass = true;
  stepBegan = TimeSpan::Clock::now();
  return Error::success();
}

Error PassTimer::afterPass(const PassRun &run) {
  endStep(run.spelling, run.number);
  isInPass = false;
  return Error::success();
}

Error PassTimer::afterVerification(const PassRun &run) {
  if (!run.info.isReport)
    endStep("verify", 0);
  return Error::success();
}

void PassTimer::afterFailure(const PassRun &run, StringRef) {
  endStep(isInPass ? run.spelling : "verify", isInPass ? run.number : 0);
  isInPass = false;
}

//===----------------------------------------------------------------------===//
// All inputs
//===----------------------------------------------------------------------===//

/// Where a step stands among the rows.
static size_t placeOf(const TimeSpan &span) {
  if (span.number != 0)
    return span.number + 1;
  return span.name == "read"     ? 0
         : span.name == "verify" ? 1
                                 : std::numeric_limits<size_t>::max();
}

void TimingReport::add(const TimeRecord &record, StringRef input,
                       unsigned thread) {
  for (const TimeSpan &span : record) {
    sums[{placeOf(span), span.name}] += secondsOf(span.end - span.begin);
    if (format == TimingFormat::Trace)
      events.push_back({span, input.str(), thread});
  }
}

std::vector<TimingReport::Row> TimingReport::rows() const {
  std::vector<Row> rows;
  double total = 0;
  for (const auto &[place, seconds] : sums) {
    bool isPass =
        place.first >= 2 && place.first != std::numeric_limits<size_t>::max();
    rows.push_back({seconds, place.second, isPass ? place.first - 1 : 0});
    total += seconds;
  }
  rows.push_back({total, "total", 0});
  return rows;
}

void TimingReport::print(raw_ostream &os) const {
  switch (format) {
  case TimingFormat::Table:
    return printTable(os);
  case TimingFormat::Json:
    return printJson(os);
  case TimingFormat::Trace:
    return printTrace(os);
  }
}

static double percentOf(double seconds, double total) {
  return total > 0 ? 100 * seconds / total : 0;
}

void TimingReport::printTable(raw_ostream &os) const {
  std::vector<Row> all = rows();
  os << "   seconds  percent\n";
  for (const Row &row : all) {
    os << llvm::format("%10.4f %7.1f%%  ", row.seconds,
                       percentOf(row.seconds, all.back().seconds));
    if (row.number != 0)
      os << row.number << ": ";
    os << row.name << '\n';
  }
}

void TimingReport::printJson(raw_ostream &os) const {
  std::vector<Row> all = rows();
  json::OStream json(os, /*IndentSize=*/2);
  json.object([&] {
    json.attributeArray("rows", [&] {
      for (const Row &row : ArrayRef(all).drop_back())
        json.object([&] {
          json.attribute("name", jsonText(row.name));
          if (row.number != 0)
            json.attribute("number", static_cast<int64_t>(row.number));
          json.attribute("seconds", row.seconds);
          json.attribute("percent", percentOf(row.seconds, all.back().seconds));
        });
    });
    json.attribute("total_seconds", all.back().seconds);
  });
  json.flush();
  os << '\n';
}

/// A track for each thread, and a slice on it for each step.
void TimingReport::printTrace(raw_ostream &os) const {
  json::OStream json(os);
  std::set<unsigned> threads;
  TimeSpan::Clock::time_point start = TimeSpan::Clock::time_point::max();
  for (const Event &event : events) {
    threads.insert(event.thread);
    start = std::min(start, event.span.begin);
  }
  auto microseconds = [](TimeSpan::Clock::duration duration) {
    return std::chrono::duration<double, std::micro>(duration).count();
  };
  auto head = [&](const char *phase, StringRef name, unsigned thread) {
    json.attribute("ph", phase);
    json.attribute("name", jsonText(name));
    json.attribute("pid", 1);
    json.attribute("tid", static_cast<int64_t>(thread));
  };
  json.object([&] {
    json.attribute("displayTimeUnit", "ms");
    json.attributeArray("traceEvents", [&] {
      for (unsigned thread : threads)
        json.object([&] {
          head("M", "thread_name", thread);
          json.attributeObject("args", [&] {
            json.attribute("name", ("worker " + Twine(thread)).str());
          });
        });
      for (const Event &event : events)
        json.object([&] {
          head("X", event.span.name, event.thread);
          json.attribute("cat", event.span.number ? "pass" : "driver");
          json.attribute("ts", microseconds(event.span.begin - start));
          json.attribute("dur",
                         microseconds(event.span.end - event.span.begin));
          json.attributeObject(
              "args", [&] { json.attribute("input", jsonText(event.input)); });
        });
    });
  });
  json.flush();
  os << '\n';
}

} // namespace hier
