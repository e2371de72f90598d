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

/// No model nests its modules so deep. libtorch frees a stack of scopes by
/// recursion, and spells one in time that grows with its square.
static constexpr size_t maxScopeEntries = 1000;

/// The entries of a scope. A module's name may hold a slash, so that only what
/// precedes `__module.` ends an entry of the tracer's.
static SmallVector<StringRef> scopeEntries(StringRef spelling) {
  StringRef separator = spelling.starts_with("__module.") ? "/__module." : "/";
  SmallVector<StringRef> entries;
  StringRef rest = spelling;
  while (entries.size() < maxScopeEntries) {
    size_t slash = rest.find(separator);
    entries.push_back(rest.take_front(slash));
    if (slash == StringRef::npos)
      return entries;
    rest = rest.drop_front(slash + 1);
  }
  return {spelling}; // Not a stack of modules: one name holds all of it.
}

ScopePtr Interner::scope(StringRef spelling) {
  auto [known, isNew] = scopes.try_emplace(CachedHashStringRef(spelling));
  if (!isNew)
    return known->second;
  if (spelling.contains('\0'))
    return nullptr; // A symbol ends there.
  ScopePtr scope = rootScope;
  for (StringRef name : scopeEntries(spelling)) {
    ScopePtr &inner = innerScopes[{scope.get(), name}];
    if (!inner)
      inner = scope->push(c10::Symbol::scope(name.str()));
    scope = inner;
  }
  return known->second = scope;
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
