//===- Report.h - What a pass has to tell -----------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A report is computed by a pass and printed by whoever runs it, for people or
// for programs.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_SUPPORT_REPORT_H
#define HIER_SUPPORT_REPORT_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

#include <map>
#include <memory>
#include <string>

namespace hier {

class Report {
public:
  virtual ~Report() = default;

  /// The report's name among those of one run, such as `static_hierarchy`.
  virtual llvm::StringRef key() const = 0;
  /// Lines for people, each ended.
  virtual void print(llvm::raw_ostream &os) const = 0;
  /// The attributes of a JSON object that is open.
  virtual void writeAttributes(llvm::json::OStream &json) const = 0;
};

/// An object with one attribute for each of `reports`; of several with one key
/// the first counts.
void writeReports(llvm::json::OStream &json,
                  llvm::ArrayRef<std::unique_ptr<Report>> reports);

/// `text` as JSON can hold it: bytes that are not UTF-8 are replaced.
std::string jsonText(llvm::StringRef text);

/// An attribute that is an object, `{"name": "value"}`.
void writeMapping(llvm::json::OStream &json, llvm::StringRef attribute,
                  const std::map<std::string, std::string> &mapping);

/// `text` and as many spaces as it lacks of `width` characters, in UTF-8.
std::string padded(llvm::StringRef text, size_t width);

} // namespace hier

#endif // HIER_SUPPORT_REPORT_H
