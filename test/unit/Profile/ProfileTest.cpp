//===- ProfileTest.cpp - How long the nodes of a graph take ---------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Sums over runs, and what a model must not notice of them.
//
//===----------------------------------------------------------------------===//

#include "hier/Profile/Profile.h"
#include "hier/Analysis/HierarchyFacts.h"
#include "hier/IR/NodeParts.h"
#include "llvm/ADT/STLExtras.h"
#include "gtest/gtest.h"

#include <ATen/Parallel.h>
#include <torch/csrc/jit/runtime/custom_operator.h>

#include <functional>
#include <future>
#include <sstream>
#include <utility>

using namespace hier;
using namespace torch::jit;

namespace {

std::shared_ptr<Graph> flatGraph(const Module &module) {
  Item item;
  item.module = objectTreeOf(module);
  return llvm::cantFail(flatGraphOf(item, {})).graph;
}

/// Counts its calls and changes its input.
Module makeCounter() {
  Module module("__torch__.m.Counter");
  module.register_buffer("count", at::zeros({}));
  module.define("def forward(self, x):\n"
                "  self.count.add_(1)\n"
                "  x.add_(1)\n"
                "  return x\n");
  return module;
}

/// What goes wrong; empty if nothing does.
std::string errorOf(const Module &module, const Stack &arguments,
                    const ProfileOptions &options = {}) {
  Stack stack = {module._ivalue()};
  stack.insert(stack.end(), arguments.begin(), arguments.end());
  return llvm::toString(
      profile(*flatGraph(module), stack, options).takeError());
}

TEST(Profile, LeavesModuleAndInputsAsTheyAre) {
  Module module = makeCounter();
  at::Tensor x = at::zeros({2});
  EXPECT_EQ(errorOf(module, {x}), "");
  EXPECT_TRUE(at::equal(x, at::zeros({2})));
  EXPECT_TRUE(at::equal(module.attr("count").toTensor(), at::zeros({})));
}

/// How many threads an operation may use, other than a profile has it.
class ManyThreads {
public:
  static constexpr int count = 3;

