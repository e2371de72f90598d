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
#include "llvm/ADT/STLFunctionalExtras.h"
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
    /// Of what it is computed from in a few steps, and in one. These live on
    /// where something is changed before that. The last with types and without.
    uint64_t nearKey = 0, typedKey = 0, looseKey = 0;
  };

  /// Numbers for inputs, the same for those that belong together.
  void setInputs(std::vector<size_t> numbers);
  /// The same for modules, which the keys of nodes need as well.
  void computeKeys(std::vector<size_t> modules);

  const ModelView &view;
  std::vector<Node> nodes; // by place
  std::vector<Source> results;
  /// What the nodes of each module cost that are compared themselves.
  std::vector<ModuleCost> costs;

  llvm::ArrayRef<Source> operandsOf(size_t node) const;
  llvm::ArrayRef<Source> resultsOf(size_t node) const;
  /// Is it a parameter, or the like, of the module that `node` is of?
  bool isOwn(const Source &source, size_t node) const;
  /// Of what it is computed from in one step.
  std::vector<uint64_t> operandKeys(size_t node) const;
  /// The same of the node and that step together, whichever modules it is in.
  /// Needs the numbers of inputs alone.
  uint64_t keyWithoutModules(size_t node) const;

private:
  void addNode(size_t place);
  bool fold(size_t place);
  bool foldList(size_t place);
  void foldRead(size_t place);
  bool foldUnpacking(size_t place);
  void foldTuples();
  void sumUp();
  bool passesOn(const ModelView::Node &node) const;
  llvm::StringRef typeOfConstant(const ModelView::Node &node) const;
  std::string constantText(const ModelView::Node &node) const;
  Source sourceOf(const ModelView::Operand &operand) const;
  /// `keyOf` gives the key of a node that an operand comes from.
  using KeyOf = llvm::function_ref<uint64_t(size_t)>;
  uint64_t keyOf(const Source &source, KeyOf keyOf) const;
  uint64_t keyWithin(const Source &source, size_t node, KeyOf keyOf) const;
  uint64_t ownKey(size_t node) const;
  uint64_t localKey(size_t node) const;
  void computeNearKeys();

  SharedNumbers &numbers;
  TypeDetail typeDetail;
  std::vector<bool> mayChange; // what nodes make or read, by place
  std::vector<Source> sources;
  std::vector<size_t> inputNumbers, moduleNumbers;
  std::vector<unsigned> modulePaths; // by module
  /// What outputs of nodes really are.
  llvm::DenseMap<std::pair<size_t, size_t>, Source> folded;
};

} // namespace hier

#endif // HIER_LIB_DIFF_STRUCTURE_H
