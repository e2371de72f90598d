//===- Options.h - Options as they are given --------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads arguments into options, by a table of those there are, and says what is
// wrong with the first that is not right. What they mean is for others.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_SUPPORT_OPTIONS_H
#define HIER_SUPPORT_OPTIONS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"

#include <optional>
#include <string>
#include <vector>

namespace hier {

/// What follows the name of an option.
enum class Takes {
  Flag,   ///< Nothing, or `=true`, `=false`, `=1`, `=0`.
  Maybe,  ///< Nothing, or `=` and a value.
  Value,  ///< A value, after `=` or as the next argument.
  Values, ///< The same, any number of times.
};

struct OptionSpec {
  /// Of an enumeration of the table's own.
  unsigned id;
  llvm::StringLiteral name;
  Takes takes;
  /// The value as --help shows it.
  llvm::StringLiteral value;
  /// Empty for one that --help leaves out: another's line tells of it.
  llvm::StringLiteral summary;
};

struct OptionTable {
  llvm::ArrayRef<OptionSpec> specs;
  /// Names that are options too, any number of times, and that take what Maybe
  /// does.
  llvm::ArrayRef<llvm::StringRef> furtherNames = {};

  /// Null when there is none.
  const OptionSpec *find(llvm::StringRef name) const;
};

/// An option as it is given.
struct GivenOption {
  const OptionSpec *spec; // null for a further name
  llvm::StringRef name;   // without hyphens
  /// Nothing when the name is given alone. Ends with a null byte.
  std::optional<llvm::StringRef> value;
};

struct GivenOptions {
  std::vector<GivenOption> options; ///< In the order of the arguments.
  std::vector<llvm::StringRef> inputs;
};

/// Reads `arguments`, which hold no program's name and must outlive what is
/// returned. Both `-name` and `--name` are read; what follows `--` is inputs.
llvm::Expected<GivenOptions> readOptions(llvm::ArrayRef<const char *> arguments,
                                         const OptionTable &table,
                                         llvm::StringRef toolName);

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

/// An error that points to the value of an option, `where` in it.
llvm::Error errorAtOption(const GivenOption &option, const char *where,
                          const llvm::Twine &message);

/// The value of a Flag; an error where it is neither true nor false.
llvm::Error readFlag(const GivenOption &option, bool &flag);

/// Where something is to be written, and the like: any text but none.
llvm::Error readName(const GivenOption &option, std::string &name);

/// The place of `word`, which is a part of the option's value, in `words`.
llvm::Expected<size_t> readWord(const GivenOption &option, llvm::StringRef word,
                                llvm::ArrayRef<llvm::StringRef> words);

/// One of some words; the first when none is given.
template <typename Choice>
llvm::Error readChoice(const GivenOption &option,
                       llvm::ArrayRef<llvm::StringRef> words, Choice &choice) {
  llvm::Expected<size_t> place =
      readWord(option, option.value.value_or(words.front()), words);
  if (!place)
    return place.takeError();
  choice = static_cast<Choice>(*place);
  return llvm::Error::success();
}

template <typename Number>
llvm::Error readNumber(const GivenOption &option, Number &number) {
  if (option.value->getAsInteger(10, number))
    return errorAtOption(option, option.value->data(),
                         "expected a number, not '" + *option.value + "'");
  return llvm::Error::success();
}

//===----------------------------------------------------------------------===//
// Help
//===----------------------------------------------------------------------===//

/// A line for each option that has a summary.
void printOptions(llvm::raw_ostream &os, llvm::ArrayRef<OptionSpec> options);

/// `TOOL version VERSION`, and the version of LLVM.
void printVersion(llvm::raw_ostream &os, llvm::StringRef toolName,
                  llvm::StringRef version);

} // namespace hier

#endif // HIER_SUPPORT_OPTIONS_H
