//===- TagPolicyTest.cpp - What the levels of a tag are -------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The notebook's rule in the policy hf, the others, and each error of a policy
// file.
//
//===----------------------------------------------------------------------===//

#include "hier/Hierarchy/TagPolicy.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

using namespace hier;

namespace {

const ClassName bertLayer{"transformers.models.bert.modeling_bert",
                          "BertLayer"};
const ClassName norm{"torch.nn.modules.normalization", "LayerNorm"};
const ClassName embedding{"torch.nn.modules.sparse", "Embedding"};
const ClassName linear{"torch.nn.modules.linear", "Linear"};

TEST(TagPolicy, HfLevelsAreTheNotebooks) {
  TagPolicy policy = TagPolicy::hf();
  EXPECT_EQ(policy.tracedLevel(bertLayer, "encoder.first"), "BertLayer");
  EXPECT_EQ(policy.tracedLevel(norm, "embeddings.LayerNorm"), "LayerNorm");
  EXPECT_EQ(policy.tracedLevel(embedding, "embeddings.word_embeddings"),
            "Embedding");
  EXPECT_EQ(policy.tracedLevel(linear, "pooler.dense"), std::nullopt);
  EXPECT_EQ(policy.tracedLevel({"torch.nn.modules.container", "ModuleList"},
                               "encoder.layer"),
            std::nullopt);
}

TEST(TagPolicy, HfTakesTheModuleByAPlainPrefix) {
  TagPolicy policy = TagPolicy::hf();
  EXPECT_TRUE(policy.tracedLevel({"transformers", "X"}, "x"));
  EXPECT_TRUE(policy.tracedLevel({"transformers_modules.repo", "X"}, "x"));
  EXPECT_FALSE(policy.tracedLevel({"my.transformers", "X"}, "x"));
  EXPECT_FALSE(policy.tracedLevel({"transformer", "s"}, "x"));
  EXPECT_FALSE(policy.tracedLevel({"__main__", "transformersNet"}, "x"));
  // LayerNorm and Embedding count by name, whoever wrote them.
  EXPECT_TRUE(policy.tracedLevel({"timm.layers", "LayerNorm"}, "x"));
  EXPECT_FALSE(policy.tracedLevel({"timm.layers", "LayerNorm2d"}, "x"));
}

TEST(TagPolicy, HfNumbersTheUsualListsOfLayers) {
  TagPolicy policy = TagPolicy::hf();
  for (const char *path :
       {"encoder.layer.0", "layers.0", "block.0", "a.blocks.0", "h.0"})
    EXPECT_EQ(policy.tracedLevel(bertLayer, path), "BertLayer.0") << path;
  EXPECT_EQ(policy.tracedLevel(norm, "h.11"), "LayerNorm.11");
  EXPECT_EQ(policy.tracedLevel(bertLayer, "layer.007"), "BertLayer.007");
}

TEST(TagPolicy, HfNumbersNothingElse) {
  TagPolicy policy = TagPolicy::hf();
  for (const char *path :
       {"", "0", "encoder.0", "layer.0.attention", "h.0.ln_1", "xlayer.0",
        "layer", "layer.x", "layer.", "layer.-1", "Layer.0", "albert_layers.0",
        "layer.0.0", "a b/layer.0"})
    EXPECT_EQ(policy.tracedLevel(bertLayer, path), "BertLayer") << path;
}

TEST(TagPolicy, AllNumbersEveryNumericChild) {
  TagPolicy policy = TagPolicy::all();
  EXPECT_EQ(policy.tracedLevel(linear, "md.p](r.3"), "Linear.3");
  EXPECT_EQ(policy.tracedLevel(linear, "0"), "Linear.0");
  EXPECT_EQ(policy.tracedLevel(linear, "fc"), "Linear");
  EXPECT_EQ(policy.tracedLevel(linear, ""), "Linear");
  EXPECT_EQ(policy.tracedLevel(ClassName(), "fc"), std::nullopt);
}

TEST(TagPolicy, TheLastTwoNamesDecide) {
  TagPolicy policy = TagPolicy::hf();
  EXPECT_EQ(policy.tracedLevel(bertLayer, "layer", "0"), "BertLayer.0");
  EXPECT_EQ(policy.tracedLevel(bertLayer, "", "0"), "BertLayer");
}

TEST(TagPolicy, TheDefaultFollowsTheRootClass) {
  EXPECT_EQ(TagPolicy::defaultFor(bertLayer).name(), "hf");
  EXPECT_EQ(TagPolicy::defaultFor({"transformers_modules.a", "B"}).name(),
            "hf");
  EXPECT_EQ(TagPolicy::defaultFor(linear).name(), "all");
  EXPECT_EQ(TagPolicy::defaultFor({"__main__", "transformers"}).name(), "all");
  EXPECT_EQ(TagPolicy::defaultFor(ClassName()).name(), "all");
}

TEST(TagPolicy, FromJSON) {
  llvm::Expected<TagPolicy> policy = TagPolicy::fromJSON(
      R"({"levels": ["transformers*", "Linear"], "numbered": ["h"]})");
  ASSERT_TRUE(bool(policy)) << llvm::toString(policy.takeError());
  EXPECT_EQ(policy->name(), "custom");
  EXPECT_EQ(policy->tracedLevel(bertLayer, "layer.0"), "BertLayer");
  EXPECT_EQ(policy->tracedLevel(linear, "h.0"), "Linear.0");
  EXPECT_EQ(policy->tracedLevel(norm, "h.0"), std::nullopt);
}

TEST(TagPolicy, FromJSONWithoutNumbers) {
  llvm::Expected<TagPolicy> policy = TagPolicy::fromJSON(R"({"levels":["*"]})");
  ASSERT_TRUE(bool(policy)) << llvm::toString(policy.takeError());
  EXPECT_EQ(policy->tracedLevel(linear, "layer.0"), "Linear");
}

std::string errorOf(llvm::Expected<TagPolicy> policy) {
  if (policy)
    return "no error";
  return llvm::toString(policy.takeError());
}

std::string jsonError(llvm::StringRef text) {
  return errorOf(TagPolicy::fromJSON(text));
}

TEST(TagPolicy, ErrorsNameThePlace) {
  EXPECT_EQ(jsonError("[]"), "expected object when parsing policy");
  EXPECT_EQ(jsonError("{}"), "missing value at policy.levels");
  EXPECT_EQ(jsonError(R"({"levels": "*"})"), "expected array at policy.levels");
  EXPECT_EQ(jsonError(R"({"levels": ["*", 3]})"),
            "expected string at policy.levels[1]");
  EXPECT_EQ(jsonError(R"({"levels": [], "numbered": null})"),
            "expected array at policy.numbered");
  EXPECT_EQ(jsonError(R"({"levels": [], "numbered": [["h"]]})"),
            "expected string at policy.numbered[0]");
}

TEST(TagPolicy, UnknownKeysAreErrors) {
  EXPECT_EQ(jsonError(R"({"levels": [], "number": []})"),
            "unknown key 'number' in policy: expected 'levels' or 'numbered'");
  // Several are told in order, not as they happen to be hashed.
  EXPECT_EQ(jsonError(R"({"z": 1, "b": 1, "y": 1, "a": 1, "x": 1, "c": 1})"),
            "unknown key 'a' in policy: expected 'levels' or 'numbered'");
}

TEST(TagPolicy, WhatIsNotJSONIsAnError) {
  for (llvm::StringRef text :
       {"", "{", "levels", "{\"levels\": [\"*\"]} x", "{\"\xff\": 1}"})
    EXPECT_TRUE(
        llvm::StringRef(jsonError(text)).starts_with("policy is not JSON: ["))
        << jsonError(text);
}

TEST(TagPolicy, DepthIsAnErrorAndNoCrash) {
  std::string error = jsonError(std::string(1000000, '['));
  EXPECT_EQ(error, "policy nests values too deeply");
  EXPECT_EQ(jsonError(std::string(100000, '[') + std::string(100000, ']')),
            error);
  std::string objects;
  for (int i = 0; i < 200; ++i)
    objects += "{\"levels\": ";
  objects += "1" + std::string(200, '}');
  EXPECT_EQ(jsonError(objects), error);
}

TEST(TagPolicy, BracketsInPatternsAreNoDepth) {
  std::string brackets(1000, '[');
  EXPECT_EQ(jsonError("{\"levels\": [\"\\\"" + brackets + "\"]}"), "no error");
  std::string siblings = "\"a\"";
  for (int i = 0; i < 1000; ++i)
    siblings += ", []";
  EXPECT_EQ(jsonError("{\"levels\": [" + siblings + "]}"),
            "expected string at policy.levels[1]");
}

TEST(TagPolicy, OptionsNameThePolicy) {
  for (const char *name : {"hf", "all"}) {
    llvm::Expected<TagPolicy> policy = TagPolicy::fromOption(name);
    ASSERT_TRUE(bool(policy)) << llvm::toString(policy.takeError());
    EXPECT_EQ(policy->name(), name);
  }
  EXPECT_EQ(
      errorOf(TagPolicy::fromOption("HF")),
      "unknown policy 'HF': expected hf, all or the name of a .json file");
  EXPECT_EQ(errorOf(TagPolicy::fromOption("")),
            "unknown policy '': expected hf, all or the name of a .json file");
}

/// A file of that content, for as long as the object lives.
class PolicyFile {
public:
  explicit PolicyFile(llvm::StringRef content) {
    int descriptor;
    EXPECT_FALSE(
        llvm::sys::fs::createTemporaryFile("policy", "json", descriptor, path));
    llvm::raw_fd_ostream(descriptor, /*shouldClose=*/true) << content;
    remover.setFile(path);
  }
  llvm::StringRef name() const { return path; }

private:
  llvm::SmallString<128> path;
  llvm::FileRemover remover;
};

TEST(TagPolicy, OptionsNameAFile) {
  PolicyFile file(R"({"levels": ["Linear"], "numbered": ["*"]})");
  llvm::Expected<TagPolicy> policy = TagPolicy::fromOption(file.name());
  ASSERT_TRUE(bool(policy)) << llvm::toString(policy.takeError());
  EXPECT_EQ(policy->name(), file.name());
  EXPECT_EQ(policy->tracedLevel(linear, "a.0"), "Linear.0");
}

TEST(TagPolicy, ErrorsNameTheFile) {
  PolicyFile file(R"({"level": []})");
  EXPECT_EQ(errorOf(TagPolicy::fromOption(file.name())),
            "'" + file.name().str() +
                "': unknown key 'level' in policy: expected 'levels' or "
                "'numbered'");
  EXPECT_EQ(errorOf(TagPolicy::fromOption("/no/such/policy.json")),
            "'/no/such/policy.json': No such file or directory");
}

} // namespace
