//===- TypeWriter.cpp - How types are spelt -------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// libtorch's `operator<<` on types, with a stack in the place of recursion.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/TypeTable.h"
#include "llvm/ADT/SmallVector.h"

#include <sstream>

namespace hier {

namespace {

/// What is still to be printed: text, or a type. libtorch prints what stands
/// inside a Dict by `str()`, which leaves out the facts of a tensor.
struct Piece {
  const c10::Type *type = nullptr;
  std::string text;
  bool brief = false;
};

class TypeWriter {
public:
  TypeWriter(std::string &out, const ShapeSymbols &symbols)
      : out(out), symbols(symbols) {}

  void write(const c10::Type &type) {
    pending.push_back({&type, "", false});
    while (!pending.empty()) {
      Piece piece = std::move(pending.back());
      pending.pop_back();
      if (piece.type)
        writeOne(*piece.type, piece.brief);
      else
        out += piece.text;
    }
  }

private:
  void writeOne(const c10::Type &type, bool brief);
  void writeTuple(const c10::TupleType &tuple, bool brief);
  void writeTensor(const c10::TensorType &tensor);
  void enclose(std::string_view before, const c10::Type &type,
               std::string_view after, bool brief) {
    out += before;
    pending.push_back({nullptr, std::string(after), false});
    pending.push_back({&type, "", brief});
  }

  std::string &out;
  const ShapeSymbols &symbols;
  llvm::SmallVector<Piece, 8> pending;
};

} // namespace

static std::string printed(const c10::Type &type) {
  std::ostringstream stream;
  stream << type;
  return stream.str();
}

void TypeWriter::writeOne(const c10::Type &type, bool brief) {
  switch (type.kind()) {
  case c10::TypeKind::ListType:
    return enclose("", *type.expectRef<c10::ListType>().getElementType(), "[]",
                   brief);
  case c10::TypeKind::OptionalType:
    return enclose("", *type.expectRef<c10::OptionalType>().getElementType(),
                   "?", brief);
  case c10::TypeKind::FutureType:
    return enclose(brief ? "Future(" : "Future[",
                   *type.expectRef<c10::FutureType>().getElementType(),
                   brief ? ")" : "]", brief);
  case c10::TypeKind::DictType: {
    const auto &dict = type.expectRef<c10::DictType>();
    out += "Dict(";
    pending.push_back({nullptr, ")", false});
    pending.push_back({dict.getValueType().get(), "", /*brief=*/true});
    pending.push_back({nullptr, ", ", false});
    pending.push_back({dict.getKeyType().get(), "", /*brief=*/true});
    return;
  }
  case c10::TypeKind::TupleType:
    return writeTuple(type.expectRef<c10::TupleType>(), brief);
  case c10::TypeKind::FunctionType:
    out += "Function";
    return;
  case c10::TypeKind::TensorType:
    if (!brief && !symbols.empty())
      return writeTensor(type.expectRef<c10::TensorType>());
    [[fallthrough]];
  default:
    out += brief ? type.str() : printed(type);
  }
}

/// libtorch prints `*` for each size that is not known, and nowhere else.
void TypeWriter::writeTensor(const c10::TensorType &tensor) {
  llvm::StringRef rest, part;
  std::string text = printed(tensor);
  rest = text;
  for (const c10::ShapeSymbol &size : tensor.symbolic_sizes().sizes().value_or(
           std::vector<c10::ShapeSymbol>()))
    if (!size.is_static() && rest.contains('*')) {
      std::tie(part, rest) = rest.split('*');
      out += part;
      out += symbols.contains(size.value())
                 ? "SS(" + std::to_string(size.value()) + ")"
                 : "*";
    }
  out += rest;
}

void TypeWriter::writeTuple(const c10::TupleType &tuple, bool brief) {
  if (brief && tuple.schema() && tuple.name()) {
    out += tuple.name()->qualifiedName();
    return;
  }
  out += tuple.schema() ? "NamedTuple(" : "(";
  pending.push_back({nullptr, ")", false});
  auto elements = tuple.elements();
  for (size_t index = elements.size(); index-- > 0;) {
    pending.push_back({elements[index].get(), "", brief});
    std::string before = index > 0 ? ", " : "";
    if (tuple.schema())
      before += tuple.schema()->arguments()[index].name() + " : ";
    pending.push_back({nullptr, std::move(before), false});
  }
}

void appendType(std::string &out, const c10::Type &type,
                const ShapeSymbols &symbols) {
  TypeWriter(out, symbols).write(type);
}

} // namespace hier
