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

#include "hier/Support/Options.h"

#include "hier/Support/Diagnostic.h"
#include "hier/Support/NearestName.h"
#include "hier/Support/Report.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Config/llvm-config.h"

using namespace llvm;

namespace hier {

namespace {

class OptionReader {
public:
  OptionReader(ArrayRef<const char *> arguments, const OptionTable &table,
               StringRef toolName)
      : rest(arguments), table(table), toolName(toolName) {}

  Expected<GivenOptions> read();

private:
  StringRef takeNext();
  Error readOption(StringRef argument);
  Error readValue(GivenOption &option, StringRef spelling);
  Error checkIsFirst(const GivenOption &option, StringRef spelling) const;
  Error unknown(StringRef name) const;

  ArrayRef<const char *> rest;
  const OptionTable &table;
  StringRef toolName;
  GivenOptions given;
};

} // namespace

const OptionSpec *OptionTable::find(StringRef name) const {
  const auto *found =
      find_if(specs, [&](const OptionSpec &spec) { return spec.name == name; });
  return found == specs.end() ? nullptr : found;
}

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
  GivenOption option = {table.find(name), name, std::nullopt};
  if (equals != StringRef::npos)
    option.value = bare.drop_front(equals + 1);
  bool hasNumber = name.size() > 1 && all_of(name.drop_front(), isDigit);
  if (!option.spec && hasNumber && equals == StringRef::npos) {
    option.spec = table.find(name.take_front());
    option.value = name.drop_front();
  }
  StringRef spelling = argument.take_front(argument.find('='));
  if (!option.spec && !is_contained(table.furtherNames, name))
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
  for (const OptionSpec &spec : table.specs)
    known.push_back((spec.name.size() == 1 ? "-" : "--") + spec.name.str());
  for (StringRef further : table.furtherNames)
    known.push_back("--" + further.str());
  SmallVector<StringRef> names(known.begin(), known.end());
  return errorIn(toolName,
                 "there is no option '" + name + "'" + didYouMean(name, names));
}

Expected<GivenOptions> readOptions(ArrayRef<const char *> arguments,
                                   const OptionTable &table,
                                   StringRef toolName) {
  return OptionReader(arguments, table, toolName).read();
}

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

Error errorAtOption(const GivenOption &option, const char *where,
                    const Twine &message) {
  StringRef name = option.spec->name;
  std::string source = (name.size() == 1 ? "-" : "--") + name.str();
  return errorAt(MemoryBufferRef(*option.value, source), where, message);
}

Error readFlag(const GivenOption &option, bool &flag) {
  StringRef value = option.value.value_or("true");
  flag = value == "true" || value == "1";
  if (flag || value == "false" || value == "0")
    return Error::success();
  return errorAtOption(option, value.data(),
                       "expected true, false, 1 or 0, not '" + value + "'");
}

Error readName(const GivenOption &option, std::string &name) {
  if (option.value->empty())
    return errorAtOption(option, option.value->data(), "expected a name");
  name = option.value->str();
  return Error::success();
}

Expected<size_t> readWord(const GivenOption &option, StringRef word,
                          ArrayRef<StringRef> words) {
  const StringRef *found = find(words, word);
  if (found != words.end())
    return found - words.begin();
  return errorAtOption(option, word.data(),
                       "expected " + join(words, " or ") + ", not '" + word +
                           "'" + didYouMean(word, words));
}

//===----------------------------------------------------------------------===//
// Help
//===----------------------------------------------------------------------===//

/// `-o FILE`, `--timing[=FORMAT]`.
static std::string spellingOf(const OptionSpec &option) {
  std::string name = option.name.str();
  switch (option.takes) {
  case Takes::Flag:
    return "--" + name;
  case Takes::Maybe:
    return "--" + name + "[=" + option.value.str() + "]";
  case Takes::Value:
  case Takes::Values:
    return name.size() == 1 ? "-" + name + " " + option.value.str()
                            : "--" + name + "=" + option.value.str();
  }
  return name;
}

void printOptions(raw_ostream &os, ArrayRef<OptionSpec> options) {
  constexpr size_t width = 27;
  for (const OptionSpec &option : options)
    if (!option.summary.empty())
      os << "  " << padded(spellingOf(option), width) << option.summary << '\n';
}

void printVersion(raw_ostream &os, StringRef toolName, StringRef version) {
  os << toolName << " version " << version << "\n  LLVM " << LLVM_VERSION_STRING
     << '\n';
}

} // namespace hier
