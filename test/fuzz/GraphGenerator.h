//===- GraphGenerator.h - A valid graph from any bytes ----------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The graphs of a generated program. They know the classes of its modules, so
// that what they call is often there.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_TEST_FUZZ_GRAPHGENERATOR_H
#define HIER_TEST_FUZZ_GRAPHGENERATOR_H

#include "Vocabulary.h"
#include "llvm/ADT/StringSet.h"

#include <optional>
#include <string>
#include <vector>

namespace hier::fuzz {

struct MethodSpec {
  std::string name;
  size_t inputs = 0; // without self
  size_t outputs = 0;
  /// What all objects of the class have, if they have the same, at no
  /// indentation.
  std::string text;
};

struct MemberSpec {
  std::string name;
  std::string value;
  std::optional<size_t> child; // the class of a submodule
};

/// A class of modules. Its submodules are among its members.
struct ClassSpec {
  std::string name;
  std::vector<MemberSpec> parameters;
  std::vector<MemberSpec> members;
  std::vector<MethodSpec> methods;
};

class GraphGenerator {
public:
  GraphGenerator(Vocabulary &words, const std::vector<ClassSpec> &classes)
      : words(words), classes(classes) {}

  /// A graph with its subgraphs, of a method of the class `self` or of none.
  std::string generate(const MethodSpec &method, std::optional<size_t> self);

private:
  struct Value {
    std::string name;
    std::optional<size_t> module; // the class that it is an object of
  };
  /// A subgraph that is to follow its graph.
  struct Subgraph {
    std::string label;
    std::vector<std::optional<size_t>> inputs;
    size_t outputs;
  };

  /// A node with blocks: a prim::If or a prim::Loop as the verifier wants it,
  /// or of any kind with up to three blocks.
  struct BlockForm {
    std::string kind;
    size_t operands = 0;
    size_t outputs = 0;
    size_t blocks = 0;
    size_t blockInputs = 0;
    size_t blockOutputs = 0;
  };

  void appendGraph(llvm::ArrayRef<std::optional<size_t>> inputs, size_t outputs,
                   size_t depth);
  void appendNodes(size_t indent, size_t depth);
  void appendNode(size_t indent, size_t depth);
  void appendConstant(size_t indent);
  void appendGetAttr(size_t indent, const Value &object);
  void appendCallMethod(size_t indent, const Value &object);
  void appendCallFunction(size_t indent);
  void appendWithSubgraph(size_t indent);
  BlockForm makeBlockForm();
  void appendWithBlocks(size_t indent, size_t depth);
  void appendBlock(size_t indent, size_t depth, size_t index,
                   const BlockForm &form);
  void appendOperation(size_t indent);
  void appendPythonCall(size_t indent);

  /// Opens a line with the definitions of a node; they count once it is whole.
  void beginNode(size_t indent, size_t outputs,
                 std::optional<size_t> module = std::nullopt);
  void endNode();
  void appendDefinition(std::optional<size_t> module);
  void appendOperands(size_t count);
  std::string operand();
  const Value *moduleValue();
  std::string freshName();

  Vocabulary &words;
  const std::vector<ClassSpec> &classes;
  std::string text;
  size_t budget = 0;
  // Of the graph that is being made.
  llvm::StringSet<> names;
  std::vector<Value> visible;
  std::vector<Value> defined;
  std::vector<Subgraph> subgraphs;
};

} // namespace hier::fuzz

#endif // HIER_TEST_FUZZ_GRAPHGENERATOR_H