  ManyThreads() { at::set_num_threads(count); }
  ~ManyThreads() { at::set_num_threads(before); }
  ManyThreads(const ManyThreads &) = delete;
  ManyThreads &operator=(const ManyThreads &) = delete;

private:
  int before = at::get_num_threads();
};

TEST(Profile, LeavesTheNumberOfThreadsAsItIs) {
  ManyThreads many;
  EXPECT_EQ(errorOf(makeCounter(), {at::zeros({2})}), "");
  EXPECT_EQ(at::get_num_threads(), ManyThreads::count);
}

thread_local std::function<void()> whileRunning;

/// Profiles a graph that calls `during` when it is first run.
void profileAround(std::function<void()> during) {
  static const RegisterOperators registered({Operator(
      "test::call() -> ()",
      [](Stack &) {
        if (auto call = std::exchange(whileRunning, {}))
          call();
      },
      c10::AliasAnalysisKind::CONSERVATIVE)});
  auto graph = std::make_shared<Graph>();
  graph->appendNode(
      graph->create(c10::Symbol::fromQualString("test::call"), 0));
  whileRunning = std::move(during);
  EXPECT_EQ(llvm::toString(profile(*graph, {}).takeError()), "");
}

int threadsOfNewThread() {
  return std::async(std::launch::async, at::get_num_threads).get();
}

/// One profile begins before another, and ends before it.
TEST(Profile, LeavesTheNumberOfThreadsWhereProfilesOverlap) {
  ManyThreads many;
  std::promise<void> hasBegun, mayEnd;
  std::future<int> other;
  auto profileOther = [&] {
    profileAround([&] {
      hasBegun.set_value();
      mayEnd.get_future().wait();
    });
    return at::get_num_threads();
  };
  profileAround([&] {
    other = std::async(std::launch::async, profileOther);
    hasBegun.get_future().wait();
  });
  EXPECT_EQ(at::get_num_threads(), ManyThreads::count);
  mayEnd.set_value();
  EXPECT_EQ(other.get(), ManyThreads::count);
  EXPECT_EQ(threadsOfNewThread(), ManyThreads::count);
}

TEST(Profile, LeavesRandomNumbersAsTheyAre) {
  Module module("__torch__.m.Net");
  module.define("def forward(self, x):\n  return torch.rand_like(x)\n");
  at::manual_seed(1);
  at::Tensor expected = at::rand({2});
  at::manual_seed(1);
  EXPECT_EQ(errorOf(module, {at::zeros({2})}), "");
  EXPECT_TRUE(at::equal(at::rand({2}), expected));
}

/// A complex number cannot be copied, and a module with two names is one.
TEST(Profile, CopiesModulesOfAllKinds) {
  auto unit = std::make_shared<CompilationUnit>();
  Module inner("__torch__.m.Inner", unit), module("__torch__.m.Net", unit);
  inner.register_buffer("count", at::zeros({}));
  inner.define("def forward(self, x):\n"
               "  self.count.add_(1)\n"
               "  return x * self.count\n");
  module.register_attribute("number", c10::ComplexType::get(),
                            c10::complex<double>(1, 2));
  module.register_module("one", inner);
  module.register_module("other", inner);
  module.define("def forward(self, x):\n"
                "  y = self.one.forward(x) + self.other.forward(x)\n"
                "  assert float(self.one.count) == float(self.other.count)\n"
                "  return y * self.number\n");
  EXPECT_EQ(errorOf(module, {at::zeros({2})}), "");
  EXPECT_TRUE(at::equal(inner.attr("count").toTensor(), at::zeros({})));
}

/// A complex number, which cannot be copied.
c10::IValue imaginary() { return c10::complex<double>(0, 1); }

TEST(Profile, TakesWhatCannotBeCopied) {
  Module module("__torch__.m.Net");
  module.define("def forward(self, x, z: complex):\n"
                "  return x * z\n");
  EXPECT_EQ(
      llvm::toString(profile(*flatGraph(module),
                             {module._ivalue(), at::zeros({2}), imaginary()})
                         .takeError()),
      "");
}

using Pair = std::tuple<at::Tensor, c10::complex<double>>;

/// What can be copied is, whatever stands beside it.
TEST(Profile, CopiesWhatHoldsWhatCannotBeCopied) {
  auto count = [] { return at::zeros({}); };
  at::Tensor inPair = count(), inList = count(), inDictionary = count(),
             inObject = count();
  Module module("__torch__.m.Net");
  c10::List<Pair> list({Pair(inList, 1)});
  c10::Dict<std::string, Pair> dictionary;
  dictionary.insert("a", Pair(inDictionary, 1));
  c10::ClassTypePtr plain = c10::ClassType::create(
      "__torch__.m.Plain", module._ivalue()->compilation_unit());
  plain->addAttribute("count", c10::TensorType::get());
  plain->addAttribute("number", c10::ComplexType::get());
  auto object = c10::ivalue::Object::create(
      c10::StrongTypePtr(module._ivalue()->compilation_unit(), plain), 2);
  object->setSlot(0, inObject);
  object->setSlot(1, imaginary());
  module.register_attribute("pair", c10::getTypePtr<Pair>(), Pair(inPair, 1));
  module.register_attribute("list", c10::getTypePtr<c10::List<Pair>>(), list);
  module.register_attribute("dictionary",
                            c10::getTypePtr<c10::Dict<std::string, Pair>>(),
                            dictionary);
  module.register_attribute("object", plain, object);
  module.define("def forward(self, x):\n"
                "  self.pair[0].add_(1)\n"
                "  self.list[0][0].add_(1)\n"
                "  self.dictionary['a'][0].add_(1)\n"
                "  self.object.count.add_(1)\n"
                "  return x * self.object.number\n");
  EXPECT_EQ(errorOf(module, {at::zeros({2})}), "");
  EXPECT_TRUE(at::equal(inPair, count()));
  EXPECT_TRUE(at::equal(inList, count()));
  EXPECT_TRUE(at::equal(inDictionary, count()));
  EXPECT_TRUE(at::equal(inObject, count()));
}

TEST(Profile, HasMediansAndMinima) {
  Module module = makeCounter();
  std::shared_ptr<Graph> graph = flatGraph(module);
  ProfileOptions options;
  options.runs = 4;
  auto made = llvm::cantFail(
      profile(*graph, {module._ivalue(), at::zeros({2})}, options));
  ASSERT_EQ(made->nodes.size(), allNodes(*graph).size());
  double sum = 0;
  size_t marked = 0;
  for (auto [node, time] : llvm::zip_equal(allNodes(*graph), made->nodes)) {
    EXPECT_EQ(time.has_value(), node->kind() != prim::Constant);
    if (!time)
      continue;
    EXPECT_EQ(time->calls, 1);
    EXPECT_LE(time->minimum, time->median);
    sum += time->minimum;
    ++marked;
  }
  EXPECT_GT(sum, 0);
  EXPECT_LE(sum, 1.001 * made->markedRun.minimum);
  EXPECT_EQ(made->passedMarks, marked);
  EXPECT_LE(made->plainRun.minimum, made->plainRun.median);
  EXPECT_GT(made->plainRun.minimum, 0);
}

/// The type of what the nodes of `kind` give, one line each.
std::string typesOf(Graph &graph, const char *kind) {
  std::ostringstream types;
  for (Node *node : allNodes(graph))
    if (node->kind() == c10::Symbol::fromQualString(kind))
      types << *node->output()->type() << "\n";
  return types.str();
}

TEST(Profile, SeesShapes) {
  Module module("__torch__.m.Net");
  module.define("def forward(self, x, n: int):\n"
                "  y = torch.relu(x)\n"
                "  for i in range(n):\n"
                "    y = torch.cat([y, x])\n"
                "  return y\n");
  std::shared_ptr<Graph> graph = flatGraph(module);
  auto made = llvm::cantFail(
      profile(*graph, {module._ivalue(), at::ones({2, 3}), int64_t(2)}));
  std::shared_ptr<Graph> typed = copyWithTypes(*graph, made->types);
  EXPECT_EQ(typesOf(*typed, "aten::relu"),
            "Float(2, 3, strides=[3, 1], requires_grad=0, device=cpu)\n");
  EXPECT_EQ(typesOf(*typed, "aten::cat"),
            "Float(*, 3, strides=[3, 1], requires_grad=0, device=cpu)\n");
  EXPECT_EQ(typesOf(*typed, "prim::Loop"),
            "Float(6, 3, strides=[3, 1], requires_grad=0, device=cpu)\n");
  EXPECT_EQ(typesOf(*graph, "aten::relu"), "Tensor\n");
}

std::string failureOf(const char *body) {
  Module module("__torch__.m.Net");
  module.define(std::string("def forward(self, x):\n  ") + body + "\n");
  return errorOf(module, {at::ones({2, 3})});
}

TEST(Profile, TellsWhereAModelFails) {
  EXPECT_EQ(failureOf("return torch.mm(x, x)"),
            "profile: error: the model fails at '%2 = aten::mm': mat1 and mat2 "
            "shapes cannot be multiplied (2x3 and 2x3)");
  EXPECT_EQ(failureOf("assert 1 == 2, 'no such thing'"),
            "profile: error: the model fails at a 'prim::RaiseException': "
            "AssertionError: no such thing");
}

/// The first run has marks, the second has none, and the third sees the types.
TEST(Profile, TellsWhereAModelFailsInEachRun) {
  for (const char *runs : {"0", "1", "2"}) {
    Module module("__torch__.m.Net");
    module.register_buffer("count", at::zeros({}));
    module.define(std::string("def forward(self, x):\n"
                              "  self.count.add_(1)\n"
                              "  y = torch.relu(x)\n"
                              "  if float(self.count) > ") +
                  runs +
                  ":\n"
                  "    y = torch.mm(y, y)\n"
                  "  return torch.neg(y)\n");
    ProfileOptions once;
    once.runs = 1;
    once.warmup = 0;
    EXPECT_EQ(errorOf(module, {at::ones({2, 3})}, once),
              "profile: error: the model fails at '%y.7 = aten::mm': mat1 and "
              "mat2 shapes cannot be multiplied (2x3 and 2x3)")
        << runs;
  }
}

TEST(Profile, TellsWhenAModelCannotBegin) {
  Module module("__torch__.m.Net");
  module.define("def forward(self, x):\n  return x\n");
  EXPECT_EQ(
      llvm::toString(profile(*flatGraph(module), {}).takeError()),
      "profile: error: the model cannot be run: an assertion does not hold");
}

TEST(Profile, TellsWhatLibtorchCannotRun) {
  auto graph = std::make_shared<Graph>();
  graph->appendNode(
      graph->create(c10::Symbol::fromQualString("unknown::kind"), 0));
  std::string message = llvm::toString(profile(*graph, {}).takeError());
  EXPECT_TRUE(llvm::StringRef(message).starts_with(
      "profile: error: libtorch cannot run the graph: "))
      << message;
}

} // namespace
