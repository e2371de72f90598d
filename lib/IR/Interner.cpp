//===- Interner.cpp - What a dump spells again and again ------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// How libtorch's objects are made from these spellings.
//
//===----------------------------------------------------------------------===//

#include "Interner.h"

using namespace llvm;
using namespace torch::jit;

namespace hier {

static std::optional<c10::Symbol> makeKind(StringRef spelling) {
  auto [ns, name] = spelling.split("::");
  if (ns.empty() || name.empty())
    return std::nullopt;
  c10::Symbol symbol = c10::Symbol::fromQualString(spelling.str());
  return symbol.toQualString() == spelling ? std::optional(symbol)
                                           : std::nullopt;
}

std::optional<c10::Symbol> Interner::kind(StringRef spelling) {
  auto [known, isNew] = kinds.try_emplace(CachedHashStringRef(spelling));
  if (isNew)
    known->second = makeKind(spelling);
  return known->second;
}

c10::Symbol Interner::attribute(StringRef name) {
  auto [known, isNew] = attributes.try_emplace(CachedHashStringRef(name));
  if (isNew)
    known->second = c10::Symbol::attr(name.str());
  return known->second;
}

/// Splits off the last entry of a scope. A module's name may hold a slash, so
/// that only what precedes `__module.` ends an entry of the tracer's.
static std::pair<StringRef, StringRef> splitLast(StringRef spelling) {
  bool traced = spelling.starts_with("__module.");
  size_t slash = traced ? spelling.rfind("/__module.") : spelling.rfind('/');
  if (slash == StringRef::npos)
    return {"", spelling};
  return {spelling.take_front(slash), spelling.drop_front(slash + 1)};
}

ScopePtr Interner::scope(StringRef spelling) {
  // Down to the longest prefix that is known, then up again.
  std::vector<std::pair<StringRef, StringRef>> missing;
  ScopePtr scope;
  for (StringRef rest = spelling; !scope;) {
    auto known = scopes.find(CachedHashStringRef(rest));
    if (known != scopes.end()) {
      scope = known->second;
      break;
    }
    auto [parent, name] = splitLast(rest);
    missing.emplace_back(rest, name);
    if (parent.data() == nullptr || name.size() == rest.size())
      scope = rootScope;
    rest = parent;
  }
  while (!missing.empty()) {
    auto [prefix, name] = missing.back();
    missing.pop_back();
    scope = scope->push(c10::Symbol::scope(name.str()));
    scopes.try_emplace(CachedHashStringRef(prefix), scope);
  }
  // A symbol ends at a byte of zero.
  return spelling.contains('\0') ? nullptr : scope;
}

//===----------------------------------------------------------------------===//
// Locations
//===----------------------------------------------------------------------===//

/// libtorch computes the column from an offset into the text of a line; spaces
/// serve for the text, which a dump does not hold. It searches them for line
/// ends whenever a source is made, so that most sources have few.
static constexpr size_t commonColumns = 256;
static constexpr size_t maxColumn = 1 << 20;

static std::string_view spaces(size_t length) {
  static const std::string text(maxColumn, ' ');
  return std::string_view(text).substr(0, length);
}

/// A number as it prints, of at most nine digits.
static std::optional<size_t> exactNumber(StringRef digits) {
  size_t number;
  if (digits.size() > 9 || (digits.size() > 1 && digits.front() == '0') ||
      digits.getAsInteger(10, number))
    return std::nullopt;
  return number;
}

const SourceRange *Interner::location(StringRef spelling) {
  auto [known, isNew] = locations.try_emplace(CachedHashStringRef(spelling));
  if (!isNew)
    return known->second ? &*known->second : nullptr;
  auto [fileAndLine, column] = spelling.rsplit(':');
  auto [file, line] = fileAndLine.rsplit(':');
  std::optional<size_t> lineNumber = exactNumber(line);
  std::optional<size_t> columnNumber = exactNumber(column);
  if (!lineNumber || !columnNumber || *columnNumber >= maxColumn)
    return nullptr;
  bool isCommon = *columnNumber < commonColumns;
  auto &source =
      sources[CachedHashStringRef(isCommon ? fileAndLine : spelling)];
  if (!source)
    source = std::make_shared<Source>(
        spaces(isCommon ? commonColumns : *columnNumber + 1), file.str(),
        *lineNumber, nullptr, Source::DONT_COPY);
  known->second.emplace(source, *columnNumber, *columnNumber + 1);
  return &*known->second;
}

} // namespace hier
