//===- TypeTable.cpp - Types by their spelling ----------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The memory of types that were read, and the classes of a program.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/TypeTable.h"

#include "TypeReader.h"
#include "hier/IR/Opaque.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace hier {

TypeTable::TypeTable(std::shared_ptr<torch::jit::CompilationUnit> unit)
    : compilationUnit(std::move(unit)) {}

/// The type, or null when libtorch has none or would not print it as it stands.
static c10::TypePtr readExactly(TypeTable &table, StringRef spelling) {
  try {
    c10::TypePtr type =
        TypeReader(table, spelling, TypeReader::AsPrinted).read();
    if (!type)
      return nullptr;
    std::string printed;
    appendType(printed, *type, table.shapeSymbols());
    return printed == spelling ? type : nullptr;
  } catch (const c10::Error &) {
    return nullptr; // Sizes and strides that do not fit, a name of no atoms.
  }
}

/// With the spaces that torch puts into a type; empty where only a space
/// separates two words.
static std::string respell(StringRef spelling) {
  std::string respelt;
  bool isAfterSpace = false;
  for (char byte : spelling) {
    if (isSpace(byte)) {
      isAfterSpace = true;
      continue;
    }
    if (isAfterSpace && isAlnum(byte) && isAlnum(respelt.back()))
      return "";
    respelt += byte;
    if (byte == ',')
      respelt += ' ';
    isAfterSpace = false;
  }
  return respelt;
}

/// The type that parseIR reads, however libtorch prints it; null when it reads
/// none.
static c10::TypePtr readLoosely(TypeTable &table, StringRef spelling) {
  try {
    std::string respelt = respell(spelling.trim());
    return TypeReader(table, respelt, TypeReader::AsParsed).read();
  } catch (const c10::Error &) {
    return nullptr;
  }
}

/// A class whose name holds bytes that are of the syntax of types; null when
/// the spelling is another's.
static c10::TypePtr readOddClass(TypeTable &table, StringRef spelling) {
  bool isBare = spelling.starts_with("__torch__.") &&
                spelling.find_first_of(" ,=)>") != StringRef::npos &&
                !spelling.ends_with("]") && !spelling.ends_with("?");
  return isBare ? table.classType(spelling) : nullptr;
}

const c10::TypePtr &TypeTable::read(StringRef spelling) {
  auto [known, isNew] = types.try_emplace(spelling);
  if (isNew) {
    c10::TypePtr type = readExactly(*this, spelling);
    if (!type)
      type = readOddClass(*this, spelling);
    known->second = type ? type : readLoosely(*this, spelling);
    if (!known->second)
      known->second = makeOpaqueType(spelling);
  }
  return known->second;
}

c10::ClassTypePtr TypeTable::builtinClass(StringRef qualifiedName) {
  if (!qualifiedName.starts_with("__torch__.torch.classes."))
    return nullptr;
  return torch::getCustomClass(qualifiedName.str());
}

c10::ClassTypePtr TypeTable::classType(StringRef qualifiedName) {
  auto [known, isNew] = classes.try_emplace(qualifiedName);
  if (!isNew)
    return known->second;
  known->second = builtinClass(qualifiedName);
  if (known->second)
    return known->second;
  try {
    // The text does not tell modules from other classes where they are first
    // mentioned; most are modules, and only a module may own parameters.
    known->second = c10::ClassType::create(
        c10::QualifiedName(qualifiedName.str()), compilationUnit,
        /*is_module=*/true);
    compilationUnit->register_type(known->second);
  } catch (const c10::Error &) {
    known->second = nullptr; // `__torch__.a..b` has an empty atom.
  }
  return known->second;
}

} // namespace hier
