//===- Structure.h - A model as far as structure goes -----------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What nodes are beside their names: where operands come from, with constants
// and reads of attributes looked through, and numbers for equal texts.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_DIFF_STRUCTURE_H
#define HIER_LIB_DIFF_STRUCTURE_H

#include "hier/View/ModelView.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"

namespace hier {

/// Numbers for texts and paths, the same for the same ones of both models.
class SharedNumbers {
public:
  /// Of `text` without `___torch_mangle_N.`.
  unsigned text(llvm::StringRef text);

  /// A path is a row of names; the empty one is 0.
  unsigned path(unsigned parent, llvm::StringRef name);
  unsigned parentOf(unsigned path) const { return paths[path].parent; }
  unsigned nameOf(unsigned path) const { return paths[path].name; }
  /// `encoder.layer.0`; of a very long one its end.
  std::string spell(unsigned path) const;

private:
  struct Path {
    unsigned parent, name;
  };

  llvm::StringMap<unsigned> texts;
  std::vector<llvm::StringRef> spellings; // by number; owned by `texts`
  llvm::DenseMap<std::pair<unsigned, unsigned>, unsigned> children;
  std::vector<Path> paths = {{0, 0}};
};

/// What gives an operand its value.
struct Source {
  enum Kind : uint8_t { Input, BlockInput, Constant, Node };

  Kind kind = Input;
  size_t node = ModelView::none; // the node, or that with the block
  /// Among the inputs or outputs; of a constant, the number of its text.
  size_t place = 0;
  unsigned path = 0; // what is read from it
};

/// How much of a type is compared.
enum class TypeDetail { None, Scalars, All };

/// Of the nodes of one view.
class Structure {
public:
  /// `view` outlives it.
  Structure(const ModelView &view, SharedNumbers &numbers, TypeDetail types);

  struct Node {
    /// Is it compared where it is used?
    bool isFolded = false;
    unsigned operation = 0;  // kind, and of a Python call what is called
    unsigned attributes = 0; // all of them
    unsigned types = 0;      // of the outputs
    size_t firstSource = 0;  // of operands, then of results
    /// Of what it is computed from, down to inputs and constants.
    uint64_t deepKey = 0;
    /// Of what it is computed from directly, which lives on where that is
    /// changed; with types and without.
    uint64_t typedKey = 0, looseKey = 0;
  };

  /// Once the inputs have been matched: `inputNumbers` are the same for the
  /// same ones.
  void computeKeys(std::vector<size_t> inputNumbers);

  const ModelView &view;
  std::vector<Node> nodes; // by place
  std::vector<Source> results;
  /// What the nodes of each module cost that are compared themselves.
  std::vector<ModuleCost> costs;

  llvm::ArrayRef<Source> operandsOf(size_t node) const;
  llvm::ArrayRef<Source> resultsOf(size_t node) const;
  /// Is it a parameter, or the like, of the module that `node` is of?
  bool isOwn(const Source &source, size_t node) const;
  size_t inputNumber(const Source &source) const {
    return inputNumbers[source.place];
  }

private:
  void addNode(size_t place);
  bool fold(size_t place);
  void foldRead(size_t place);
  bool foldUnpacking(size_t place);
  void foldTuples();
  void sumUp();
  bool passesOn(const ModelView::Node &node) const;
  std::string constantText(const ModelView::Node &node) const;
  Source sourceOf(const ModelView::Operand &operand) const;
  uint64_t deepKeyOf(const Source &source) const;
  uint64_t directKeyOf(const Source &source, size_t node) const;

  SharedNumbers &numbers;
  TypeDetail typeDetail;
  std::vector<Source> sources;
  std::vector<size_t> inputNumbers;
  std::vector<unsigned> modulePaths; // by module
  /// What outputs of nodes really are.
  llvm::DenseMap<std::pair<size_t, size_t>, Source> folded;
};

} // namespace hier

#endif // HIER_LIB_DIFF_STRUCTURE_H
