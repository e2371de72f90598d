//===- JitPluginTest.cpp - The plugin for the JIT, in this process --------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The plugin is linked in here, so that sanitizers see it. Python's models are
// in test/JitPlugin.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/Torch.h"
#include "hier/JitPlugin/hier_jit.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"
#include "gtest/gtest.h"

#include <torch/csrc/autograd/generated/variable_factories.h>
#include <torch/csrc/jit/frontend/parser.h>
#include <torch/csrc/jit/frontend/resolver.h>
#include <torch/csrc/jit/frontend/sugared_value.h>
#include <torch/csrc/jit/serialization/import.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

using namespace torch::jit;

namespace {

using Lines = std::vector<std::string>;

/// Knows `fork` too, as the sources in archives do.
struct ForkResolver : NativeResolver {
  std::shared_ptr<SugaredValue>
  resolveValue(const std::string &name, GraphFunction &method,
               const SourceRange &range) override {
    return name == "fork" ? SpecialFormValue::create(prim::fork)
                          : NativeResolver::resolveValue(name, method, range);
  }
};

void define(Module &module, const std::string &body) {
  module.define("def forward(self, x: Tensor) -> Tensor:\n" + body,
                std::make_shared<ForkResolver>());
}

/// Model(net = Net(block = Block(leaf = Leaf()), op = Block(...))), where `op`
/// is called through an interface. What is loaded has classes of its own.
std::string archive(const std::string &netBody) {
  auto unit = std::make_shared<CompilationUnit>();
  Parser parser(
      std::make_shared<Source>("class Op:\n"
                               "  def forward(self, x: Tensor) -> Tensor:\n"
                               "    pass\n"));
  c10::QualifiedName op("__torch__.m.Op");
  unit->define_interface(op, ClassDef(parser.parseClass()), nativeResolver(),
                         /*is_module=*/true);
  Module leaf("__torch__.m.Leaf", unit);
  define(leaf, "  return torch.tanh(x)\n");
  Module block("__torch__.m.Block", unit);
  block.register_module("leaf", leaf);
  define(block, "  return self.leaf.forward(x * x)\n");
  Module net("__torch__.m.Net", unit);
  net.register_module("block", block);
  net.register_attribute("op", unit->get_interface(op), block._ivalue());
  define(net, netBody);
  Module model("__torch__.m.Model", unit);
  model.register_module("net", net);
  define(model, "  return self.net.forward(x)\n");
  std::ostringstream bytes;
  model.save(bytes);
  return bytes.str();
}

Module loaded(const std::string &bytes) {
  std::istringstream stream(bytes);
  return load(stream);
}

const char *const calls = "  return self.block.forward(x) + 1\n";
const char *const forks = "  y = fork(self.block.forward, x)\n"
                          "  return torch.wait(y) + 1\n";
const char *const interfaces = "  return self.op.forward(x) + 1\n";

class JitPluginTest : public testing::Test {
protected:
  void SetUp() override {
    folder = testing::TempDir() + "/hier-jit-" + std::to_string(getpid());
    std::filesystem::remove_all(folder);
  }
  void TearDown() override {
    hierJitUnregister(nullptr);
    std::filesystem::remove_all(folder);
  }

  /// Null where all is well.
  const char *registerTags(const char *when = nullptr) {
    return hierJitRegister("tag-hierarchy{attributes=tag,path,evidence}", when,
                           folder.c_str());
  }

  /// The executor watches the first runs, and then optimises.
  static at::Tensor run(Module module, bool hasGradients = false) {
    c10::AutoGradMode mode(hasGradients);
    at::Tensor output;
    at::Tensor input = torch::ones({2, 2}).requires_grad_(hasGradients);
    for (int count = 0; count < 4; ++count)
      output = module.forward({input}).toTensor();
    if (hasGradients)
      output.sum().backward();
    return output.detach();
  }

  /// Of each graph that was handed out, `tag path evidence` of the operations
  /// of the model; those that gradients take are others.
  Lines tagsSeen() {
    Lines files;
    for (const auto &file : std::filesystem::directory_iterator(folder))
      files.push_back(file.path());
    llvm::sort(files);
    Lines seen;
    for (const std::string &file : files) {
      std::ifstream stream(file);
      for (std::string line; std::getline(stream, line);)
        for (const char *kind : {"aten::mul[", "aten::tanh[", "aten::add["})
          if (size_t at = line.find(kind); at != std::string::npos)
            seen.push_back(wordsOf(line.substr(at)));
    }
    return seen;
  }

