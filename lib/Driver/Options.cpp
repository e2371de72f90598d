//===- Options.cpp - Options as they are given ----------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where each argument ends, and what it cannot be.
//
//===----------------------------------------------------------------------===//

#include "Options.h"

#include "hier/Support/Diagnostic.h"
#include "hier/Support/NearestName.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace hier {

static constexpr OptionSpec specs[] = {
#define HIER_OPTION(ID, NAME, TAKES, VALUE, SUMMARY)                           \
  {OptionId::ID, NAME, Takes::TAKES, VALUE, SUMMARY},
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

namespace {

class OptionReader {
public:
  OptionReader(ArrayRef<const char *> arguments, const PassRegistry &registry,
               StringRef toolName)
      : rest(arguments), registry(registry), toolName(toolName) {}

  Expected<GivenOptions> read();

private:
  StringRef takeNext();
  Error readOption(StringRef argument);
  Error readValue(GivenOption &option, StringRef spelling);
  Error checkIsFirst(const GivenOption &option, StringRef spelling) const;
  Error unknown(StringRef name) const;

  ArrayRef<const char *> rest;
  const PassRegistry &registry;
  StringRef toolName;
  GivenOptions given;
};

} // namespace

static const OptionSpec *findOption(StringRef name) {
  const auto *found =
      find_if(specs, [&](const OptionSpec &spec) { return spec.name == name; });
  return found == std::end(specs) ? nullptr : found;
}

bool isOption(StringRef name) { return findOption(name) != nullptr; }

StringRef OptionReader::takeNext() {
  StringRef argument = rest.front();
  rest = rest.drop_front();
  return argument;
}

Expected<GivenOptions> OptionReader::read() {
  bool isEnded = false;
  while (!rest.empty()) {
    StringRef argument = takeNext();
    if (isEnded || argument == "-" || !argument.starts_with("-"))
      given.inputs.push_back(argument);
    else if (argument == "--")
      isEnded = true;
    else if (Error error = readOption(argument))
      return error;
  }
  return std::move(given);
}

/// option ::= '-'? '-' name ('=' value)? | '-j' number
Error OptionReader::readOption(StringRef argument) {
  StringRef bare = argument.drop_front(argument.starts_with("--") ? 2 : 1);
  size_t equals = bare.find('=');
  StringRef name = bare.take_front(equals);
  GivenOption option = {findOption(name), nullptr, std::nullopt};
  if (equals != StringRef::npos)
    option.value = bare.drop_front(equals + 1);
  bool hasNumber = name.size() > 1 && all_of(name.drop_front(), isDigit);
  if (!option.spec && hasNumber && equals == StringRef::npos) {
    option.spec = findOption(name.take_front());
    option.value = name.drop_front();
  }
  if (!option.spec)
    option.pass = registry.find(name);
  StringRef spelling = argument.take_front(argument.find('='));
  if (!option.spec && !option.pass)
    return unknown(spelling);
  if (option.spec)
    if (Error error = readValue(option, spelling))
      return error;
  given.options.push_back(option);
  return Error::success();
}

Error OptionReader::readValue(GivenOption &option, StringRef spelling) {
  bool takesNext =
      option.spec->takes == Takes::Value || option.spec->takes == Takes::Values;
  if (takesNext && !option.value) {
    if (rest.empty())
      return errorIn(toolName, "option '" + spelling + "' needs a value, " +
                                   option.spec->value);
    option.value = takeNext();
  }
  return checkIsFirst(option, spelling);
}

Error OptionReader::checkIsFirst(const GivenOption &option,
                                 StringRef spelling) const {
  bool isAgain = any_of(given.options, [&](const GivenOption &before) {
    return before.spec == option.spec;
  });
  if (isAgain && option.spec->takes != Takes::Values)
    return errorIn(toolName, "option '" + spelling + "' is given twice");
  return Error::success();
}

Error OptionReader::unknown(StringRef name) const {
  std::vector<std::string> known;
  for (const OptionSpec &spec : specs)
    known.push_back((spec.name.size() == 1 ? "-" : "--") + spec.name.str());
  for (const PassInfo *pass : registry.passes())
    known.push_back("--" + pass->flag.str());
  SmallVector<StringRef> names(known.begin(), known.end());
  return errorIn(toolName,
                 "there is no option '" + name + "'" + didYouMean(name, names));
}

Expected<GivenOptions> readOptions(ArrayRef<const char *> arguments,
                                   const PassRegistry &registry,
                                   StringRef toolName) {
  return OptionReader(arguments, registry, toolName).read();
}

Error errorAtOption(const GivenOption &option, const char *where,
                    const Twine &message) {
  StringRef name = option.spec->name;
  std::string source = (name.size() == 1 ? "-" : "--") + name.str();
  return errorAt(MemoryBufferRef(*option.value, source), where, message);
}

Expected<bool> flagValue(const GivenOption &option) {
  StringRef value = option.value.value_or("true");
  if (value == "true" || value == "1")
    return true;
  if (value == "false" || value == "0")
    return false;
  return errorAtOption(option, value.data(),
                       "expected true, false, 1 or 0, not '" + value + "'");
}

} // namespace hier
