//===- NodeSpeller.cpp - Single nodes and values as text ------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A graph writer, of which only parts are used.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/NodeSpeller.h"

#include "AttributeText.h"
#include "GraphWriter.h"
#include "TorchAccess.h"
#include "llvm/ADT/STLExtras.h"

using namespace torch::jit;

namespace hier {

NodeSpeller::NodeSpeller(const Item &item, llvm::ArrayRef<c10::Symbol> leftOut)
    : leftOut(leftOut.begin(), leftOut.end()),
      buffer(std::make_unique<TextBuffer>(text)),
      writer(std::make_unique<GraphWriter>(*buffer)) {
  writer->printsTypes = item.printsTypes;
  writer->shapeSymbols = item.types ? &item.types->shapeSymbols() : nullptr;
  writer->leftOut = this->leftOut;
}

NodeSpeller::~NodeSpeller() = default;

std::string NodeSpeller::spelt(llvm::function_ref<void()> write) {
  buffer->clear();
  write();
  return buffer->text().str();
}

std::string NodeSpeller::statement(const Node &node) {
  return spelt([&] { writer->writeStatement(node); });
}

std::string NodeSpeller::name(const Value &value) {
  return spelt([&] { writer->writeName(value); });
}

std::string NodeSpeller::type(const Value &value) {
  return spelt([&] {
    if (writer->printsTypes)
      *buffer += writer->typeText(value);
  });
}

std::vector<NodeSpeller::Attribute> NodeSpeller::attributes(const Node &node) {
  std::vector<Attribute> all;
  for (const auto &attribute : access::get<access::NodeAttributes>(node))
    if (!llvm::is_contained(leftOut, attribute->name))
      all.push_back({attribute->name.toUnqualString(), spelt([&] {
                       appendAttributeValue(*buffer, *attribute);
                     })});
  return all;
}

} // namespace hier
