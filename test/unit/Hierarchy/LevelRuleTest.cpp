//===- LevelRuleTest.cpp - Which modules make a level of a tag ------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Patterns of classes, with and without stars, and containers that number.
//
//===----------------------------------------------------------------------===//

#include "hier/Hierarchy/LevelRule.h"
#include "gtest/gtest.h"

using namespace hier;

namespace {

bool matches(std::string pattern, const ClassName &className) {
  LevelRule rule{{std::move(pattern)}, {}};
  return rule.level(className, "", "x").has_value();
}

const ClassName norm{"torch.nn.modules.normalization", "LayerNorm"};

TEST(LevelRule, APlainPatternEqualsTheClassOrTheQualifiedName) {
  EXPECT_TRUE(matches("LayerNorm", norm));
  EXPECT_TRUE(matches("torch.nn.modules.normalization.LayerNorm", norm));
  for (const char *pattern :
       {"", "Layer", "Norm", "layernorm", "normalization.LayerNorm",
        "torch.nn.modules.normalization", "LayerNorm."})
    EXPECT_FALSE(matches(pattern, norm)) << pattern;
}

TEST(LevelRule, AStarredPatternMatchesTheWholeQualifiedName) {
  for (const char *pattern :
       {"*", "**", "torch*", "torch.*", "*Norm", "*.LayerNorm", "*norm*Norm",
        "torch*normalization.LayerNorm", "torch.nn.modules.normalization.*",
        "torch.nn.modules.normalization.LayerNorm*", "t*o*r*c*h*m"})
    EXPECT_TRUE(matches(pattern, norm)) << pattern;
  for (const char *pattern : {"Layer*", "*Layer", "torch", "x*", "*x*", "orch*",
                              "*Norm.*", "*LayerNorm*LayerNorm"})
    EXPECT_FALSE(matches(pattern, norm)) << pattern;
}

TEST(LevelRule, PartsOfAStarredPatternDoNotOverlap) {
  const ClassName aba{"m", "aba"};
  EXPECT_TRUE(matches("m.aba*", aba));
  EXPECT_TRUE(matches("m.a*a", aba));
  EXPECT_FALSE(matches("m.ab*ba", aba));
  EXPECT_FALSE(matches("*ab*ba*", aba));
  EXPECT_TRUE(matches("*ab*ab", ClassName{"m", "ababab"}));
}

TEST(LevelRule, AScriptsClassIsOfMain) {
  EXPECT_TRUE(matches("__main__.Net", ClassName::parse("__torch__.Net")));
  EXPECT_TRUE(matches("__main__.*", ClassName::parse("__torch__.Net")));
}

TEST(LevelRule, OtherCharactersOfGlobsAreThemselves) {
  const ClassName net{"m", "Net"};
  EXPECT_FALSE(matches("m.N?t*", net));
  EXPECT_FALSE(matches("m.[N]et*", net));
}

TEST(LevelRule, AnUnknownClassMakesNoLevel) {
  EXPECT_FALSE(matches("*", ClassName()));
  EXPECT_FALSE(matches("", ClassName()));
}

TEST(LevelRule, ManyStarsTakeNoLonger) {
  std::string pattern;
  for (int i = 0; i < 1000; ++i)
    pattern += "*a";
  EXPECT_FALSE(matches(pattern + "b", {"m", std::string(100000, 'a')}));
}

TEST(LevelRule, NumbersTheChildrenOfItsContainers) {
  LevelRule rule{{"*"}, {"layer", "h"}};
  EXPECT_EQ(rule.level(norm, "layer", "0"), "LayerNorm.0");
  EXPECT_EQ(rule.level(norm, "h", "11"), "LayerNorm.11");
  EXPECT_EQ(rule.level(norm, "layer", "x"), "LayerNorm");
  EXPECT_EQ(rule.level(norm, "layers", "0"), "LayerNorm");
  EXPECT_EQ(rule.level(norm, "", "0"), "LayerNorm");
}

TEST(LevelRule, AStarNumbersTheChildrenOfAll) {
  LevelRule rule{{"*"}, {"*"}};
  EXPECT_EQ(rule.level(norm, "any", "3"), "LayerNorm.3");
  EXPECT_EQ(rule.level(norm, "", "0"), "LayerNorm.0");
  EXPECT_EQ(rule.level(norm, "any", "ln_1"), "LayerNorm");
}

} // namespace
