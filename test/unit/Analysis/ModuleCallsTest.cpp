//===- ModuleCallsTest.cpp - Which call ran a node ------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Objects, modules and scopes find each other.
//
//===----------------------------------------------------------------------===//

#include "hier/Analysis/ModuleCalls.h"
#include "TestModules.h"
#include "gtest/gtest.h"

using namespace hier;
using namespace torch::jit;

namespace {

class ModuleCallsTest : public testing::Test {
protected:
  ModuleCallsTest() {
    ModuleObject &encoder = test::addChild(*root, "encoder", "Encoder");
    test::addChild(encoder, "fc", "Linear");
    test::addChild(*root, "head", "Linear");
  }

  ModuleId module(llvm::StringRef path) { return *record().modules.find(path); }

  ModuleCalls &record() {
    if (!made)
      made.emplace(*root);
    return *made;
  }

  std::unique_ptr<ModuleObject> root = test::object("", "Net");
  std::optional<ModuleCalls> made;
};

TEST_F(ModuleCallsTest, EachObjectIsAModule) {
  EXPECT_EQ(record().modules.size(), 4u);
  for (ModuleObject *object : allObjects(*root)) {
    ModuleId id = record().moduleOf(*object);
    EXPECT_EQ(record().modules.name(id), object->name);
    EXPECT_EQ(record().modules.className(id),
              ClassName::parse(object->className));
  }
  EXPECT_EQ(record().moduleOf(*root), ModuleTree::root);
  EXPECT_EQ(record().moduleOf(*root->children[0]->children[0]),
            module("encoder.fc"));
}

TEST_F(ModuleCallsTest, AScopeIsTheStackOfModules) {
  CallTree &calls = record().calls;
  CallId encoder = calls.enter(CallTree::root, module("encoder"), true);
  CallId layer = calls.enter(encoder, module("encoder.fc"), true);
  ScopePtr scope = record().scopeOf(layer);
  EXPECT_EQ(scope->namesFromRoot(), "__module.encoder/__module.encoder.fc");
  EXPECT_EQ(scope->parent(), record().scopeOf(encoder));
  EXPECT_TRUE(record().scopeOf(CallTree::root)->isBlank());
  EXPECT_EQ(record().scopeOf(layer), scope);
}

TEST_F(ModuleCallsTest, CallsSpeltAlikeHaveScopesOfTheirOwn) {
  CallTree &calls = record().calls;
  CallId first = calls.enter(CallTree::root, module("head"), true);
  CallId second = calls.enter(CallTree::root, module("head"), true);
  ScopePtr scope = record().scopeOf(first), other = record().scopeOf(second);
  EXPECT_NE(scope, other);
  EXPECT_EQ(scope->namesFromRoot(), other->namesFromRoot());
  EXPECT_EQ(record().callOf(scope), first);
  EXPECT_EQ(record().callOf(other), second);
}

TEST_F(ModuleCallsTest, AScopeOfAnotherIsUnknownUntilItIsBound) {
  auto scope = c10::make_intrusive<Scope>();
  EXPECT_EQ(record().callOf(scope), std::nullopt);
  record().bind(scope, CallTree::root);
  EXPECT_EQ(record().callOf(scope), CallTree::root);
}

TEST_F(ModuleCallsTest, ARecordedScopeIsSpeltAsItWas) {
  std::string spelling = "__module.encoder/__module.other.name";
  CallId call = record().calls.addRecorded(CallTree::root, module("head"),
                                           spelling, 0, true);
  EXPECT_EQ(record().scopeOf(call)->namesFromRoot(), spelling);
}

TEST(ModuleCalls, OfAGraphAlone) {
  ModuleCalls record(ClassName::parse("__torch__.m.Net"));
  EXPECT_EQ(record.modules.size(), 1u);
  EXPECT_EQ(record.calls.size(), 1u);
  EXPECT_EQ(record.modules.className(ModuleTree::root),
            ClassName::parse("__torch__.m.Net"));
}

} // namespace
