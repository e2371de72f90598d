//===- FuzzCheck.cpp - What the fuzzers have in common --------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The properties that more than one fuzzer checks.
//
//===----------------------------------------------------------------------===//

#include "FuzzCheck.h"

#include "hier/IR/Reader.h"
#include "hier/IR/Writer.h"
#include "hier/Support/Diagnostic.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"

#include <cstdlib>

using namespace llvm;

namespace hier::fuzz {

void fail(const Twine &what, StringRef text) {
  errs() << "hier-fuzz: " << what << "\n---- with this text\n"
         << text << "\n---- end of the text\n";
  std::abort();
}

static void checkPlace(const Diagnostic &said, StringRef text) {
  if (said.line == 0)
    return;
  StringRef line = text;
  for (size_t number = 1; number < said.line; ++number) {
    if (!line.contains('\n'))
      fail("line " + Twine(said.line) + " is past the end: " + said.message,
           text);
    line = line.split('\n').second;
  }
  line = line.split('\n').first;
  if (said.column == 0 || said.column > line.size() + 1)
    fail("column " + Twine(said.column) + " is not on line " +
             Twine(said.line) + ": " + said.message,
         text);
}

void checkError(Error error, StringRef text) {
  handleAllErrors(std::move(error), [&](const ErrorInfoBase &info) {
    if (info.isA<DiagnosticError>()) {
      const auto &error = static_cast<const DiagnosticError &>(info);
      checkPlace(error.error(), text);
      for (const Diagnostic &note : error.notes())
        checkPlace(note, text);
    }
    std::string shown = info.message();
    if (shown.empty())
      fail("an error without a message", text);
    if (any_of(shown, [](char byte) { return byte == '\0' || byte == 27; }))
      fail("an error that upsets a terminal", text);
  });
}

std::optional<Program> read(StringRef text) {
  Expected<Program> program = readProgram(MemoryBufferRef(text, "fuzz"));
  if (program)
    return std::move(*program);
  checkError(program.takeError(), text);
  return std::nullopt;
}

Program mustRead(StringRef text, StringRef origin) {
  Expected<Program> program = readProgram(MemoryBufferRef(text, "text"));
  if (!program)
    fail("this cannot be read: " + toString(program.takeError()) +
             "\n---- the text\n" + text,
         origin);
  return std::move(*program);
}

std::string print(const Program &program) {
  std::string text;
  writeProgram(text, program);
  return text;
}

void checkFixedPoint(StringRef printed, StringRef origin) {
  std::string second = print(mustRead(printed, origin));
  if (second != printed)
    fail("printed differently the second time\n---- first\n" + printed +
             "\n---- second\n" + second,
         origin);
}

void checkReports(Program &program, StringRef origin) {
  for (Item &item : program.items)
    for (const std::unique_ptr<Report> &report :
         std::exchange(item.reports, {})) {
      std::string text, data;
      raw_string_ostream lines(text), bytes(data);
      report->print(lines);
      json::OStream json(bytes);
      json.object([&] { report->writeAttributes(json); });
      json.flush();
      if (!StringRef(lines.str()).ends_with("\n"))
        fail("a report does not end its last line\n" + text, origin);
      if (Expected<json::Value> value = json::parse(bytes.str()); !value)
        fail("a report is no JSON: " + toString(value.takeError()) + "\n" +
                 data,
             origin);
    }
}

} // namespace hier::fuzz
