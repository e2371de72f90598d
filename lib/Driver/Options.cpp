//===- Options.cpp - The options of hier-opt ------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The table, and its groups.
//
//===----------------------------------------------------------------------===//

#include "Options.h"

using namespace llvm;

namespace hier {

static constexpr OptionSpec specs[] = {
#define HIER_OPTION(ID, NAME, TAKES, VALUE, SUMMARY)                           \
  {static_cast<unsigned>(OptionId::ID), NAME, Takes::TAKES, VALUE, SUMMARY},
#include "Options.def"
};

namespace {

struct GroupStart {
  StringLiteral title;
  size_t begin; // the number of options before it
};

} // namespace

/// Options and titles in one row, counted.
static std::vector<OptionGroup> groupsOfTable() {
  std::vector<GroupStart> starts;
  size_t count = 0;
#define HIER_OPTION(ID, NAME, TAKES, VALUE, SUMMARY) ++count;
#define HIER_OPTION_GROUP(TITLE) starts.push_back({TITLE, count});
#include "Options.def"
  std::vector<OptionGroup> groups;
  for (size_t index = 0; index < starts.size(); ++index) {
    size_t end = index + 1 < starts.size() ? starts[index + 1].begin : count;
    size_t begin = starts[index].begin;
    groups.push_back(
        {starts[index].title, ArrayRef(specs).slice(begin, end - begin)});
  }
  return groups;
}

ArrayRef<OptionGroup> optionGroups() {
  static const std::vector<OptionGroup> groups = groupsOfTable();
  return groups;
}

bool isOption(StringRef name) { return OptionTable{specs}.find(name); }

Expected<GivenOptions> readOptions(ArrayRef<const char *> arguments,
                                   const PassRegistry &registry,
                                   StringRef toolName) {
  SmallVector<StringRef> flags;
  for (const PassInfo *pass : registry.passes())
    flags.push_back(pass->flag);
  return readOptions(arguments, OptionTable{specs, flags}, toolName);
}

} // namespace hier
