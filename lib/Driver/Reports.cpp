//===- Reports.cpp - How reports are printed ------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// JSON is written as it is made, without a tree of values.
//
//===----------------------------------------------------------------------===//

#include "Reports.h"

#include "SplitInput.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace hier {

void ReportPrinter::printText(ArrayRef<ItemReports> items) {
  for (const ItemReports &reports : items) {
    if (!std::exchange(isFirst, false))
      os << splitMarker << '\n';
    ListSeparator betweenReports("\n");
    for (const std::unique_ptr<Report> &report : reports) {
      os << betweenReports;
      report->print(os);
    }
  }
}

void ReportPrinter::openArray() {
  if (!json)
    json.emplace(os, /*IndentSize=*/2).arrayBegin();
}

void ReportPrinter::printJson(ArrayRef<ItemReports> items) {
  isArray |= items.size() != 1;
  if (!isArray) {
    json::OStream alone(os, /*IndentSize=*/2);
    writeReports(alone, items.front());
    alone.flush();
    os << '\n';
    return;
  }
  openArray();
  for (const ItemReports &reports : items)
    writeReports(*json, reports);
}

void ReportPrinter::print(ArrayRef<ItemReports> items) {
  if (format == ReportFormat::Text)
    printText(items);
  else
    printJson(items);
}

void ReportPrinter::finish() {
  if (format == ReportFormat::Text || !isArray)
    return;
  openArray();
  json->arrayEnd();
  json->flush();
  os << '\n';
}

} // namespace hier
