//===- Report.cpp - What a pass has to tell -------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Text as JSON and as columns take it.
//
//===----------------------------------------------------------------------===//

#include "hier/Support/Report.h"

#include "hier/Support/Text.h"
#include "llvm/ADT/StringSet.h"

using namespace llvm;

namespace hier {

std::string jsonText(StringRef text) {
  return json::isUTF8(text) ? text.str() : json::fixUTF8(text);
}

void writeMapping(json::OStream &json, StringRef attribute,
                  const std::map<std::string, std::string> &mapping) {
  json.attributeObject(attribute, [&] {
    for (const auto &[name, value] : mapping)
      json.attribute(jsonText(name), jsonText(value));
  });
}

void writeReports(json::OStream &json,
                  ArrayRef<std::unique_ptr<Report>> reports) {
  StringSet<> written;
  json.object([&] {
    for (const std::unique_ptr<Report> &report : reports)
      if (written.insert(report->key()).second)
        json.attributeObject(report->key(),
                             [&] { report->writeAttributes(json); });
  });
}

std::string padded(StringRef text, size_t width) {
  size_t length = charactersOf(text);
  std::string result = text.str();
  result.append(width - std::min(width, length), ' ');
  return result;
}

} // namespace hier
