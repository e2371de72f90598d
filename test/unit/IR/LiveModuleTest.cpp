//===- LiveModuleTest.cpp - The objects of a live module, and archives ----===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A live module prints as its own dump, but for addresses; what is saved and
// read back as an archive prints the same.
//
//===----------------------------------------------------------------------===//

#include "TestGraphs.h"
#include "hier/IR/Reader.h"
#include "hier/IR/Writer.h"
#include "gtest/gtest.h"

#include <fmt/format.h>
#include <torch/csrc/jit/api/module.h>

#include <regex>
#include <sstream>

using namespace hier;
using torch::jit::Module;

namespace {

/// A module with one of most kinds of attributes.
Module makeModule() {
  auto unit = std::make_shared<torch::jit::CompilationUnit>();
  Module inner("__torch__.m.Inner", unit);
  inner.register_parameter("weight", at::ones({2}), false);
  inner.define("def forward(self, x):\n  return x + self.weight\n");
  Module root("__torch__.m.Net", unit);
  root.register_module("a", inner);
  root.register_module("b", inner.clone());
  root.register_attribute("name", c10::StringType::get(),
                          "x\n<y> object at 0x1>");
  root.register_attribute("sizes", c10::ListType::ofInts(),
                          c10::List<int64_t>({1, 2}));
  root.register_buffer("mask", at::zeros({1}));
  root.define("def forward(self, x):\n"
              "  return self.b.forward(self.a.forward(x))\n");
  return root;
}

std::string printed(const Program &program) {
  std::string text;
  writeProgram(text, program);
  return text;
}

std::string printed(std::unique_ptr<ModuleObject> root) {
  Program program;
  program.items.emplace_back().module = std::move(root);
  return printed(program);
}

/// The addresses of objects as numbers, in the order in which they come.
std::string numbered(std::string text) {
  std::map<std::string, size_t> numbers;
  std::regex address(" object at (0x[0-9a-f]{6,})>");
  for (std::smatch match; std::regex_search(text, match, address);) {
    size_t number =
        numbers.try_emplace(match[1], numbers.size() + 1).first->second;
    text.replace(match.position(1), match.length(1),
                 fmt::format("{:#x}", number));
  }
  return text;
}

TEST(LiveModule, PrintsAsItsDump) {
  Module module = makeModule();
  std::string dump = module.dump_to_str(/*print_method_bodies=*/true,
                                        /*print_attr_values=*/false,
                                        /*print_param_values=*/false);
  EXPECT_EQ(printed(objectTreeOf(module)), numbered(dump));
}

TEST(LiveModule, NumbersAnObjectOfTwoPlacesOnce) {
  Module module = makeModule();
  module.register_module("again", module.attr("a").toModule());
  std::string text = printed(objectTreeOf(module));
  EXPECT_NE(text.find("a = <__torch__.m.Inner object at 0x1>"),
            std::string::npos);
  EXPECT_NE(text.find("again = <__torch__.m.Inner object at 0x1>"),
            std::string::npos);
}

std::string saved(const Module &module) {
  std::ostringstream out;
  module.save(out);
  return out.str();
}

TEST(Archive, PrintsAsTheModuleThatItHolds) {
  std::string bytes = saved(makeModule());
  ASSERT_TRUE(isArchive(bytes));
  llvm::Expected<Program> program =
      readArchive(llvm::MemoryBufferRef(bytes, "net.pt"));
  ASSERT_TRUE(bool(program)) << llvm::toString(program.takeError());
  std::string text = printed(*program);
  EXPECT_NE(text.find("module __torch__.m.Net {"), std::string::npos);
  EXPECT_NE(text.find("prim::CallMethod[name=\"forward\"]"), std::string::npos);
  EXPECT_EQ(printed(test::read(text)), text);
}

TEST(Archive, IsRefusedWhenItIsCutOff) {
  std::string bytes = saved(makeModule());
  for (size_t size : {bytes.size() / 2, bytes.size() - 30, size_t{4}}) {
    llvm::StringRef part = llvm::StringRef(bytes).take_front(size);
    auto program = readArchive(llvm::MemoryBufferRef(part, "net.pt"));
    ASSERT_FALSE(bool(program)) << size;
    EXPECT_EQ(llvm::toString(program.takeError())
                  .find("net.pt: error: libtorch cannot load this archive: "),
              0u);
  }
}

TEST(Archive, TextIsNone) {
  EXPECT_FALSE(isArchive("graph():\n"));
  EXPECT_FALSE(isArchive(""));
}

} // namespace
