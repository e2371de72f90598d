//===- ModelView.h - A model as people look at it ---------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The modules of an item, what ran when, every node, and what it all costs, as
// plain data, which outlives the program. Trees, pages, traces, drawings and
// differences are made of it.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_VIEW_MODELVIEW_H
#define HIER_VIEW_MODELVIEW_H

#include "hier/Analysis/Inliner.h"
#include "hier/Cost/Costs.h"
#include "hier/Hierarchy/TagPolicy.h"
#include "hier/View/ModuleCost.h"

#include <limits>
#include <optional>

namespace hier {

struct ModelView {
  /// No place in a list.
  static constexpr size_t none = std::numeric_limits<size_t>::max();

  struct Module {
    std::string path;       ///< `encoder.layer.0`; the root's is empty.
    std::string name;       ///< The last part of it.
    std::string className;  ///< `BertLayer`; empty where it is not known.
    std::string definition; ///< The Python module that defines the class.
    /// Of its last call; of one that is not called, the static one. Empty where
    /// there is none.
    std::string tag;
    size_t parent = 0;     ///< Its place in `modules`; the root's own.
    size_t calls = 0;      ///< By other modules; one of the root.
    bool isStatic = false; ///< Is it in the module tree?
    bool isTraced = false; ///< Is it called, or has it nodes?
    ModuleCost own;        ///< Of its own nodes and parameters.
    ModuleCost total;      ///< And of the modules in it.
  };

  struct Call {
    size_t parent = 0; ///< Its place in `calls`; the root's own.
    size_t module = 0; ///< Its place in `modules`.
    uint32_t index = 0;
    std::string tag;
    /// Would hooks fire, and is it in the execution trace?
    bool makesLevel = false;
    /// The nodes that run in it, as far as they lie together: a call within
    /// another is within its span, and calls do not overlap.
    size_t begin = 0, end = 0;
    /// Does it stand for all that calls a part of a model, rather than for a
    /// call? Then it is the root's.
    bool isAround = false;
  };

  struct Value {
    std::string name; ///< `%x.1`
    std::string type; ///< `Float(1, 8)`; empty where types are not printed.
  };

  struct Operand {
    size_t node = none; ///< What defines it; none of an input.
    /// Its place among the node's outputs; of an input, among the inputs.
    size_t output = 0;
    std::string name;
    /// Of an input, the node whose block or subgraph it enters; none of one of
    /// the graph.
    size_t owner = none;
  };

  struct Attribute {
    std::string name;
    std::string value;
  };

  struct Node {
    std::string kind; ///< `aten::linear`
    /// As it is printed, without blocks, scope, location and hierarchy.
    std::string text;
    size_t module = 0; ///< Its place in `modules`.
    size_t call = 0;   ///< Its place in `calls`: the nearest that is known.
    size_t tag = 0;    ///< The place in `tags` of what tag-hierarchy writes.
    std::string evidence;
    std::string source;  ///< `file.py:12:0`; empty where it is not known.
    size_t owner = none; ///< The node in whose block or subgraph it is.
    size_t block = 0;    ///< Which of the owner's blocks that is.
    std::vector<Operand> operands;
    /// What its blocks or subgraph give, one after the other.
    std::vector<Operand> results;
    std::vector<Value> outputs;
    std::vector<Attribute> attributes; ///< But those of the hierarchy.
    NodeCost cost;
    /// The median of the time it took in a run, without what is in its blocks;
    /// none where it was not profiled, and of constants, which do not run.
    std::optional<double> nanoseconds;
  };

  std::string name; ///< Of the input.
  std::string rootClass;
  std::vector<Module> modules;   ///< As named_modules() orders them.
  std::vector<Call> calls;       ///< In the order in which they are entered.
  std::vector<Value> inputs;     ///< Of the graph.
  std::vector<Operand> results;  ///< What the graph returns.
  std::vector<Node> nodes;       ///< Of the flat graph, in program order.
  std::vector<std::string> tags; ///< Of nodes, one for each call.
  /// Why modules, and calls, may be missing; empty where none is.
  std::string missingModules;
  std::string missingCalls;
};

struct ViewOptions {
  /// How tags are spelt; where there is none, the root's class decides.
  std::optional<TagPolicy> policy;
  InlineOptions inlining;
  /// Are the texts, values and attributes of nodes wanted?
  bool spellsNodes = true;
};

/// Of `item`, which stays as it is, with the times that the pass profile has
/// left with it. Errors are those of inlining, or say that
/// modules are nested too deep.
llvm::Expected<ModelView> viewOf(Item &item, llvm::StringRef name,
                                 const ViewOptions &options = {});

} // namespace hier

#endif // HIER_VIEW_MODELVIEW_H
