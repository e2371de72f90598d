//===- GraphWriter.h - How graphs are spelt -------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Appends graphs to a text. Spellings that recur are remembered by address, for
// as long as the writer lives: what they belong to must live as long.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_IR_GRAPHWRITER_H
#define HIER_LIB_IR_GRAPHWRITER_H

#include "TextBuffer.h"
#include "hier/IR/Torch.h"
#include "hier/IR/TypeTable.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"

#include <string>

namespace hier {

class GraphWriter {
public:
  /// Blocks nested deeper than `depthWithMargin` may have a shorter margin than
  /// libtorch gives them.
  explicit GraphWriter(TextBuffer &out, size_t depthWithMargin =
                                            std::numeric_limits<size_t>::max())
      : out(out), depthWithMargin(depthWithMargin) {}

  void write(const torch::jit::Graph &graph, size_t indent);
  /// A node alone: without margin, blocks, scope, location and the end of line.
  void writeStatement(const torch::jit::Node &node);
  void writeName(const torch::jit::Value &value);
  /// As it is printed after the colon. Valid until the next call.
  llvm::StringRef typeText(const torch::jit::Value &value);

  /// Are the types of values printed?
  bool printsTypes = true;
  /// Those that are printed, as long as this is not null.
  const ShapeSymbols *shapeSymbols = nullptr;
  /// The names of attributes that are not printed.
  llvm::ArrayRef<c10::Symbol> leftOut;

private:
  using Node = torch::jit::Node;
  using Value = torch::jit::Value;

  /// Where the writer is in a block: the nodes from `next` on are to come.
  struct OpenBlock {
    const torch::jit::Block *block;
    torch::jit::const_graph_node_list_iterator next;
    size_t indent;
    size_t index; // among the blocks of its node
  };

  void writeOne(const torch::jit::Graph &graph, size_t indent);
  void openBlock(const torch::jit::Block &block, size_t indent, size_t index);
  void writeNode(const Node &node, size_t indent);
  void writeKind(const Node &node);
  void writeAttributes(const Node &node, bool withSubgraph);
  void writeScope(const Node &node);
  void writeLocation(const Node &node);
  void writeType(const Value &value);
  void writeOperands(at::ArrayRef<const Value *> operands);
  void margin(size_t indent) { out.append(indent, ' '); }

  size_t marginOf(size_t depth) const;

  TextBuffer &out;
  size_t depthWithMargin;
  std::vector<const Node *> subgraphs; // of the graph that is being written
  llvm::DenseMap<const c10::Type *, std::string> types;
  llvm::DenseMap<uint32_t, std::string> kinds;
  llvm::DenseMap<uint32_t, std::string> attributeNames;
  llvm::DenseMap<const torch::jit::Scope *, std::string> scopes;
  llvm::DenseMap<std::pair<const torch::jit::Source *, size_t>, std::string>
      locations;
};

} // namespace hier

#endif // HIER_LIB_IR_GRAPHWRITER_H
