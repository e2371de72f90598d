//===- Statistics.cpp - What passes have done, in numbers -----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A pass that failed is left out: what it counted is of no whole program.
//
//===----------------------------------------------------------------------===//

#include "hier/Instrumentation/Statistics.h"

#include "hier/Analysis/HierarchyAttributes.h"
#include "hier/Support/Report.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"

using namespace llvm;

namespace hier {

size_t countNodes(Program &program) {
  size_t count = 0;
  for (Item &item : program.items)
    cantFail(forEachGraph(item, [&](std::shared_ptr<torch::jit::Graph> &graph) {
      count += allNodes(*graph).size();
      return Error::success();
    }));
  return count;
}

Error StatisticsRecorder::beforePass(const PassRun &run) {
  nodesBefore = countNodes(run.program);
  countsBefore = run.pass.statistics();
  return Error::success();
}

Error StatisticsRecorder::afterVerification(const PassRun &run) {
  PassStatistics &pass = record.emplace_back(
      PassStatistics{run.number, run.info.flag.str(), run.spelling.str(),
                     nodesBefore, countNodes(run.program)});
  for (const auto &[what, count] : run.pass.statistics())
    pass.counts.emplace_back(what.str(), count - countsBefore.lookup(what));
  return Error::success();
}

void StatisticsReport::add(const StatisticsRecord &record) {
  for (const PassStatistics &pass : record) {
    auto [entry, isNew] =
        passes.try_emplace({pass.number, pass.spelling}, pass);
    if (isNew)
      continue;
    PassStatistics &sum = entry->second;
    sum.nodesBefore += pass.nodesBefore;
    sum.nodesAfter += pass.nodesAfter;
    for (const auto &[what, count] : pass.counts) {
      auto known = find_if(sum.counts, [&](const auto &counted) {
        return counted.first == what;
      });
      if (known == sum.counts.end())
        sum.counts.emplace_back(what, count);
      else
        known->second += count;
    }
  }
}

void StatisticsReport::print(raw_ostream &os, StatisticsFormat format) const {
  return format == StatisticsFormat::Text ? printText(os) : printJson(os);
}

void StatisticsReport::printText(raw_ostream &os) const {
  for (const auto &[place, pass] : passes) {
    os << pass.number << ": " << pass.spelling << '\n'
       << format("%10zu  nodes before\n", pass.nodesBefore)
       << format("%10zu  nodes after\n", pass.nodesAfter);
    for (const auto &[what, count] : pass.counts)
      os << format("%10zu  ", count) << what << '\n';
  }
}

void StatisticsReport::printJson(raw_ostream &os) const {
  json::OStream json(os, /*IndentSize=*/2);
  json.array([&] {
    for (const auto &[place, pass] : passes)
      json.object([&] {
        json.attribute("number", static_cast<int64_t>(pass.number));
        json.attribute("pass", pass.name);
        json.attribute("spelling", jsonText(pass.spelling));
        json.attribute("nodes_before", static_cast<int64_t>(pass.nodesBefore));
        json.attribute("nodes_after", static_cast<int64_t>(pass.nodesAfter));
        json.attributeObject("counts", [&] {
          for (const auto &[what, count] : pass.counts)
            json.attribute(what, static_cast<int64_t>(count));
        });
      });
  });
  json.flush();
  os << '\n';
}

} // namespace hier
