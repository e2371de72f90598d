//===- CallTreeTest.cpp - The calls of modules, remembered ----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Who is called how often, by whom, and in which scope.
//
//===----------------------------------------------------------------------===//

#include "hier/Hierarchy/CallTree.h"
#include "gtest/gtest.h"

using namespace hier;

namespace {

class CallTreeTest : public testing::Test {
protected:
  CallId call(CallId parent, llvm::StringRef path, bool throughForward = true) {
    return calls.enter(parent, modules.findOrAdd(path), throughForward);
  }
  std::string scope(CallId id) { return calls.scope(id, modules); }

  ModuleTree modules{ClassName{"m", "Net"}};
  CallTree calls{ModuleTree::root};
};

TEST_F(CallTreeTest, TheRootCall) {
  const Call &rootCall = calls[CallTree::root];
  EXPECT_EQ(calls.size(), 1u);
  EXPECT_EQ(rootCall.parent, CallTree::root);
  EXPECT_EQ(rootCall.module, ModuleTree::root);
  EXPECT_EQ(rootCall.index, 0u);
  EXPECT_FALSE(rootCall.makesLevel);
  EXPECT_EQ(scope(CallTree::root), "");
}

TEST_F(CallTreeTest, ACallKnowsItsCaller) {
  CallId encoder = call(CallTree::root, "encoder");
  CallId layer = call(encoder, "encoder.layer.0");
  EXPECT_EQ(calls.size(), 3u);
  EXPECT_EQ(calls[layer].parent, encoder);
  EXPECT_EQ(calls[layer].module, modules.find("encoder.layer.0"));
  EXPECT_TRUE(calls[layer].makesLevel);
  EXPECT_EQ(scope(layer), "__module.encoder/__module.encoder.layer.0");
}

TEST_F(CallTreeTest, ARepeatedLayerIsNumbered) {
  // Albert calls one layer for each of its levels.
  const char *layer = "encoder.albert_layer_groups.0.albert_layers.0";
  CallId encoder = call(CallTree::root, "encoder");
  for (uint32_t index = 0; index < 12; ++index) {
    CallId repeated = call(encoder, layer);
    EXPECT_EQ(calls[repeated].index, index);
    EXPECT_EQ(calls[call(repeated, std::string(layer) + ".ffn")].index, index);
  }
  EXPECT_EQ(calls.callsOf(*modules.find(layer)), 12u);
  EXPECT_EQ(calls.callsOf(*modules.find("encoder")), 1u);
  EXPECT_EQ(calls.callsOf(modules.findOrAdd("never")), 0u);
}

TEST_F(CallTreeTest, CallsFromAnyCallerCount) {
  CallId encoder = call(CallTree::root, "encoder");
  CallId decoder = call(CallTree::root, "decoder");
  EXPECT_EQ(calls[call(encoder, "shared")].index, 0u);
  CallId second = call(decoder, "shared");
  EXPECT_EQ(calls[second].index, 1u);
  EXPECT_EQ(scope(second), "__module.decoder/__module.shared");
}

TEST_F(CallTreeTest, AnotherMethodSetsScopeAndNumberButNoLevel) {
  CallId encode = call(CallTree::root, "a", /*throughForward=*/false);
  EXPECT_FALSE(calls[encode].makesLevel);
  EXPECT_EQ(scope(encode), "__module.a");
  EXPECT_EQ(calls[call(CallTree::root, "a")].index, 1u);
}

TEST_F(CallTreeTest, AMethodOnItselfIsNoNewCall) {
  CallId first = call(CallTree::root, "a");
  CallId second = call(CallTree::root, "a");
  EXPECT_EQ(call(second, "a", /*throughForward=*/false), second);
  EXPECT_EQ(call(second, "a"), second);
  EXPECT_EQ(call(CallTree::root, ""), CallTree::root);
  EXPECT_EQ(calls.size(), 3u);
  EXPECT_EQ(calls.callsOf(calls[first].module), 2u);
}

TEST_F(CallTreeTest, ForwardCalledFromAnotherMethodOfTheModuleMakesALevel) {
  call(CallTree::root, "a");
  CallId encode = call(CallTree::root, "a", /*throughForward=*/false);
  CallId forward = call(encode, "a");
  EXPECT_NE(forward, encode);
  EXPECT_TRUE(calls[forward].makesLevel);
  EXPECT_EQ(calls[forward].index, calls[encode].index);
  EXPECT_EQ(scope(forward), "__module.a");
  EXPECT_EQ(scope(call(forward, "a.b")), "__module.a/__module.a.b");
  EXPECT_EQ(call(forward, "a"), forward);
  EXPECT_EQ(calls.callsOf(calls[encode].module), 2u);
}

TEST_F(CallTreeTest, TheRootMakesNoLevelForAChildEither) {
  CallId child = call(CallTree::root, "a");
  CallId again = call(child, "");
  EXPECT_FALSE(calls[again].makesLevel);
  EXPECT_EQ(scope(again), "__module.a/__module");
}

TEST_F(CallTreeTest, AModuleOfTwoNamesIsSpeltAsRecorded) {
  // SAM records its shared embedding by the name that is called last.
  CallId prompt = call(CallTree::root, "prompt_encoder");
  CallId shared =
      calls.enter(prompt, modules.findOrAdd("prompt_encoder.shared_embedding"),
                  /*throughForward=*/true, "shared_image_embedding");
  EXPECT_EQ(scope(shared),
            "__module.prompt_encoder/__module.shared_image_embedding");
  EXPECT_EQ(scope(call(shared, "x")), scope(shared) + "/__module.x");
}

TEST_F(CallTreeTest, ARecordedScopeIsKeptAndNotCounted) {
  CallId encoder = call(CallTree::root, "encoder");
  CallId layer = call(encoder, "encoder.layer.0");
  ModuleId embeddings = modules.findOrAdd("embeddings");
  CallId moved = calls.addRecorded(layer, embeddings, "__module.embeddings",
                                   /*index=*/4, /*makesLevel=*/true);
  EXPECT_EQ(calls[moved].parent, layer);
  EXPECT_EQ(calls[moved].index, 4u);
  EXPECT_TRUE(calls[moved].makesLevel);
  EXPECT_EQ(scope(moved), "__module.embeddings");
  EXPECT_EQ(scope(call(moved, "embeddings.norm")),
            "__module.embeddings/__module.embeddings.norm");
  EXPECT_EQ(calls.callsOf(embeddings), 0u);
}

TEST_F(CallTreeTest, ATreeMayStartBelowTheRoot) {
  ModuleId encoder = modules.findOrAdd("encoder");
  CallTree below(encoder);
  EXPECT_EQ(below[CallTree::root].module, encoder);
  CallId layer =
      below.enter(CallTree::root, modules.findOrAdd("encoder.layer.0"), true);
  EXPECT_EQ(below.scope(layer, modules), "__module.encoder.layer.0");
}

TEST_F(CallTreeTest, ReferencesSurviveGrowth) {
  const Call &first = calls[call(CallTree::root, "a")];
  for (int i = 0; i < 10000; ++i)
    call(CallTree::root, "b");
  EXPECT_EQ(&first, &calls[1]);
  EXPECT_EQ(first.module, modules.find("a"));
}

TEST_F(CallTreeTest, DepthCostsNoStack) {
  ModuleId even = modules.findOrAdd("even"), odd = modules.findOrAdd("odd");
  CallId deepest = CallTree::root;
  for (int i = 0; i < 100000; ++i)
    deepest = calls.enter(deepest, i % 2 ? odd : even, true);
  EXPECT_EQ(calls[deepest].index, 49999u);
  std::string text = scope(deepest);
  EXPECT_TRUE(llvm::StringRef(text).starts_with("__module.even/__module.odd/"));
  EXPECT_EQ(text.size(), 50000 * sizeof("__module.even/__module.odd") - 1);
}

TEST_F(CallTreeTest, CallsThatAreTruncatedAreNotCounted) {
  call(CallTree::root, "a");
  size_t count = calls.size();
  CallId last = call(CallTree::root, "a");
  calls.addRecorded(last, *modules.find("a"), "__module.a", 0, true);
  calls.truncate(count);
  EXPECT_EQ(calls.size(), count);
  EXPECT_EQ(calls.callsOf(*modules.find("a")), 1u);
  EXPECT_EQ(calls[call(CallTree::root, "a")].index, 1u);
}

TEST_F(CallTreeTest, TheInnermostCallAroundTwo) {
  CallId a = call(CallTree::root, "a");
  CallId b = call(a, "a.b");
  CallId c = call(a, "a.c");
  EXPECT_EQ(calls.commonCall(b, c), a);
  EXPECT_EQ(calls.commonCall(c, c), c);
  EXPECT_EQ(calls.commonCall(a, c), a);
  EXPECT_EQ(calls.commonCall(call(CallTree::root, "d"), b), CallTree::root);
}

} // namespace
