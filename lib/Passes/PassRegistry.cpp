//===- PassRegistry.cpp - Passes by name ----------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Turns Passes.def into a table.
//
//===----------------------------------------------------------------------===//

#include "hier/Passes/Pass.h"

#include <string_view>

using namespace llvm;

namespace hier {

#define HIER_PASS(FLAG, CREATE, SUMMARY, OPTIONS)                              \
  Expected<std::unique_ptr<Pass>> CREATE(const PassOptions &);
#include "Passes.def"

static constexpr PassInfo passes[] = {
#define HIER_PASS(FLAG, CREATE, SUMMARY, OPTIONS)                              \
  {FLAG, SUMMARY, OPTIONS, CREATE, /*isReport=*/false},
#define HIER_REPORT(FLAG, CREATE, SUMMARY, OPTIONS)                            \
  {FLAG, SUMMARY, OPTIONS, CREATE, /*isReport=*/true},
#include "Passes.def"
};

static constexpr bool isSorted() {
  std::string_view last;
  for (const PassInfo &pass : passes) {
    std::string_view flag(pass.flag.data(), pass.flag.size());
    if (flag <= last)
      return false;
    last = flag;
  }
  return true;
}
static_assert(isSorted(), "the lines of Passes.def are sorted by flag");

llvm::ArrayRef<PassInfo> allPasses() { return passes; }

const PassInfo *findPass(StringRef flag) {
  for (const PassInfo &pass : passes)
    if (pass.flag == flag)
      return &pass;
  return nullptr;
}

SmallVector<StringRef> PassInfo::optionKeys() const {
  SmallVector<StringRef> keys;
  for (StringRef rest = options; !rest.empty();) {
    auto [line, after] = rest.split('\n');
    keys.push_back(line.split('=').first);
    rest = after;
  }
  return keys;
}

} // namespace hier
