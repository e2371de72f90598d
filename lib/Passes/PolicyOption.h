//===- PolicyOption.h - The option that chooses a tag policy --------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What tag-hierarchy and the reports share.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_PASSES_POLICYOPTION_H
#define HIER_LIB_PASSES_POLICYOPTION_H

#include "hier/Hierarchy/TagPolicy.h"
#include "hier/Passes/PassOptions.h"

#include <optional>

namespace hier {

/// The policy that `policy=` names; none when it is not given, since then the
/// root's class decides.
llvm::Expected<std::optional<TagPolicy>>
policyOption(const PassOptions &options);

/// `policy`, or the one that `rootClass` stands for.
inline TagPolicy policyFor(const std::optional<TagPolicy> &policy,
                           const ClassName &rootClass) {
  return policy ? *policy : TagPolicy::defaultFor(rootClass);
}

} // namespace hier

#endif // HIER_LIB_PASSES_POLICYOPTION_H
