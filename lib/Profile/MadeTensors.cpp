//===- MadeTensors.cpp - Tensors of shapes that are given -----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Values hardly matter for the time that an operation takes, but for those that
// are indices, and for numbers so small that processors are slow with them.
//
//===----------------------------------------------------------------------===//

#include "hier/Profile/Arguments.h"

#include "llvm/ADT/StringSwitch.h"

#include <ATen/CPUGeneratorImpl.h>

namespace hier {

static std::optional<at::ScalarType> scalarType(llvm::StringRef name) {
  return llvm::StringSwitch<std::optional<at::ScalarType>>(name)
      .Case("float16", at::kHalf)
      .Case("bfloat16", at::kBFloat16)
      .Case("float32", at::kFloat)
      .Case("float64", at::kDouble)
      .Case("int8", at::kChar)
      .Case("uint8", at::kByte)
      .Case("int16", at::kShort)
      .Case("int32", at::kInt)
      .Case("int64", at::kLong)
      .Case("bool", at::kBool)
      .Default(std::nullopt);
}

static std::optional<TensorShape> parseShape(llvm::StringRef text) {
  TensorShape shape;
  auto [sizes, type] = text.split(':');
  if (sizes.size() != text.size()) {
    std::optional<at::ScalarType> given = scalarType(type);
    if (!given)
      return std::nullopt;
    shape.type = *given;
  }
  if (sizes == "scalar")
    return shape;
  llvm::SmallVector<llvm::StringRef> words;
  sizes.split(words, 'x');
  for (llvm::StringRef word : words) {
    int64_t size;
    if (word.getAsInteger(10, size) || size < 0)
      return std::nullopt;
    shape.sizes.push_back(size);
  }
  return shape;
}

std::optional<llvm::SmallVector<TensorShape>>
parseShapes(llvm::StringRef text) {
  llvm::SmallVector<TensorShape> shapes;
  llvm::SmallVector<llvm::StringRef> parts;
  text.split(parts, ',');
  for (llvm::StringRef part : parts) {
    std::optional<TensorShape> shape = parseShape(part);
    if (!shape)
      return std::nullopt;
    shapes.push_back(std::move(*shape));
  }
  return shapes;
}

at::Tensor makeTensor(const TensorShape &shape, uint64_t seed) {
  at::Generator generator = at::make_generator<at::CPUGeneratorImpl>(seed);
  if (at::isFloatingType(shape.type))
    return at::randn(shape.sizes, generator, at::kFloat).to(shape.type);
  return at::randint(/*high=*/2, shape.sizes, generator, at::kLong)
      .to(shape.type);
}

} // namespace hier
