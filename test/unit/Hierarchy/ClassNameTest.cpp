//===- ClassNameTest.cpp - The Python class behind a module ---------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Qualified names as real dumps print them, and what no dump should print.
//
//===----------------------------------------------------------------------===//

#include "hier/Hierarchy/ClassName.h"
#include "gtest/gtest.h"

using namespace hier;

namespace {

TEST(ClassName, DropsTheTorchPrefix) {
  EXPECT_EQ(ClassName::parse(
                "__torch__.transformers.models.bert.modeling_bert.BertLayer"),
            (ClassName{"transformers.models.bert.modeling_bert", "BertLayer"}));
}

TEST(ClassName, DropsMangling) {
  EXPECT_EQ(ClassName::parse("__torch__.torch.nn.modules.container."
                             "___torch_mangle_4363.ModuleList"),
            (ClassName{"torch.nn.modules.container", "ModuleList"}));
  EXPECT_EQ(ClassName::parse("__torch__.a.___torch_mangle_1.b."
                             "___torch_mangle_20.Net"),
            (ClassName{"a.b", "Net"}));
}

TEST(ClassName, KeepsWhatOnlyLooksLikeMangling) {
  EXPECT_EQ(ClassName::parse("a.___torch_mangle_x.Net").module,
            "a.___torch_mangle_x");
  EXPECT_EQ(ClassName::parse("a.___torch_mangle_.Net").module,
            "a.___torch_mangle_");
  EXPECT_EQ(ClassName::parse("a.___torch_mangle_7"),
            (ClassName{"a", "___torch_mangle_7"}));
}

TEST(ClassName, AScriptsClassIsOfMain) {
  const ClassName net{"__main__", "Net"};
  EXPECT_EQ(ClassName::parse("__torch__.Net"), net);
  EXPECT_EQ(ClassName::parse("__torch__.___torch_mangle_3.Net"), net);
  EXPECT_EQ(ClassName::parse("Net"), net);
  EXPECT_EQ(ClassName::parse("__main__.Net"), net);
}

TEST(ClassName, DropsThePrefixOnlyOnceAndOnlyInFront) {
  EXPECT_EQ(ClassName::parse("a.__torch__.Net").module, "a.__torch__");
  EXPECT_EQ(ClassName::parse("__torch__x.Net").module, "__torch__x");
  EXPECT_EQ(ClassName::parse("__torch__"),
            (ClassName{"__main__", "__torch__"}));
}

TEST(ClassName, TakesAnyText) {
  EXPECT_EQ(ClassName::parse(""), ClassName());
  EXPECT_TRUE(ClassName().empty());
  EXPECT_TRUE(ClassName::parse("a.").empty());
  EXPECT_EQ(ClassName::parse("a..b"), (ClassName{"a.", "b"}));
  EXPECT_EQ(ClassName::parse("a b/c]"), (ClassName{"__main__", "a b/c]"}));
}

TEST(ClassName, QualifiedIsReadBack) {
  for (const char *spelling :
       {"__torch__.Net", "__torch__.a.b.Net", "a..b", ".b"}) {
    ClassName parsed = ClassName::parse(spelling);
    EXPECT_EQ(ClassName::parse(parsed.qualified()), parsed) << spelling;
  }
  EXPECT_EQ(ClassName::parse("__torch__.Net").qualified(), "__main__.Net");
  EXPECT_EQ(ClassName().qualified(), "");
}

TEST(ClassName, EqualMeansBothParts) {
  EXPECT_NE((ClassName{"a", "Net"}), (ClassName{"b", "Net"}));
  EXPECT_NE((ClassName{"a", "Net"}), (ClassName{"a", "Not"}));
}

TEST(ClassName, BareContainersAreTorchsOwn) {
  for (const char *name : {"ModuleList", "ModuleDict", "ParameterList"}) {
    EXPECT_TRUE(
        (ClassName{"torch.nn.modules.container", name}).isBareContainer());
    EXPECT_FALSE((ClassName{"__main__", name}).isBareContainer());
  }
  // A Sequential is called, so it is no bare container.
  EXPECT_FALSE((ClassName{"torch.nn.modules.container", "Sequential"})
                   .isBareContainer());
  EXPECT_FALSE(ClassName().isBareContainer());
}

} // namespace
