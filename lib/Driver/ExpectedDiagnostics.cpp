//===- ExpectedDiagnostics.cpp - Errors that a test expects ---------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads the expectations and takes off the ones that are met.
//
//===----------------------------------------------------------------------===//

#include "ExpectedDiagnostics.h"

#include "hier/Support/Diagnostic.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Regex.h"

#include <optional>
#include <vector>

using namespace llvm;

namespace hier {

namespace {

struct Expectation {
  StringRef severity; // `error` or `note`
  size_t line;        // 0 for a diagnostic without a place
  StringRef wanted;
  bool isPattern;
  const char *where;
  bool isMet = false;
};

/// One expectation after the other, from the comments of a text.
class ExpectationReader {
public:
  ExpectationReader(MemoryBufferRef text, StringRef part)
      : text(text), part(part) {}

  Expected<std::vector<Expectation>> read();

private:
  Error readLine(StringRef line, size_t number);
  std::optional<size_t> readPlace(StringRef &rest, size_t number);

  MemoryBufferRef text;
  StringRef part;
  std::vector<Expectation> expectations;
  /// Those that wait for the next line which is none.
  SmallVector<size_t> below;
  size_t lastOther = 0; // the last line that is no expectation
};

} // namespace

static constexpr StringLiteral opening = "expected-";

Expected<std::vector<Expectation>> ExpectationReader::read() {
  size_t number =
      StringRef(text.getBufferStart(), part.begin() - text.getBufferStart())
          .count('\n');
  for (StringRef rest = part; !rest.empty();) {
    auto [line, after] = rest.split('\n');
    rest = after;
    ++number;
    if (line.starts_with("#") && line.contains(opening)) {
      if (Error error = readLine(line, number))
        return error;
      continue;
    }
    lastOther = number;
    for (size_t index : below)
      expectations[index].line = number;
    below.clear();
  }
  return std::move(expectations);
}

/// place ::= '@+' number | '@-' number | '@above' | '@below' | '@unknown'
std::optional<size_t> ExpectationReader::readPlace(StringRef &rest,
                                                   size_t number) {
  if (!rest.consume_front("@"))
    return number;
  if (rest.consume_front("unknown"))
    return 0;
  if (rest.consume_front("above"))
    return lastOther;
  if (rest.consume_front("below")) {
    below.push_back(expectations.size());
    return number;
  }
  bool isAfter = rest.consume_front("+");
  size_t distance;
  if ((!isAfter && !rest.consume_front("-")) ||
      rest.consumeInteger(10, distance) || distance > text.getBufferSize())
    return std::nullopt;
  return isAfter ? number + distance : number - distance;
}

/// expectation ::= 'expected-' ('error' | 'note') '-re'? place? ' '*
///                 '{{' text '}}'
Error ExpectationReader::readLine(StringRef line, size_t number) {
  StringRef rest = line.drop_front(line.find(opening));
  const char *where = rest.begin();
  rest = rest.drop_front(opening.size());
  StringRef severity = rest.starts_with("error") ? "error" : "note";
  bool isKnown = rest.consume_front(severity);
  bool isPattern = rest.consume_front("-re");
  std::optional<size_t> place = readPlace(rest, number);
  rest = rest.trim(' ');
  if (!isKnown || !place || !rest.consume_front("{{") ||
      !rest.consume_back("}}"))
    return errorAt(text, where,
                   "expected an expectation such as "
                   "'expected-error@+1 {{text}}'");
  expectations.push_back({severity, *place, rest, isPattern, where});
  return Error::success();
}

/// `a {{b+}} c` as the regular expression that it stands for.
static std::string patternOf(StringRef wanted) {
  std::string pattern;
  while (!wanted.empty()) {
    auto [literal, rest] = wanted.split("{{");
    auto [expression, after] = rest.split("}}");
    pattern += Regex::escape(literal);
    if (!expression.empty())
      pattern += ("(" + expression + ")").str();
    wanted = after;
  }
  return pattern;
}

static bool meets(const Diagnostic &diagnostic, StringRef severity,
                  const Expectation &expectation) {
  if (expectation.isMet || expectation.severity != severity ||
      expectation.line != diagnostic.line)
    return false;
  if (expectation.isPattern)
    return Regex(patternOf(expectation.wanted)).match(diagnostic.message);
  return StringRef(diagnostic.message).contains(expectation.wanted);
}

/// Marks the expectation that `diagnostic` meets; false when there is none.
static bool meet(const Diagnostic &diagnostic, StringRef severity,
                 std::vector<Expectation> &expectations) {
  for (Expectation &expectation : expectations)
    if (meets(diagnostic, severity, expectation))
      return expectation.isMet = true;
  return false;
}

Error checkExpectations(Error error, MemoryBufferRef text, StringRef part) {
  auto expectations = ExpectationReader(text, part).read();
  if (!expectations)
    return joinErrors(std::move(error), expectations.takeError());
  // What was not expected stays an error.
  error = handleErrors(std::move(error),
                       [&](std::unique_ptr<DiagnosticError> seen) -> Error {
                         bool met = meet(seen->error(), "error", *expectations);
                         for (const Diagnostic &note : seen->notes())
                           met &= meet(note, "note", *expectations);
                         return met ? Error::success() : Error(std::move(seen));
                       });
  for (const Expectation &expectation : *expectations)
    if (!expectation.isMet)
      error = joinErrors(std::move(error),
                         errorAt(text, expectation.where,
                                 "this " + expectation.severity +
                                     " was expected and not seen"));
  return error;
}

} // namespace hier
