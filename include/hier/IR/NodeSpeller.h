//===- NodeSpeller.h - Single nodes and values as text ----------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the writer prints of a whole graph, for those who show its nodes one by
// one.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_IR_NODESPELLER_H
#define HIER_IR_NODESPELLER_H

#include "hier/IR/Program.h"
#include "llvm/ADT/ArrayRef.h"

namespace hier {

class GraphWriter;
class TextBuffer;

class NodeSpeller {
public:
  /// Of nodes of `item`, which outlives the speller. Attributes called as one
  /// of `leftOut` are left out.
  NodeSpeller(const Item &item, llvm::ArrayRef<c10::Symbol> leftOut);
  ~NodeSpeller();

  /// `%y : Tensor = aten::relu(%x)`: without margin, blocks, scope, location
  /// and the end of the line. A string among the attributes may have a newline.
  /// The number of a subgraph's label is that among what this speller spells.
  std::string statement(const torch::jit::Node &node);
  /// `%x.1`.
  std::string name(const torch::jit::Value &value);
  /// `Float(1, 8)`.
  std::string type(const torch::jit::Value &value);

  struct Attribute {
    std::string name;
    std::string value;
  };
  /// In order. A subgraph is `<Graph>`.
  std::vector<Attribute> attributes(const torch::jit::Node &node);

private:
  /// What `write` appends.
  std::string spelt(llvm::function_ref<void()> write);

  std::string text;
  std::vector<c10::Symbol> leftOut;
  std::unique_ptr<TextBuffer> buffer;
  std::unique_ptr<GraphWriter> writer;
};

} // namespace hier

#endif // HIER_IR_NODESPELLER_H
