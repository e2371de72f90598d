//===- Options.h - The options of hier-opt --------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The table of Options.def, beside which the flags of passes are options.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_DRIVER_OPTIONS_H
#define HIER_LIB_DRIVER_OPTIONS_H

#include "hier/Passes/Pass.h"
#include "hier/Support/Options.h"

namespace hier {

enum class OptionId {
#define HIER_OPTION(ID, NAME, TAKES, VALUE, SUMMARY) ID,
#include "Options.def"
};

/// Options that --help shows below one heading.
struct OptionGroup {
  llvm::StringLiteral title;
  llvm::ArrayRef<OptionSpec> options;
};

llvm::ArrayRef<OptionGroup> optionGroups();

inline OptionId idOf(const GivenOption &option) {
  return static_cast<OptionId>(option.spec->id);
}

/// The options of the table, and the flags of passes, which have no `spec`.
llvm::Expected<GivenOptions> readOptions(llvm::ArrayRef<const char *> arguments,
                                         const PassRegistry &registry,
                                         llvm::StringRef toolName);

/// Is there an option, which is no pass, of that name?
bool isOption(llvm::StringRef name);

} // namespace hier

#endif // HIER_LIB_DRIVER_OPTIONS_H
