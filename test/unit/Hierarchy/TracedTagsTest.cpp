//===- TracedTagsTest.cpp - The traced tag of each call -------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Tags as hooks record them on BERT, GPT-2 and Albert, and what no hook sees.
//
//===----------------------------------------------------------------------===//

#include "hier/Hierarchy/TracedTags.h"
#include "gtest/gtest.h"

#include <cstring>

using namespace hier;

namespace {

class TracedTagsTest : public testing::Test {
protected:
  explicit TracedTagsTest(llvm::StringRef rootClass = "transformers.Model")
      : modules(ClassName::parse(rootClass)) {}

  /// Calls the module at `path`, which is of the class `className`.
  CallId call(CallId parent, llvm::StringRef path, llvm::StringRef className,
              bool throughForward = true) {
    ModuleId module = modules.findOrAdd(path);
    modules.setClassName(module, ClassName::parse(className));
    return calls.enter(parent, module, throughForward);
  }

  ModuleTree modules;
  CallTree calls{ModuleTree::root};
  TracedTags tags{calls, modules, TagPolicy::hf()};
};

class BertTags : public TracedTagsTest {
protected:
  BertTags() : TracedTagsTest(bert + "BertModel") {
    encoder = call(CallTree::root, "encoder", bert + "BertEncoder");
    layer = call(encoder, "encoder.layer.0", bert + "BertLayer");
    attention =
        call(layer, "encoder.layer.0.attention", bert + "BertAttention");
    self = call(attention, "encoder.layer.0.attention.self",
                bert + "BertSdpaSelfAttention");
    query = call(self, "encoder.layer.0.attention.self.query",
                 "__torch__.torch.nn.modules.linear.___torch_mangle_12.Linear");
  }

  inline static const std::string bert =
      "__torch__.transformers.models.bert.modeling_bert.";
  CallId encoder, layer, attention, self, query;
};

TEST_F(BertTags, AreThoseOfTheNotebook) {
  EXPECT_EQ(tags[CallTree::root], "/BertModel");
  EXPECT_EQ(tags[layer], "/BertModel/BertEncoder/BertLayer.0");
  EXPECT_EQ(tags[self], "/BertModel/BertEncoder/BertLayer.0/BertAttention/"
                        "BertSdpaSelfAttention");
  EXPECT_EQ(tags[query], tags[self]);
}

TEST_F(BertTags, DoNotDependOnTheOrderOfAsking) {
  TracedTags backwards(calls, modules, TagPolicy::hf());
  for (CallId id = calls.size(); id-- > 0;)
    EXPECT_EQ(backwards[id], tags[id]);
  for (CallId id = 0; id < calls.size(); ++id)
    EXPECT_EQ(backwards[id], tags[id]);
}

TEST_F(BertTags, FollowThePolicy) {
  llvm::Expected<TagPolicy> policy =
      TagPolicy::fromJSON(R"({"levels": ["*Layer", "Linear"]})");
  ASSERT_TRUE(bool(policy)) << llvm::toString(policy.takeError());
  TracedTags few(calls, modules, *policy);
  EXPECT_EQ(few[query], "/BertModel/BertLayer/Linear");
  TracedTags every(calls, modules, TagPolicy::all());
  EXPECT_EQ(every[query], tags[self] + "/Linear");
}

TEST_F(BertTags, GrowWithTheTree) {
  const std::string &before = tags[layer];
  for (int i = 1; i < 1000; ++i)
    call(encoder, "encoder.layer." + std::to_string(i), bert + "BertLayer");
  EXPECT_EQ(tags[calls.size() - 1], "/BertModel/BertEncoder/BertLayer.999");
  EXPECT_EQ(&before, &tags[layer]);
  EXPECT_EQ(before, "/BertModel/BertEncoder/BertLayer.0");
}

TEST_F(TracedTagsTest, GPT2BlocksAndNorms) {
  CallId block = call(CallTree::root, "h.0", "transformers.gpt2.GPT2Block");
  CallId norm =
      call(block, "h.0.ln_1", "torch.nn.modules.normalization.LayerNorm");
  EXPECT_EQ(tags[norm], "/Model/GPT2Block.0/LayerNorm");
}

TEST_F(TracedTagsTest, EveryCallOfARepeatedLayerHasItsTag) {
  const char *path = "encoder.albert_layer_groups.0.albert_layers.0";
  CallId first = call(CallTree::root, path, "transformers.AlbertLayer");
  CallId second = call(CallTree::root, path, "transformers.AlbertLayer");
  ASSERT_NE(first, second);
  // Neither `albert_layers` nor `albert_layer_groups` is a list that counts.
  EXPECT_EQ(tags[first], "/Model/AlbertLayer");
  EXPECT_EQ(tags[second], "/Model/AlbertLayer");
}

TEST_F(TracedTagsTest, ASharedModulesTagFollowsItsCaller) {
  const char *embedding = "torch.nn.modules.sparse.Embedding";
  CallId decoder = call(CallTree::root, "decoder", "transformers.T5Stack");
  CallId own = call(CallTree::root, "encoder.embed_tokens", embedding);
  CallId shared = call(decoder, "encoder.embed_tokens", embedding);
  EXPECT_EQ(tags[own], "/Model/Embedding");
  EXPECT_EQ(tags[shared], "/Model/T5Stack/Embedding");
}

TEST_F(TracedTagsTest, OnlyForwardMakesALevel) {
  CallId encode = call(CallTree::root, "a", "transformers.A",
                       /*throughForward=*/false);
  CallId child = call(encode, "a.b", "transformers.B");
  EXPECT_EQ(tags[encode], "/Model");
  EXPECT_EQ(tags[child], "/Model/B");
  EXPECT_EQ(tags[call(encode, "a", "transformers.A")], "/Model/A");
}

TEST_F(TracedTagsTest, ARecordedCallHasALevelOfItsOwn) {
  ModuleId module =
      modules.addChild(ModuleTree::root, "b", {"transformers", "B"});
  CallId recorded =
      calls.addRecorded(CallTree::root, module, "__module.b", 0, true);
  EXPECT_EQ(tags[recorded], "/Model/B");
}

TEST_F(TracedTagsTest, AnUnknownClassMakesNoLevel) {
  CallId outer = call(CallTree::root, "a", "");
  EXPECT_EQ(tags[call(outer, "a.b", "transformers.B")], "/Model/B");
  EXPECT_EQ(tags[outer], "/Model");
}

class UnknownRoot : public TracedTagsTest {
protected:
  UnknownRoot() : TracedTagsTest("") {}
};

TEST_F(UnknownRoot, IsALoneSlash) {
  CallId child = call(CallTree::root, "a", "transformers.A");
  EXPECT_EQ(tags[child], "/A");
  EXPECT_EQ(tags[CallTree::root], "/");
}

TEST_F(TracedTagsTest, DepthCostsNeitherStackNorMemory) {
  constexpr size_t depth = 100000;
  CallId deepest = CallTree::root;
  ModuleId module = ModuleTree::root;
  for (size_t i = 0; i < depth; ++i) {
    module = modules.addChild(module, i % 2 ? "0" : "h", {"transformers", "A"});
    deepest = calls.enter(deepest, module, true);
  }
  llvm::StringRef tag = tags[deepest];
  EXPECT_EQ(tag.size(),
            std::strlen("/Model") + depth / 2 * std::strlen("/A/A.0"));
  EXPECT_TRUE(tag.starts_with("/Model/A/A.0/A/A.0"));
}

} // namespace