  std::string folder;

private:
  static std::string wordsOf(llvm::StringRef node) {
    std::string words = node.split('[').first.str();
    for (const char *name :
         {"hierarchy_tag", "hierarchy_path", "hierarchy_evidence"})
      words += " " + node.split((name + llvm::Twine("=\"")).str())
                         .second.split('"')
                         .first.str();
    return words;
  }
};

const Lines callTags = {"aten::mul /Model/Net/Block net.block call-stack",
                        "aten::tanh /Model/Net/Block/Leaf net.block.leaf "
                        "call-stack",
                        "aten::add /Model/Net net call-stack"};

TEST_F(JitPluginTest, TagsWhatRuns) {
  ASSERT_EQ(registerTags(), nullptr);
  at::Tensor output = run(loaded(archive(calls)));
  EXPECT_EQ(tagsSeen(), callTags);
  ASSERT_EQ(hierJitUnregister(nullptr), nullptr);
  EXPECT_TRUE(at::equal(output, run(loaded(archive(calls)))));
}

TEST_F(JitPluginTest, TagsWhatIsDifferentiated) {
  ASSERT_EQ(registerTags(), nullptr);
  run(loaded(archive(calls)), /*hasGradients=*/true);
  for (const std::string &line : callTags)
    EXPECT_TRUE(llvm::is_contained(tagsSeen(), line)) << line;
}

TEST_F(JitPluginTest, BodiesOfForksAreOfTheModuleThatForks) {
  ASSERT_EQ(registerTags(), nullptr);
  run(loaded(archive(forks)));
  EXPECT_EQ(tagsSeen(), Lines({callTags[2], callTags[0], callTags[1]}));
}

TEST_F(JitPluginTest, WhoForkedWithGradientsIsNotKnown) {
  ASSERT_EQ(registerTags(), nullptr);
  run(loaded(archive(forks)), /*hasGradients=*/true);
  Lines seen = tagsSeen();
  EXPECT_FALSE(seen.empty());
  for (const std::string &line : seen)
    EXPECT_TRUE(llvm::StringRef(line).ends_with(" /  unknown")) << line;
}

TEST_F(JitPluginTest, BodiesOfInterfacesAreOfTheCallersModule) {
  ASSERT_EQ(registerTags(), nullptr);
  run(loaded(archive(interfaces)));
  EXPECT_EQ(tagsSeen(), Lines({callTags[2], "aten::mul /Model/Net net ancestor",
                               "aten::tanh /Model/Net net ancestor"}));
}

TEST_F(JitPluginTest, BodiesOfInterfacesWithGradients) {
  ASSERT_EQ(registerTags(), nullptr);
  run(loaded(archive(interfaces)), /*hasGradients=*/true);
  Lines seen = tagsSeen();
  EXPECT_TRUE(llvm::is_contained(seen, "aten::tanh /Model/Net net ancestor"));
  for (const std::string &line : seen)
    EXPECT_EQ(line.find("/Block"), std::string::npos) << line;
}

/// What is kept of a method must not be taken for that of the next, which may
/// lie where it was.
TEST_F(JitPluginTest, ModelsGoAndOthersCome) {
  std::string calling = archive(calls);
  std::string forking = archive(forks);
  ASSERT_EQ(registerTags(), nullptr);
  for (int round = 0; round < 20; ++round) {
    bool isCalling = round % 3 != 0;
    run(loaded(isCalling ? calling : forking));
    EXPECT_EQ(tagsSeen(), isCalling
                              ? callTags
                              : Lines({callTags[2], callTags[0], callTags[1]}));
    std::filesystem::remove_all(folder);
  }
}

TEST_F(JitPluginTest, SeveralThreads) {
  std::string bytes = archive(calls);
  ASSERT_EQ(registerTags(), nullptr);
  unsigned long long before = hierJitRuns(), failures = hierJitFailures();
  std::vector<std::thread> workers(4);
  for (std::thread &worker : workers)
    worker = std::thread([&] {
      for (int round = 0; round < 5; ++round)
        run(loaded(bytes), /*hasGradients=*/round % 2 != 0);
    });
  for (int round = 0; round < 20; ++round)
    EXPECT_EQ(registerTags(round % 2 ? "post" : "pre"), nullptr);
  for (std::thread &worker : workers)
    worker.join();
  EXPECT_GT(hierJitRuns(), before);
  EXPECT_EQ(hierJitFailures(), failures);
}

TEST_F(JitPluginTest, WhatFailsLeavesTheModelAsItIs) {
  EXPECT_STREQ(hierJitRegister("", nullptr, nullptr),
               "pipeline: error: no pass is named");
  unsigned long long before = hierJitFailures();
  at::Tensor output = run(loaded(archive(calls)));
  for (const char *pass : {"torch-freeze", "torch-insert-guards"}) {
    ASSERT_EQ(hierJitRegister(pass, "pre", nullptr), nullptr);
    EXPECT_TRUE(at::equal(output, run(loaded(archive(calls)))));
    EXPECT_EQ(hierJitFailures(), ++before);
  }
}

} // namespace
