//===- TypeTableTest.cpp - Types by their spelling ------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A spelling read is the type that libtorch has for it, not a look-alike.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/TypeTable.h"
#include "TestGraphs.h"
#include "gtest/gtest.h"

using namespace hier;
using namespace c10;

namespace {

class TypeTableTest : public testing::Test {
protected:
  /// As libtorch prints it.
  static std::string spell(const Type &type) {
    std::ostringstream out;
    out << type;
    return out.str();
  }

  /// `type`, printed and read, is equal to `type`.
  void expectReadBack(const TypePtr &type) {
    std::string spelling = spell(*type);
    const TypePtr &seen = table.read(spelling);
    EXPECT_TRUE(*seen == *type) << spelling;
    EXPECT_EQ(seen->kind(), type->kind()) << spelling;
    expectPrints(*seen, spelling);
  }

  static void expectPrints(const Type &type, const std::string &spelling) {
    std::string written;
    appendType(written, type);
    EXPECT_EQ(written, spelling);
    EXPECT_EQ(spell(type), spelling);
  }

  TensorTypePtr tensor(const std::string &spelling) {
    TensorTypePtr type = table.read(spelling)->cast<TensorType>();
    EXPECT_TRUE(type) << spelling;
    return type ? type : TensorType::get();
  }

