//===- HelpTest.cpp - What --help and its kin print -----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// It fits two screens with many more passes than there are.
//
//===----------------------------------------------------------------------===//

#include "../../../lib/Driver/Help.h"
#include "gtest/gtest.h"

#include <list>

using namespace hier;
using llvm::StringRef;

namespace {

llvm::Expected<std::unique_ptr<Pass>> createNothing(const PassOptions &) {
  return nullptr;
}

TEST(Help, FitsTwoScreens) {
  PassRegistry registry;
#define PASS(NAME)                                                             \
  static const PassInfo NAME = {"torch-a-good-name-" #NAME, "", "",            \
                                createNothing};                                \
  llvm::cantFail(registry.add(NAME));
#define TEN(NAME)                                                              \
  PASS(NAME##0)                                                                \
  PASS(NAME##1)                                                                \
  PASS(NAME##2)                                                                \
  PASS(NAME##3)                                                                \
  PASS(NAME##4)                                                                \
  PASS(NAME##5)                                                                \
  PASS(NAME##6) PASS(NAME##7) PASS(NAME##8) PASS(NAME##9)
  TEN(a)
  TEN(b)
  TEN(c) std::string text;
  llvm::raw_string_ostream os(text);
  printHelp(os, {}, registry);
  EXPECT_LT(StringRef(text).count('\n'), 90U);
  for (const PassInfo *pass : registry.passes()) {
    StringRef name = pass->flag;
    if (!pass->header.empty())
      name.consume_front("torch-");
    EXPECT_TRUE(StringRef(text).contains(" " + name.str()));
  }
  for (StringRef rest = text; !rest.empty(); rest = rest.split('\n').second)
    EXPECT_LE(rest.split('\n').first.size(), 110U);
}

TEST(Help, OfAPassOfLibtorch) {
  static const PassInfo info = {"torch-x",          "Do x",
                                "n=N: how often",   createNothing,
                                /*isReport=*/false, "torch/x.h"};
  std::string text;
  llvm::raw_string_ostream os(text);
  printHelpOfPass(os, info);
  EXPECT_EQ(text, "torch-x\n  Do x\n  <torch/x.h>\n    n=N: how often\n");
}

} // namespace
