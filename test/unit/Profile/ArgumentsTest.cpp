//===- ArgumentsTest.cpp - What a model is run on -------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Arguments that are made up, and those that are given, as the method takes
// them.
//
//===----------------------------------------------------------------------===//

#include "hier/Profile/Arguments.h"
#include "hier/Analysis/HierarchyFacts.h"
#include "gtest/gtest.h"

using namespace hier;
using namespace torch::jit;

namespace {

std::string spell(llvm::StringRef text) {
  auto shapes = parseShapes(text);
  if (!shapes)
    return "none";
  std::string spelt;
  for (const TensorShape &shape : *shapes) {
    for (int64_t size : shape.sizes)
      spelt += std::to_string(size) + " ";
    spelt += std::string(c10::toString(shape.type)) + ";";
  }
  return spelt;
}

TEST(Shapes, AreRead) {
  EXPECT_EQ(spell("1x128:int64,2,scalar:bool"), "1 128 Long;2 Float;Bool;");
  EXPECT_EQ(spell("0x3:bfloat16"), "0 3 BFloat16;");
  for (const char *text : {"", "x", "1x", "1,", "-1", "1:", "1:int", "1x2y",
                           "scalarx1", "99999999999999999999", "1 2"})
    EXPECT_EQ(spell(text), "none") << text;
}

TEST(MadeTensors, AreTheSameEachTime) {
  TensorShape floats = {{3, 4}, at::kHalf};
  EXPECT_EQ(makeTensor(floats, 1).scalar_type(), at::kHalf);
  EXPECT_TRUE(at::equal(makeTensor(floats, 1), makeTensor(floats, 1)));
  EXPECT_FALSE(at::equal(makeTensor(floats, 1), makeTensor(floats, 2)));
}

TEST(MadeTensors, HaveSmallIntegers) {
  at::Tensor made = makeTensor({{100}, at::kInt}, 0);
  EXPECT_EQ(made.scalar_type(), at::kInt);
  EXPECT_EQ(made.min().item<int>(), 0);
  EXPECT_EQ(made.max().item<int>(), 1);
  EXPECT_EQ(makeTensor({{}, at::kBool}, 0).dim(), 0);
}

/// The arguments of a method with these parameters, or the error; `change` is
/// what a pass does to its graph.
llvm::Expected<Stack> arguments(
    const char *parameters, const ArgumentSource &source,
    llvm::function_ref<void(Graph &)> change = [](Graph &) {}) {
  Module module("__torch__.m.Net");
  module.define(std::string("def forward(self, ") + parameters +
                "):\n  return a\n");
  Item item;
  item.module = objectTreeOf(module);
  InlinedGraph flat = llvm::cantFail(flatGraphOf(item, {}));
  change(*flat.graph);
  return argumentsOf(item, *flat.graph, source);
}

TEST(Arguments, AreOfTheTypesThatAreWanted) {
  c10::impl::GenericList list(c10::AnyType::get());
  list.push_back(1);
  ArgumentSource source;
  source.saved = c10::ivalue::Tuple::create(
      {c10::IValue(list), c10::IValue(2), c10::IValue(),
       c10::ivalue::Tuple::create({c10::IValue(3)})});
  Stack stack = llvm::cantFail(arguments(
      "a: List[float], b: float, c: Optional[int], d: Tuple[float], e: int = 7",
      source));
  ASSERT_EQ(stack.size(), 6u);
  EXPECT_EQ(stack[1].toDoubleVector(), std::vector<double>{1});
  EXPECT_EQ(stack[2].toDouble(), 2);
  EXPECT_TRUE(stack[3].isNone());
  EXPECT_EQ(stack[4].toTupleRef().elements()[0].toDouble(), 3);
  EXPECT_EQ(stack[5].toInt(), 7);
}

TEST(Arguments, OneValueIsOneArgument) {
  ArgumentSource source;
  source.saved = c10::IValue(5);
  EXPECT_EQ(llvm::cantFail(arguments("a: int", source)).at(1).toInt(), 5);
}

c10::IValue listOf(std::initializer_list<c10::IValue> elements) {
  c10::impl::GenericList list(c10::AnyType::get());
  for (const c10::IValue &each : elements)
    list.push_back(each);
  return list;
}

/// What is said of `value` for a parameter `a` of that type; empty if it fits.
std::string misfit(const char *type, const c10::IValue &value) {
  ArgumentSource source;
  source.saved = c10::ivalue::Tuple::create(value);
  std::string parameters = std::string("a: ") + type;
  return llvm::toString(arguments(parameters.c_str(), source).takeError());
}

TEST(Arguments, AreCheckedElementByElement) {
  c10::IValue tensor = at::ones({});
  EXPECT_EQ(misfit("List[Tensor]", listOf({tensor, tensor})), "");
  EXPECT_EQ(misfit("List[Tensor]", listOf({})), "");
  EXPECT_EQ(misfit("List[Optional[Tensor]]", listOf({tensor, {}})), "");
  EXPECT_EQ(misfit("List[List[float]]", listOf({listOf({1, 2.5}), listOf({})})),
            "");
  EXPECT_EQ(misfit("List[Tensor]", listOf({tensor, 2})),
            "profile: error: the argument 'a' does not fit: a list of 'Tensor' "
            "has an element of type 'int'");
  EXPECT_EQ(misfit("List[List[Tensor]]",
                   listOf({listOf({tensor}), listOf({1, tensor})})),
            "profile: error: the argument 'a' does not fit: a list of 'Tensor' "
            "has an element of type 'int'");
  EXPECT_EQ(misfit("List[Tuple[int, str]]",
                   listOf({c10::ivalue::Tuple::create(1, tensor)})),
            "profile: error: the argument 'a' does not fit: a list of "
            "'Tuple[int, str]' has an element of type 'Tuple[int, Tensor]'");
}

TEST(Arguments, AreMadeForTheTypesOfTheGraph) {
  auto setType = [](Graph &graph) {
    graph.inputs()[1]->setType(
        c10::TensorType::createContiguous(at::kLong, at::kCPU, {2, 3}));
  };
  Stack stack = llvm::cantFail(arguments("a, b: int = 1", {}, setType));
  EXPECT_EQ(stack.at(1).toTensor().sizes(), (std::vector<int64_t>{2, 3}));
  EXPECT_EQ(stack.at(1).toTensor().scalar_type(), at::kLong);
  EXPECT_EQ(llvm::toString(arguments("a, b", {}, setType).takeError()),
            "profile: error: the shape of the argument 'b' is not known: say "
            "inputs=FILE, or shapes=1x3:int64,2x4 for all arguments");
}

TEST(Arguments, AreAsManyAsTheGraphHasInputs) {
  ArgumentSource source;
  source.saved = c10::IValue(5);
  EXPECT_EQ(llvm::toString(arguments("a: int", source,
                                     [](Graph &graph) { graph.addInput(); })
                               .takeError()),
            "profile: error: passes have given the graph 3 inputs, and the "
            "method takes 2");
}

} // namespace
