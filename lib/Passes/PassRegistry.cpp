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

#include "TorchHeaders.h"
#include "TorchPass.h"

#include "hier/Support/Diagnostic.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <string_view>

using namespace llvm;

namespace hier {

#define HIER_PASS(FLAG, CREATE, SUMMARY, OPTIONS)                              \
  Expected<std::unique_ptr<Pass>> CREATE(const PassOptions &);
#include "Passes.def"

namespace table {

using namespace torch::jit; // For the calls of libtorch.

constexpr PassInfo passes[] = {
#define HIER_PASS(FLAG, CREATE, SUMMARY, OPTIONS)                              \
  {FLAG, SUMMARY, OPTIONS, CREATE, /*isReport=*/false},
#define HIER_REPORT(FLAG, CREATE, SUMMARY, OPTIONS)                            \
  {FLAG, SUMMARY, OPTIONS, CREATE, /*isReport=*/true},
#define HIER_TORCH_PASS(FLAG, CALL, HEADER, SUMMARY)                           \
  {FLAG,                                                                       \
   SUMMARY,                                                                    \
   torchOptions,                                                               \
   [](const hier::PassOptions &options) {                                      \
     auto call = [](std::shared_ptr<Graph> &graph) { CALL; };                  \
     return createTorchPass(FLAG, call, options);                              \
   },                                                                          \
   /*isReport=*/false,                                                         \
   HEADER},
#include "Passes.def"
};

} // namespace table

static constexpr bool isSorted() {
  std::string_view last;
  for (const PassInfo &pass : table::passes) {
    std::string_view flag(pass.flag.data(), pass.flag.size());
    if (flag <= last)
      return false;
    last = flag;
  }
  return true;
}
static_assert(isSorted(), "the lines of Passes.def are sorted by flag");

PassRegistry::PassRegistry() {
  for (const PassInfo &pass : table::passes)
    sorted.push_back(&pass);
}

const PassRegistry &PassRegistry::builtin() {
  static const PassRegistry registry;
  return registry;
}

/// Where `flag` stands among `sorted`, or would.
static auto placeOf(ArrayRef<const PassInfo *> sorted, StringRef flag) {
  return partition_point(
      sorted, [&](const PassInfo *pass) { return pass->flag < flag; });
}

const PassInfo *PassRegistry::find(StringRef flag) const {
  const auto *place = placeOf(sorted, flag);
  return place != passes().end() && (*place)->flag == flag ? *place : nullptr;
}

/// flag ::= word ('-' word)*
static bool isFlag(StringRef flag) {
  SmallVector<StringRef> words;
  flag.split(words, '-');
  return all_of(words, [](StringRef word) {
    return !word.empty() &&
           all_of(word, [](char c) { return isLower(c) || isDigit(c); });
  });
}

Error PassRegistry::add(const PassInfo &pass, StringRef source) {
  if (!isFlag(pass.flag))
    return errorIn(source, "'" + pass.flag +
                               "' is no name for a pass: it takes small "
                               "letters and digits between single hyphens");
  if (find(pass.flag))
    return errorIn(source, "there is a pass '" + pass.flag + "' already");
  sorted.insert(
      sorted.begin() + (placeOf(sorted, pass.flag) - passes().begin()), &pass);
  return Error::success();
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
