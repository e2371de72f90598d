//===- TimingTest.cpp - Where the time goes -------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Rows and tracks for times that are made up.
//
//===----------------------------------------------------------------------===//

#include "hier/Instrumentation/Timing.h"
#include "gtest/gtest.h"

using namespace hier;

namespace {

using Milliseconds = std::chrono::milliseconds;

TimeSpan span(const char *name, size_t number, int begin, int end) {
  TimeSpan::Clock::time_point start;
  return {name, number, start + Milliseconds(begin), start + Milliseconds(end)};
}

std::string printed(TimingFormat format) {
  TimingReport report(format);
  report.add({span("read", 0, 1000, 1100), span("verify", 0, 1100, 1200),
              span("tag-hierarchy{policy=all}", 2, 1300, 1400),
              span("clone", 1, 1200, 1300), span("verify", 0, 1400, 1500)},
             "a.ir", 0);
  report.add({span("clone", 1, 1250, 1450), span("write", 0, 1450, 1750)},
             "b.ir", 1);
  std::string text;
  llvm::raw_string_ostream os(text);
  report.print(os);
  return text;
}

TEST(Timing, TableOfSums) {
  EXPECT_EQ(printed(TimingFormat::Table),
            "   seconds  percent\n"
            "    0.1000    10.0%  read\n"
            "    0.2000    20.0%  verify\n"
            "    0.3000    30.0%  1: clone\n"
            "    0.1000    10.0%  2: tag-hierarchy{policy=all}\n"
            "    0.3000    30.0%  write\n"
            "    1.0000   100.0%  total\n");
}

TEST(Timing, JsonOfSums) {
  auto value = llvm::cantFail(llvm::json::parse(printed(TimingFormat::Json)));
  const llvm::json::Array &rows = *value.getAsObject()->getArray("rows");
  ASSERT_EQ(rows.size(), 5U);
  const llvm::json::Object &clone = *rows[2].getAsObject();
  EXPECT_EQ(clone.getString("name"), "clone");
  EXPECT_EQ(clone.getInteger("number"), 1);
  EXPECT_NEAR(*clone.getNumber("seconds"), 0.3, 1e-9);
  EXPECT_NEAR(*clone.getNumber("percent"), 30, 1e-6);
  EXPECT_EQ(rows[0].getAsObject()->get("number"), nullptr);
}

TEST(Timing, TraceHasATrackForEachThread) {
  auto value = llvm::cantFail(llvm::json::parse(printed(TimingFormat::Trace)));
  const auto &events = *value.getAsObject()->getArray("traceEvents");
  ASSERT_EQ(events.size(), 9U);
  const llvm::json::Object &track = *events[1].getAsObject();
  EXPECT_EQ(track.getString("ph"), "M");
  EXPECT_EQ(track.getInteger("tid"), 1);
  const llvm::json::Object &slice = *events[7].getAsObject();
  EXPECT_EQ(slice.getString("ph"), "X");
  EXPECT_EQ(slice.getString("name"), "clone");
  EXPECT_EQ(slice.getInteger("tid"), 1);
  EXPECT_NEAR(*slice.getNumber("ts"), 250000, 1e-6);
  EXPECT_NEAR(*slice.getNumber("dur"), 200000, 1e-6);
  EXPECT_EQ(slice.getObject("args")->getString("input"), "b.ir");
}

TEST(Timing, NothingIsNoDivision) {
  std::string text;
  llvm::raw_string_ostream os(text);
  TimingReport(TimingFormat::Table).print(os);
  EXPECT_EQ(text, "   seconds  percent\n    0.0000     0.0%  total\n");
}

} // namespace
