//===- ModuleAliasesTest.cpp - Names of one module ------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Which names belong together, and which of them comes first.
//
//===----------------------------------------------------------------------===//

#include "hier/Hierarchy/ModuleAliases.h"
#include "gtest/gtest.h"

using namespace hier;

namespace {

class ModuleAliasesTest : public testing::Test {
protected:
  ModuleId add(llvm::StringRef path) { return modules.findOrAdd(path); }

  ModuleTree modules{ClassName{"m", "Net"}};
  ModuleAliases aliases;
};

TEST_F(ModuleAliasesTest, AreNoneAtFirst) {
  ModuleId a = add("a");
  EXPECT_TRUE(aliases.empty());
  EXPECT_EQ(aliases.namesOf(a), llvm::SmallVector<ModuleId>{a});
  EXPECT_TRUE(aliases.paths(modules).empty());
}

TEST_F(ModuleAliasesTest, AreTransitive) {
  ModuleId a = add("a"), b = add("b"), c = add("c");
  aliases.add(c, b);
  aliases.add(b, a);
  EXPECT_EQ(aliases.namesOf(c).size(), 3u);
  EXPECT_EQ(aliases.paths(modules),
            (std::map<std::string, std::string>{{"b", "a"}, {"c", "a"}}));
}

TEST_F(ModuleAliasesTest, GoByTheNameThatNamedModulesListsFirst) {
  // Numbers are in the order of adding: b, a, a.x.
  ModuleId b = add("b"), x = add("a.x");
  aliases.add(b, x);
  EXPECT_EQ(aliases.paths(modules),
            (std::map<std::string, std::string>{{"a.x", "b"}}));
  ModuleId inner = add("b.inner"), c = add("c");
  aliases.add(c, inner);
  EXPECT_EQ(aliases.paths(modules).at("c"), "b.inner");
}

} // namespace
