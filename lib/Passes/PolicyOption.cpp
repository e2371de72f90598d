//===- PolicyOption.cpp - The option that chooses a tag policy ------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Errors of policies are told at the option's place.
//
//===----------------------------------------------------------------------===//

#include "PolicyOption.h"

namespace hier {

llvm::Expected<std::optional<TagPolicy>>
policyOption(const PassOptions &options) {
  std::optional<llvm::StringRef> given = options.value("policy");
  if (!given)
    return std::nullopt;
  llvm::Expected<TagPolicy> policy = TagPolicy::fromOption(*given);
  if (!policy)
    return options.errorAtValue("policy", llvm::toString(policy.takeError()));
  return std::optional(std::move(*policy));
}

} // namespace hier
