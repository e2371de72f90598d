//===- Options.h - Options as they are given ------------------------------===//
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

#ifndef HIER_LIB_DRIVER_OPTIONS_H
#define HIER_LIB_DRIVER_OPTIONS_H

#include "hier/Passes/Pass.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <optional>
#include <string>
#include <vector>

namespace hier {

enum class OptionId {
#define HIER_OPTION(ID, NAME, TAKES, VALUE, SUMMARY) ID,
#include "Options.def"
};

/// What follows the name of an option.
enum class Takes {
  Flag,   ///< Nothing, or `=true`, `=false`, `=1`, `=0`.
  Maybe,  ///< Nothing, or `=` and a value.
  Value,  ///< A value, after `=` or as the next argument.
  Values, ///< The same, any number of times.
};

struct OptionSpec {
  OptionId id;
  llvm::StringLiteral name;
  Takes takes;
  /// The value as --help shows it.
  llvm::StringLiteral value;
  /// Empty for one that --help leaves out: another's line tells of it.
  llvm::StringLiteral summary;
};

/// Options that --help shows below one heading.
struct OptionGroup {
  llvm::StringLiteral title;
  llvm::ArrayRef<OptionSpec> options;
};

llvm::ArrayRef<OptionGroup> optionGroups();

/// An option as it is given: one of the table, or the flag of a pass.
struct GivenOption {
  const OptionSpec *spec; // null for a pass
  const PassInfo *pass;   // null for an option
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
                                         const PassRegistry &registry,
                                         llvm::StringRef toolName);

/// Is there an option, which is no pass, of that name?
bool isOption(llvm::StringRef name);

/// The value of a Flag; an error where it is neither true nor false.
llvm::Expected<bool> flagValue(const GivenOption &option);

/// An error that points to the value of an option, `where` in it.
llvm::Error errorAtOption(const GivenOption &option, const char *where,
                          const llvm::Twine &message);

} // namespace hier

#endif // HIER_LIB_DRIVER_OPTIONS_H
