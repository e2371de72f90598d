//===- ScopeTest.cpp - How a stack of modules is spelt on a node ----------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Scopes as torch 2.13 prints them, and spellings that are no scopes.
//
//===----------------------------------------------------------------------===//

#include "hier/Hierarchy/Scope.h"
#include "gtest/gtest.h"

using namespace hier;
using Paths = std::vector<std::string>;

namespace {

/// The paths of a scope; topOfScope must agree on the last.
Paths paths(llvm::StringRef spelling) {
  Paths paths;
  for (const ScopeEntry &entry : parseScope(spelling))
    paths.push_back(entry.path);
  EXPECT_EQ(topOfScope(spelling), paths.empty() ? "" : paths.back());
  return paths;
}

TEST(Scope, TracersForm) {
  EXPECT_EQ(paths("__module.encoder/__module.encoder.layer.0"),
            (Paths{"encoder", "encoder.layer.0"}));
  EXPECT_EQ(paths("__module.dense"), Paths{"dense"});
  EXPECT_TRUE(parseScope("__module.dense")[0].className.empty());
}

TEST(Scope, ACalleeNeedNotBeBelowItsCaller) {
  // T5: the decoder calls the embedding that it shares with the encoder.
  EXPECT_EQ(paths("__module.decoder/__module.encoder.embed_tokens"),
            (Paths{"decoder", "encoder.embed_tokens"}));
}

TEST(Scope, SlashesInNamesPartNothing) {
  EXPECT_EQ(paths("__module.md.a b/c/__module.md.a b/c.lin"),
            (Paths{"md.a b/c", "md.a b/c.lin"}));
  EXPECT_EQ(paths("__module.md.p](r"), Paths{"md.p](r"});
  EXPECT_EQ(paths("__module.a/__modules/__module.b"),
            (Paths{"a/__modules", "b"}));
  EXPECT_EQ(paths("__module.a//__module.b"), (Paths{"a/", "b"}));
}

TEST(Scope, TheRootIsABareAtom) {
  EXPECT_EQ(paths("__module"), Paths{""});
  EXPECT_EQ(paths("__module/__module.a"), (Paths{"", "a"}));
  EXPECT_EQ(paths("__module.a/__module"), (Paths{"a", ""}));
}

TEST(Scope, ExportersForm) {
  const ClassName model{"pkg", "Model"}, encoder{"pkg", "Encoder"},
      linear{"torch.nn.modules.linear", "Linear"};
  EXPECT_EQ(parseScope("pkg.Model::/pkg.Encoder::encoder/"
                       "torch.nn.modules.linear.Linear::encoder.fc"),
            (std::vector<ScopeEntry>{
                {"", model}, {"encoder", encoder}, {"encoder.fc", linear}}));
  EXPECT_EQ(topOfScope("pkg.Model::/pkg.Encoder::encoder"), "encoder");
}

TEST(Scope, ExportersRootAlone) {
  EXPECT_EQ(parseScope("__main__.C::"),
            (std::vector<ScopeEntry>{{"", {"__main__", "C"}}}));
  EXPECT_EQ(topOfScope("__main__.C::"), "");
}

TEST(Scope, ExportersFormWithSlashesInNames) {
  EXPECT_EQ(paths("pkg.Net::/pkg.Cell::md.a b/c/pkg.Lin::md.a b/c.lin"),
            (Paths{"", "md.a b/c", "md.a b/c.lin"}));
  EXPECT_EQ(paths("pkg.Net::/pkg.Cell::md.p](r"), (Paths{"", "md.p](r"}));
  EXPECT_EQ(paths("pkg.Net::/pkg.Cell::md.x::y"), (Paths{"", "md.x::y"}));
  EXPECT_EQ(paths("pkg.Net::/pkg.Cell::md./::"), (Paths{"", "md./::"}));
}

TEST(Scope, ExportersClassesOfFunctionsAndOfOtherScripts) {
  EXPECT_EQ(paths("__main__.make.<locals>.Net::/pkg.Gr\u00f6\u00dfe::a"),
            (Paths{"", "a"}));
}

TEST(Scope, OtherSpellingsHaveNoKnownModules) {
  for (const char *spelling :
       {"", "foo/bar", "foo", "/", "__modulex.a", "foo/__module.a", "::a",
        "/pkg.Net::a", "a b::c", "_module.a"}) {
    EXPECT_EQ(paths(spelling), Paths{}) << spelling;
  }
}

TEST(Scope, TopIsAPartOfTheSpelling) {
  llvm::StringRef spelling = "__module.encoder/__module.encoder.layer.0";
  llvm::StringRef top = topOfScope(spelling);
  EXPECT_EQ(top, "encoder.layer.0");
  EXPECT_EQ(top.end(), spelling.end());
}

TEST(Scope, AppendWritesTheTracersForm) {
  EXPECT_EQ(appendToScope("", "a"), "__module.a");
  EXPECT_EQ(appendToScope("__module.a", "a.b"), "__module.a/__module.a.b");
  EXPECT_EQ(appendToScope("__module.a", ""), "__module.a/__module");
}

TEST(Scope, WhatIsAppendedIsReadBack) {
  const Paths stack = {"encoder", "",        "encoder.layer.0", "md.a b/c",
                       "md./",    "md.p](r", "md.x::y",         "md./__modul"};
  std::string scope;
  for (const std::string &path : stack) {
    std::string appended = appendToScope(scope, path);
    enterScope(scope, path);
    EXPECT_EQ(scope, appended);
    EXPECT_EQ(topOfScope(scope), path);
  }
  EXPECT_EQ(paths(scope), stack);
}

} // namespace
