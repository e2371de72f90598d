//===- Scope.cpp - How a stack of modules is spelt on a node --------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Both forms are read by one loop over entries; they differ in how an entry
// begins.
//
//===----------------------------------------------------------------------===//

#include "hier/Hierarchy/Scope.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace hier {

/// traced-entry ::= `__module` | `__module.` path
static bool beginsTracedEntry(StringRef text) {
  return text.consume_front("__module") &&
         (text.empty() || text.starts_with(".") ||
          text.starts_with("/__module."));
}

/// A Python class as the exporter prints it: `pkg.Net`, `make.<locals>.Net`.
static bool isClassCharacter(char c) {
  bool isUnicode = static_cast<unsigned char>(c) >= 0x80;
  return isAlnum(c) || isUnicode || StringRef("_.<>").contains(c);
}

/// exported-entry ::= class `::` path
static bool beginsExportedEntry(StringRef text) {
  StringRef afterClass = text.drop_while(isClassCharacter);
  return afterClass.size() < text.size() && afterClass.starts_with("::");
}

/// Takes the first entry off `scope`, which begins with one, and the slash that
/// parts it from the next.
static StringRef takeEntry(StringRef &scope, bool (*beginsEntry)(StringRef)) {
  size_t slash = scope.find('/');
  while (slash != StringRef::npos && !beginsEntry(scope.drop_front(slash + 1)))
    slash = scope.find('/', slash + 1);
  StringRef entry = scope.take_front(slash);
  scope = slash == StringRef::npos ? StringRef() : scope.drop_front(slash + 1);
  return entry;
}

using EntryVisitor = function_ref<void(StringRef className, StringRef path)>;

/// scope ::= traced-entry (`/` traced-entry)*
static void visitTracedScope(StringRef scope, EntryVisitor visit) {
  while (!scope.empty()) {
    StringRef path = takeEntry(scope, beginsTracedEntry);
    path.consume_front("__module");
    path.consume_front(".");
    visit("", path);
  }
}

/// scope ::= exported-entry (`/` exported-entry)*
static void visitExportedScope(StringRef scope, EntryVisitor visit) {
  while (!scope.empty()) {
    auto [className, path] = takeEntry(scope, beginsExportedEntry).split("::");
    visit(className, path);
  }
}

static void visitScope(StringRef scope, EntryVisitor visit) {
  if (beginsTracedEntry(scope))
    visitTracedScope(scope, visit);
  else if (beginsExportedEntry(scope))
    visitExportedScope(scope, visit);
}

std::vector<ScopeEntry> parseScope(StringRef spelling) {
  std::vector<ScopeEntry> entries;
  visitScope(spelling, [&](StringRef className, StringRef path) {
    if (entries.size() <= maxScopeEntries)
      entries.push_back({path.str(), ClassName::parse(className)});
  });
  if (entries.size() > maxScopeEntries)
    entries.clear();
  return entries;
}

StringRef topOfScope(StringRef spelling) {
  StringRef top;
  visitScope(spelling, [&](StringRef, StringRef path) { top = path; });
  return top;
}

std::string appendToScope(StringRef parent, StringRef modulePath) {
  std::string scope = parent.str();
  enterScope(scope, modulePath);
  return scope;
}

void enterScope(std::string &scope, StringRef modulePath) {
  scope += scope.empty() ? "__module" : "/__module";
  if (modulePath.empty())
    return;
  scope += '.';
  scope += modulePath;
}

} // namespace hier