  std::shared_ptr<torch::jit::CompilationUnit> unit =
      std::make_shared<torch::jit::CompilationUnit>();
  TypeTable table{unit};
};

TEST_F(TypeTableTest, TypesWithoutParts) {
  const TypePtr simple[] = {
      IntType::get(),        FloatType::get(),        BoolType::get(),
      ComplexType::get(),    StringType::get(),       NoneType::get(),
      DeviceObjType::get(),  NumberType::get(),       AnyType::get(),
      AnyEnumType::get(),    AnyClassType::get(),     AnyListType::get(),
      AnyTupleType::get(),   GeneratorType::get(),    QuantizerType::get(),
      QSchemeType::get(),    StreamObjType::get(),    StorageType::get(),
      CapsuleType::get(),    PyObjectType::get(),     LayoutType::get(),
      ScalarTypeType::get(), MemoryFormatType::get(), SymIntType::get(),
      SymFloatType::get(),   SymBoolType::get(),      TensorType::get()};
  for (const TypePtr &type : simple)
    expectReadBack(type);
}

TEST_F(TypeTableTest, TypesOfTypes) {
  TypePtr tensor = TensorType::get(), integer = IntType::get();
  TypePtr shaped = TensorType::createContiguous(at::kFloat, at::kCPU, {1, 8});
  for (const TypePtr &part : {tensor, integer, shaped}) {
    expectReadBack(ListType::create(part));
    expectReadBack(ListType::create(ListType::create(part)));
    expectReadBack(OptionalType::create(part));
    expectReadBack(ListType::create(OptionalType::create(part)));
    expectReadBack(OptionalType::create(ListType::create(part)));
    expectReadBack(FutureType::create(part));
    expectReadBack(TupleType::create({part}));
    expectReadBack(TupleType::create({part, TupleType::create({part, part})}));
    expectReadBack(
        FutureType::create(OptionalType::create(TupleType::create({part}))));
  }
  expectReadBack(TupleType::create({}));
  expectReadBack(OptionalType::create(TupleType::create({})));
  expectReadBack(AwaitType::create(tensor));
  expectReadBack(RRefType::create(tensor));
  TypePtr either = UnionType::create({integer, StringType::get()});
  expectReadBack(either);
  expectReadBack(ListType::create(either));
  expectReadBack(DictType::create(StringType::get(), either));
  expectReadBack(DictType::create(integer, AwaitType::create(tensor)));
  expectReadBack(DictType::create(StringType::get(), tensor));
  expectReadBack(DictType::create(
      integer, ListType::create(TupleType::create({tensor, integer}))));
}

TEST_F(TypeTableTest, AnyScalarTypeOfATensor) {
  for (int index = 0; index < static_cast<int>(at::ScalarType::Undefined);
       ++index) {
    auto dtype = static_cast<at::ScalarType>(index);
    expectReadBack(TensorType::createContiguous(dtype, at::kCPU, {2, 3}));
    EXPECT_EQ(tensor(std::string(toString(dtype)) + "(*, 4)")->scalarType(),
              dtype);
  }
}

TEST_F(TypeTableTest, FactsOfATensor) {
  TensorTypePtr type =
      tensor("Float(1, 8, strides=[8, 1], requires_grad=0, device=cpu)");
  EXPECT_EQ(type->scalarType(), at::kFloat);
  EXPECT_EQ(type->sizes().concrete_sizes(), (std::vector<int64_t>{1, 8}));
  EXPECT_EQ(type->strides().concrete_sizes(), (std::vector<int64_t>{8, 1}));
  EXPECT_EQ(type->requiresGrad(), false);
  EXPECT_EQ(type->device(), at::Device(at::kCPU));
  EXPECT_EQ(type->isComplete(), true);
}

TEST_F(TypeTableTest, FactsOfATensorThatAreMissing) {
  TensorTypePtr type = tensor("Half(*, 4, requires_grad=1, device=cuda:1)");
  EXPECT_EQ(type->scalarType(), at::kHalf);
  EXPECT_EQ(type->dim(), 2u);
  EXPECT_EQ(type->sizes()[0], std::nullopt);
  EXPECT_EQ(type->sizes()[1], 4);
  EXPECT_EQ(type->strides()[0], std::nullopt);
  EXPECT_EQ(type->requiresGrad(), true);
  EXPECT_EQ(type->device(), at::Device(at::kCUDA, 1));

  EXPECT_EQ(tensor("Long()")->dim(), 0u);
  EXPECT_EQ(tensor("FloatTensor")->dim(), std::nullopt);
  EXPECT_EQ(tensor("FloatTensor")->scalarType(), at::kFloat);
  EXPECT_EQ(tensor("Tensor(requires_grad=0)")->requiresGrad(), false);
  EXPECT_EQ(tensor("Tensor(requires_grad=0)")->scalarType(), std::nullopt);
}

TEST_F(TypeTableTest, NamedTuplesKeepTheirFields) {
  std::string spelling = "NamedTuple(mean : Tensor, counts : int[])";
  TupleTypePtr tuple = table.read(spelling)->cast<TupleType>();
  ASSERT_TRUE(tuple && tuple->schema());
  EXPECT_EQ(tuple->schema()->arguments()[1].name(), "counts");
  EXPECT_TRUE(*tuple->elements()[1] == *ListType::ofInts());
  expectPrints(*tuple, spelling);
}

TEST_F(TypeTableTest, EachClassIsOneType) {
  std::string name = "__torch__.pkg.___torch_mangle_12.Cls";
  const TypePtr type = table.read(name);
  EXPECT_TRUE(type->cast<ClassType>());
  EXPECT_EQ(table.classType(name), type);
  EXPECT_EQ(unit->get_class(QualifiedName(name)), type);
  EXPECT_EQ(table.read(name + "?")->expectRef<OptionalType>().getElementType(),
            type);
  expectPrints(*type, name);
}

TEST_F(TypeTableTest, ClassesThatLibtorchHasItself) {
  const char *name = "__torch__.torch.classes.quantized.LinearPackedParamsBase";
  ClassTypePtr own = torch::getCustomClass(name);
  ASSERT_TRUE(own);
  EXPECT_EQ(table.read(name), own);
}

TEST_F(TypeTableTest, InterfacesAndEnumerations) {
  TypePtr interface = table.read("InterfaceType<Operation>");
  EXPECT_EQ(interface->kind(), TypeKind::InterfaceType);
  expectPrints(*interface, "InterfaceType<Operation>");
  TypePtr colors = table.read("Enum<__torch__.m.Color>");
  EXPECT_EQ(colors->kind(), TypeKind::EnumType);
  expectPrints(*colors, "Enum<__torch__.m.Color>");
  EXPECT_TRUE(*table.read("Enum<__torch__.m.Color>[]")->containedType(0) ==
              *colors);
}

TEST_F(TypeTableTest, ASpellingIsReadOnce) {
  const TypePtr &first = table.read("(Tensor, int[])");
  EXPECT_EQ(&table.read("(Tensor, int[])"), &first);
}

TEST_F(TypeTableTest, WhatLibtorchHasNotIsKeptAsText) {
  for (const char *spelling : {"Function",
                               "Mystery",
                               "Mystery(Tensor)",
                               "Dict(str)",
                               "Union[int]",
                               "(Tensor",
                               "Tensor)",
                               "Tensor,",
                               "int[",
                               "Float(1, 8",
                               "Float(1, x)",
                               "Float(-1)",
                               "Float(1:8)",
                               "Float(1,,8)",
                               "Float(2, strides=[1, 1])",
                               "Float(2, device=nowhere)",
                               "Future[]",
                               "NamedTuple(Tensor)",
                               "__torch__.a..b",
                               "Enum<",
                               "InterfaceType<a..b>",
                               "?",
                               "[]",
                               ""}) {
    TypePtr type = table.read(spelling);
    EXPECT_EQ(type->str(), spelling);
    std::string written;
    appendType(written, *type);
    EXPECT_EQ(written, spelling);
    EXPECT_FALSE(*type == *TensorType::get()) << spelling;
    EXPECT_EQ(type->castRaw<TensorType>(), nullptr) << spelling;
  }
}

TEST_F(TypeTableTest, DepthIsNoMatter) {
  constexpr size_t depth = 100'000;
  std::string nested =
      std::string(depth, '(') + "int" + std::string(depth, ')');
  std::string written;
  appendType(written, *table.read(nested));
  EXPECT_EQ(written, nested);
}

/// libtorch frees a type by recursion.
TEST(Types, DeepOnesAreFreed) {
  constexpr size_t depth = 300'000;
  std::string nested = "int";
  for (size_t level = 0; level < depth; ++level)
    nested += "[]";
  for (const std::string &spelling :
       {nested, nested + "!", std::string(depth, '(') + nested + "]"}) {
    TypeTable table(std::make_shared<torch::jit::CompilationUnit>());
    EXPECT_NE(table.read(spelling), nullptr);
  }
}

/// What is read before a mistake is freed with it.
TEST(Types, DeepOnesOfAGraphAreFreed) {
  std::string text = "graph(%x : " + std::string(300'000, '(') + "int" +
                     std::string(300'000, ')') + "):\n  return (%y)\n";
  ::llvm::Expected<Program> program = readProgram({text, "text"});
  EXPECT_FALSE(program);
  EXPECT_TRUE(::llvm::StringRef(::llvm::toString(program.takeError()))
                  .contains("undefined value"));
}

TEST(TypesOfAGraph, SchemasMatch) {
  Program program = test::read(
      R"(graph(%x : Float(1, 3, 8, 8, strides=[192, 64, 8, 1], requires_grad=0, device=cpu),
      %w : Float(4, 3, 3, 3),
      %b : Tensor?,
      %all : Tensor[]):
  %one : int = prim::Constant[value=1]()
  %yes : bool = prim::Constant[value=1]()
  %pair : int[] = prim::ListConstruct(%one, %one)
  %y : Tensor = aten::conv2d(%x, %w, %b, %pair, %pair, %pair, %one)
  %z : Tensor = aten::add(%y, %y, %one)
  %m : Tensor, %i : Tensor = aten::max(%z, %one, %yes)
  %c : Tensor = aten::cat(%all, %one)
  return (%m, %i, %c)
)");
  torch::jit::Graph &graph = *program.items[0].graph;
  for (const char *kind :
       {"aten::conv2d", "aten::add", "aten::max", "aten::cat"})
    EXPECT_NE(test::find(graph, kind)->maybeSchema(), nullptr) << kind;
  EXPECT_EQ(test::find(graph, "aten::max")->schema().overload_name(), "dim");
}

} // namespace
