//===- Reports.h - How reports are printed --------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The reports of a run, for people or as one JSON value.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_DRIVER_REPORTS_H
#define HIER_LIB_DRIVER_REPORTS_H

#include "hier/IR/Program.h"

#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

#include <optional>

namespace hier {

enum class ReportFormat { Text, Json };

/// The reports of one graph or module, in the order of their passes.
using ItemReports = std::vector<std::unique_ptr<Report>>;

/// Text has the reports a blank line apart, and the line of --split-input-file
/// between items. JSON is an object with a key for each report, of several
/// items an array of such objects; a report asked for twice is there once.
class ReportPrinter {
public:
  /// Of several inputs JSON is an array, however many items there are.
  ReportPrinter(llvm::raw_ostream &os, ReportFormat format,
                bool hasSeveralInputs)
      : os(os), format(format), isArray(hasSeveralInputs) {}

  /// The items of the next input.
  void print(llvm::ArrayRef<ItemReports> items);
  /// After all inputs.
  void finish();

private:
  void printText(llvm::ArrayRef<ItemReports> items);
  void printJson(llvm::ArrayRef<ItemReports> items);
  void openArray();

  llvm::raw_ostream &os;
  ReportFormat format;
  bool isArray;
  bool isFirst = true;
  std::optional<llvm::json::OStream> json;
};

} // namespace hier

#endif // HIER_LIB_DRIVER_REPORTS_H
