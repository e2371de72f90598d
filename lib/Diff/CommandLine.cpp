//===- CommandLine.cpp - What the user of hier-diff has asked for ---------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each option of Options.def.
//
//===----------------------------------------------------------------------===//

#include "CommandLine.h"

#include "hier/Support/Diagnostic.h"
#include "hier/Support/Options.h"

using namespace llvm;

namespace hier {

namespace {

enum class OptionId : unsigned {
#define HIER_OPTION(ID, NAME, TAKES, VALUE, SUMMARY) ID,
#include "Options.def"
};

constexpr OptionSpec specs[] = {
#define HIER_OPTION(ID, NAME, TAKES, VALUE, SUMMARY)                           \
  {static_cast<unsigned>(OptionId::ID), NAME, Takes::TAKES, VALUE, SUMMARY},
#include "Options.def"
};

} // namespace

/// aspects ::= aspect (',' aspect)*
static Error readAspects(const GivenOption &option, bool areWanted,
                         DiffAspects &aspects) {
  SmallVector<StringRef> words;
  option.value->split(words, ',');
  for (StringRef word : words) {
    Expected<size_t> place = readWord(option, word, diffAspectNames());
    if (!place)
      return place.takeError();
    aspects.set(static_cast<DiffAspect>(*place), areWanted);
  }
  return Error::success();
}

static Error readDepth(const GivenOption &option, DiffPrinting &printing) {
  printing.isSummary = true;
  return readNumber(option, printing.depth);
}

static Error readPolicy(const GivenOption &option,
                        std::optional<TagPolicy> &policy) {
  Expected<TagPolicy> read = TagPolicy::fromOption(*option.value);
  if (!read)
    return read.takeError();
  policy = std::move(*read);
  return Error::success();
}

static Error readAction(const GivenOption &option, DiffAction action,
                        DiffCommandLine &line) {
  bool isAsked = false;
  Error error = readFlag(option, isAsked);
  if (isAsked)
    line.action = action;
  return error;
}

static Error readOption(const GivenOption &option, DiffCommandLine &line) {
  switch (static_cast<OptionId>(option.spec->id)) {
  case OptionId::Output:
    return readName(option, line.output);
  case OptionId::Format:
    return readChoice(option, {"text", "json"}, line.format);
  case OptionId::Summary:
    return readFlag(option, line.printing.isSummary);
  case OptionId::Depth:
    return readDepth(option, line.printing);
  case OptionId::Fold:
    return readFlag(option, line.printing.folds);
  case OptionId::Ignore:
    return readAspects(option, false, line.aspects);
  case OptionId::Also:
    return readAspects(option, true, line.aspects);
  case OptionId::Tags:
    return readPolicy(option, line.policy);
  case OptionId::Method:
    return readName(option, line.method);
  case OptionId::Help:
    return readAction(option, DiffAction::PrintHelp, line);
  case OptionId::Version:
    return readAction(option, DiffAction::PrintVersion, line);
  }
  return Error::success();
}

Expected<DiffCommandLine>
parseDiffCommandLine(ArrayRef<const char *> arguments) {
  Expected<GivenOptions> given =
      readOptions(arguments, OptionTable{specs}, "hier-diff");
  if (!given)
    return given.takeError();
  DiffCommandLine line;
  for (const GivenOption &option : given->options)
    if (Error error = readOption(option, line))
      return error;
  if (line.action != DiffAction::Compare)
    return line;
  if (given->inputs.size() != 2)
    return errorIn("hier-diff", "two dumps are needed, and there are " +
                                    Twine(given->inputs.size()));
  line.before = given->inputs[0].str();
  line.after = given->inputs[1].str();
  if (line.before == "-" && line.after == "-")
    return errorIn("hier-diff", "only one of the two can be stdin");
  return line;
}

void printDiffHelp(raw_ostream &os) {
  os << "hier-diff: tells what has changed between two dumps, module by "
        "module\n\n"
        "Usage: hier-diff [OPTION]... BEFORE AFTER\n"
        "Each is a dump or an archive; - is stdin. The exit status is 0 where "
        "nothing\ndiffers, 1 where something does, and 2 after an error.\n\n"
        "Options:\n";
  printOptions(os, specs);
}

} // namespace hier
