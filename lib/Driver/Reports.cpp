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
#include "llvm/ADT/StringSet.h"

using namespace llvm;

namespace hier {

static void printText(raw_ostream &os, ArrayRef<ItemReports> items) {
  std::string marker = (splitMarker + "\n").str();
  ListSeparator betweenItems(marker);
  for (const ItemReports &reports : items) {
    os << betweenItems;
    ListSeparator betweenReports("\n");
    for (const std::unique_ptr<Report> &report : reports) {
      os << betweenReports;
      report->print(os);
    }
  }
}

static void writeItem(json::OStream &json, const ItemReports &reports) {
  StringSet<> written;
  json.object([&] {
    for (const std::unique_ptr<Report> &report : reports)
      if (written.insert(report->key()).second)
        json.attributeObject(report->key(),
                             [&] { report->writeAttributes(json); });
  });
}

static void writeJson(raw_ostream &os, ArrayRef<ItemReports> items) {
  json::OStream json(os, /*IndentSize=*/2);
  if (items.size() == 1)
    writeItem(json, items.front());
  else
    json.array([&] {
      for (const ItemReports &reports : items)
        writeItem(json, reports);
    });
  json.flush();
  os << '\n';
}

std::string printReports(ArrayRef<ItemReports> items, ReportFormat format) {
  std::string text;
  raw_string_ostream os(text);
  if (format == ReportFormat::Text)
    printText(os, items);
  else
    writeJson(os, items);
  return text;
}

} // namespace hier
