//===- ReportPass.h - Passes that tell and change nothing -----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A report pass leaves its item as it is. What it has to tell is kept with the
// item, for the driver to print.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_PASSES_REPORTPASS_H
#define HIER_LIB_PASSES_REPORTPASS_H

#include "hier/Analysis/HierarchyFacts.h"
#include "hier/Passes/Pass.h"

namespace hier {

class ReportPass : public Pass {
public:
  llvm::Error run(Item &item) final {
    llvm::Expected<std::unique_ptr<Report>> report = reportOn(item);
    if (!report)
      return report.takeError();
    item.reports.push_back(std::move(*report));
    return llvm::Error::success();
  }

private:
  virtual llvm::Expected<std::unique_ptr<Report>> reportOn(Item &item) = 0;
};

/// A line of `width` equals signs.
inline void printRule(llvm::raw_ostream &os, size_t width) {
  os << std::string(width, '=') << '\n';
}

/// What is said below a report that is not complete; nothing where `why` is
/// empty.
inline void printShortcoming(llvm::raw_ostream &os, llvm::StringRef why) {
  if (!why.empty())
    os << "\nNot complete: " << why << ".\n";
}

} // namespace hier

#endif // HIER_LIB_PASSES_REPORTPASS_H
