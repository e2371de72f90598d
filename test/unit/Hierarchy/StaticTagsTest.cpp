//===- StaticTagsTest.cpp - The tag of each module, called or not ---------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// BERT's tree as the notebook maps it, and the other policies.
//
//===----------------------------------------------------------------------===//

#include "hier/Hierarchy/StaticTags.h"
#include "gtest/gtest.h"

using namespace hier;

namespace {

const std::string bert = "transformers.models.bert.modeling_bert.";

class StaticTagsTest : public testing::Test {
protected:
  explicit StaticTagsTest(llvm::StringRef rootClass = bert + "BertModel")
      : modules(ClassName::parse(rootClass)) {}

  void add(llvm::StringRef path, llvm::StringRef className) {
    modules.setClassName(modules.findOrAdd(path), ClassName::parse(className));
  }
  std::string tag(llvm::StringRef path, const TagPolicy &policy) const {
    TagMapping tags = staticTags(modules, policy);
    auto found = tags.find(path.str());
    return found == tags.end() ? "none" : found->second;
  }

  ModuleTree modules;
};

class BertTree : public StaticTagsTest {
protected:
  BertTree() {
    add("encoder", bert + "BertEncoder");
    add("encoder.layer", "torch.nn.modules.container.ModuleList");
    add("encoder.layer.0", bert + "BertLayer");
    add("encoder.layer.0.norm", "torch.nn.modules.normalization.LayerNorm");
    add("encoder.groups", "torch.nn.modules.container.ModuleList");
    add("encoder.groups.12", bert + "BertGroup");
  }
};

TEST_F(BertTree, UnderHfHasTheClassesOfTransformersAndAllNumbers) {
  TagPolicy hf = TagPolicy::hf();
  EXPECT_EQ(tag("encoder", hf), "/BertModel/BertEncoder");
  EXPECT_EQ(tag("encoder.layer", hf), "/BertModel/BertEncoder");
  EXPECT_EQ(tag("encoder.layer.0", hf), "/BertModel/BertEncoder/BertLayer.0");
  EXPECT_EQ(tag("encoder.layer.0.norm", hf),
            "/BertModel/BertEncoder/BertLayer.0");
  EXPECT_EQ(tag("encoder.groups.12", hf),
            "/BertModel/BertEncoder/BertGroup.12");
  EXPECT_EQ(staticTags(modules, hf).size(), 6u);
}

TEST_F(BertTree, UnderAllHasEveryModuleButBareContainers) {
  TagPolicy all = TagPolicy::all();
  EXPECT_EQ(tag("encoder.layer", all), "/BertModel/BertEncoder");
  EXPECT_EQ(tag("encoder.layer.0.norm", all),
            "/BertModel/BertEncoder/BertLayer.0/LayerNorm");
}

TEST_F(BertTree, UnderAFileHasWhatTheFileSays) {
  llvm::Expected<TagPolicy> file = TagPolicy::fromJSON(
      R"({"levels": ["ModuleList", "BertLayer"], "numbered": ["layer"]})");
  ASSERT_TRUE(bool(file)) << llvm::toString(file.takeError());
  EXPECT_EQ(tag("encoder", *file), "");
  EXPECT_EQ(tag("encoder.layer.0", *file), "/ModuleList/BertLayer.0");
  EXPECT_EQ(tag("encoder.groups.12", *file), "/ModuleList");
}

class OwnTree : public StaticTagsTest {
protected:
  OwnTree() : StaticTagsTest("__torch__.Net") {
    add("bert", bert + "BertModel");
    add("bert.unknown", "");
    add("bert.unknown.inner", bert + "BertLayer");
  }
};

TEST_F(OwnTree, UnderHfStartsBelowARootThatMakesNoLevel) {
  EXPECT_EQ(tag("bert", TagPolicy::hf()), "/BertModel");
}

TEST_F(OwnTree, UnderAllStartsAtTheRoot) {
  EXPECT_EQ(tag("bert", TagPolicy::all()), "/Net/BertModel");
}

TEST_F(OwnTree, HasNoTagWhereAClassIsNotKnown) {
  EXPECT_EQ(tag("bert.unknown", TagPolicy::all()), "none");
  EXPECT_EQ(tag("bert.unknown.inner", TagPolicy::all()), "none");
}

TEST(StaticTags, TheRootHasNoEntry) {
  EXPECT_TRUE(
      staticTags(ModuleTree(ClassName::parse("m.Net")), TagPolicy::all())
          .empty());
}

} // namespace
