//===- GraphReader.h - The grammar of graphs ------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads `graph(...): ... return (...)` into a torch::jit::Graph, line by line
// in one pass, with no recursion on the depth of blocks or subgraphs. A line
// that torch would not print is respelt, if it can be, and read again.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_IR_GRAPHREADER_H
#define HIER_LIB_IR_GRAPHREADER_H

#include "AttributeText.h"
#include "Cursor.h"
#include "Interner.h"
#include "NameTable.h"
#include "SubgraphLabels.h"
#include "hier/IR/TypeTable.h"
#include "hier/IR/ValueNames.h"
#include "llvm/ADT/SmallVector.h"

namespace hier {

class GraphReader {
public:
  GraphReader(Cursor &cursor, Interner &interner, TypeTable &types)
      : cursor(cursor), interner(interner), types(types), attributes(types) {}

  /// graph ::= 'graph(' parameters '):' line* 'return (' operands ')' subgraph*
  /// subgraph ::= 'with ' kind '_' number ' = ' graph
  ///
  /// The cursor is at `graph(`, and afterwards at the line that follows. Null
  /// after an error, which the cursor holds.
  std::shared_ptr<torch::jit::Graph> read();

  /// Program::depthWithMargin, of all that was read.
  size_t depthWithMargin = std::numeric_limits<size_t>::max();
  /// Of the values that were read, is there one with a type, one without?
  bool hasTypedValue = false;
  bool hasUntypedValue = false;
  /// Has a name, a type or a scalar gone on over lines?
  bool hasSplitStatement = false;

private:
  using Node = torch::jit::Node;
  using Value = torch::jit::Value;
  using Block = torch::jit::Block;
  using Graph = torch::jit::Graph;

  /// A definition whose node is not there yet: name, type, and where it stands.
  struct Definition {
    llvm::StringRef name;
    const c10::TypePtr *type; // null when the text leaves it out
  };
  /// A block that is being read.
  struct OpenBlock {
    Block *block;
    Node *last = nullptr; // the node that a block which follows belongs to
    uint32_t id = 0;
    const char *openedAt = nullptr;
    const char *lastAt = nullptr; // where `last` begins in the text
    bool isLastComplete = true;   // no block of `last` can follow
  };
  /// A node whose subgraph stands after the graph that uses it.
  struct Awaited {
    Node *node;
    llvm::StringRef label; // `prim::fork_0`
    size_t depth;          // of the subgraph
    const char *where;     // the node begins in the text
  };

  bool readGraph(Graph &graph);
  bool readHeader();
  bool readLine();
  bool readStatement();
  bool readReturn();
  bool readSubgraph(const Awaited &awaited);
  bool readSubgraphHeader(const Awaited &awaited);

  bool attempt(bool (GraphReader::*read)());
  bool attemptAsPrinted(bool (GraphReader::*read)());
  bool attemptLoosely(bool (GraphReader::*read)());
  bool attemptRespelt(bool (GraphReader::*read)());

  bool readNode();
  bool readDefinitions();
  bool readDefinition();
  bool readOnlyDefinition();
  bool readUntypedName();
  bool readDefinitionByItsEnd();
  Node *readKind();
  size_t oddKindLength();
  Node *createPythonCallNode();
  Node *createBalancedPythonCall();
  Node *createPythonCallByItsEnd();
  size_t findScalarsEnd(llvm::StringRef text);
  bool readAttributes();
  bool checkAttributeName(llvm::StringRef name);
  bool readOperands();
  Value *readOperand();
  llvm::StringRef operandText() const;
  void failOperand(const char *where, llvm::StringRef name);
  Value *lookUp(llvm::StringRef name) const;
  void setTypes(Node &node);
  bool readScopeAndLocation(Node &node);
  bool isNextLabel(llvm::StringRef spelling);

  bool completeNode();
  llvm::StringRef looseText();
  bool spend(size_t bytes);
  bool endsWithOperands(const char *place);

  bool openBlock();
  bool closeBlock();
  bool defineInputs(Block &block);
  bool define(Value &value, const Definition &definition);

  Cursor &cursor;
  Interner &interner;
  TypeTable &types;
  AttributeReader attributes;

  Graph *graph = nullptr;
  std::optional<ValueNamer> namer;
  NameTable names;
  size_t longestSplitName = 0; // of a name that goes on over lines
  std::vector<OpenBlock> blocks;
  /// By block id: where it is in `blocks`, none when it has ended.
  std::vector<std::optional<uint32_t>> depths;
  const char *statement = nullptr; // where it begins in the text
  bool returned = false;           // the graph's end is read
  bool isWellSpelt = false; // the error is in what is said, not in the syntax
  /// What the statement is made of may hold the syntax's own bytes, so that it
  /// ends where what follows says so. Trying takes a time that is limited.
  bool isLoose = false;
  const char *looseEnd = nullptr; // of the lines that may be the statement's
  size_t looseBudget = 0;         // bytes that may still be looked at
  std::vector<Awaited> awaited;
  size_t graphDepth = 0; // of the graph that is being read
  SubgraphLabels labels;
  size_t subgraphsSeen = 0; // in the graph that is being read

  llvm::SmallVector<Definition, 4> definitions;
  llvm::SmallVector<Value *, 8> operands;
  llvm::SmallVector<std::pair<llvm::StringRef, llvm::StringRef>, 4>
      pendingAttributes;
};

} // namespace hier

#endif // HIER_LIB_IR_GRAPHREADER_H
