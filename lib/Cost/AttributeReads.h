//===- AttributeReads.h - What a graph reads from modules -------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Modules are followed from the first input of a flat graph through
// prim::GetAttr, and into subgraphs.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_COST_ATTRIBUTEREADS_H
#define HIER_LIB_COST_ATTRIBUTEREADS_H

#include "hier/IR/Program.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SetVector.h"

#include <map>

namespace hier {

/// An attribute of a module, and the values that are read from it.
struct AttributeRead {
  size_t module; ///< Place in AttributeReads::modules.
  std::string name;
  std::vector<torch::jit::Value *> values = {};
};

class AttributeReads {
public:
  /// `nodes` are all those of `flat`, in program order.
  AttributeReads(const Item &item, torch::jit::Graph &flat,
                 llvm::ArrayRef<torch::jit::Node *> nodes);

  /// Modules of a text may be nested deeper than those of any model, and their
  /// paths grow with that: what is deeper is not followed. GraphModules of
  /// Analysis stops at the same depth, that of ModuleTree.
  static constexpr size_t maxDepth = 256;

  struct Module {
    size_t parent; ///< The root's own.
    size_t depth;
    std::string name;
    ModuleObject *object; ///< Null where only the graph tells of it.
  };
  /// Those that are read, and those around them; the root is the first.
  std::vector<Module> modules;
  /// Is the first input a module?
  bool hasRoot = false;
  /// Attributes that are no modules, in the order in which they are read.
  std::vector<AttributeRead> reads;
  /// The modules that calls which were not inlined are made on, in that order.
  llvm::SetVector<size_t> called;

  std::string path(size_t module) const;

private:
  void follow(torch::jit::Node &node);
  void noteRead(torch::jit::Node &read);
  void noteCall(torch::jit::Node &call);
  size_t childOf(size_t module, const std::string &name);

  std::map<std::pair<size_t, std::string>, size_t> children;
  std::map<std::pair<size_t, std::string>, size_t> readPlaces;
  llvm::DenseMap<torch::jit::Value *, size_t> moduleByValue;
};

/// The tensor that an attribute of `module` is; nothing where it is no tensor,
/// or the module is not live.
std::optional<at::Tensor> liveTensor(const ModuleObject &module,
                                     const std::string &name);

} // namespace hier

#endif // HIER_LIB_COST_ATTRIBUTEREADS_H
