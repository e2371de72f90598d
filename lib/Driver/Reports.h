//===- Reports.h - How reports are printed --------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The reports of one run, for people or as one JSON value.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_DRIVER_REPORTS_H
#define HIER_LIB_DRIVER_REPORTS_H

#include "hier/IR/Program.h"

namespace hier {

enum class ReportFormat { Text, Json };

/// The reports of one graph or module, in the order of their passes.
using ItemReports = std::vector<std::unique_ptr<Report>>;

/// Text has the reports a blank line apart, and the line of --split-input-file
/// between items. JSON is an object with a key for each report, of several
/// items an array of such objects; a report asked for twice is there once.
std::string printReports(llvm::ArrayRef<ItemReports> items,
                         ReportFormat format);

} // namespace hier

#endif // HIER_LIB_DRIVER_REPORTS_H
