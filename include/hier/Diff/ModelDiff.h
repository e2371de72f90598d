//===- ModelDiff.h - What has changed between two models --------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The differences of two views, module by module, as plain data. Structure is
// compared, not spelling: names and numbers of values, what mangling adds to
// the names of classes, and places in source code are not.
//
// Constants, and reads of attributes that nothing sets, are compared where they
// are used, by what they give: however often one is repeated, and wherever it
// stands, is the same. One that nothing uses is not compared.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_DIFF_MODELDIFF_H
#define HIER_DIFF_MODELDIFF_H

#include "hier/View/ModelView.h"

namespace hier {

/// What can be compared of a node or module that both models have.
enum class DiffAspect {
  Attributes,
  Types,     ///< Of what nodes make, and of the inputs of the graph.
  Operands,  ///< And results, and which inputs the graph has.
  Order,     ///< Where a node stands: in which order, module and block.
  Tags,      ///< And classes of modules.
  Costs,     ///< Of modules.
  Calls,     ///< How often a module is called.
  Evidence,  ///< How it is known whose a node is.
  Locations, ///< In source code.
};

/// How an aspect is called in options: `attributes`.
llvm::StringRef nameOf(DiffAspect aspect);
/// All of them, in the order of their numbers.
llvm::ArrayRef<llvm::StringRef> diffAspectNames();

class DiffAspects {
public:
  /// All but evidence and locations, which differ where the models do not.
  static DiffAspects byDefault();

  bool has(DiffAspect aspect) const { return bits & bitOf(aspect); }
  void set(DiffAspect aspect, bool isWanted) {
    bits = isWanted ? bits | bitOf(aspect) : bits & ~bitOf(aspect);
  }

private:
  static unsigned bitOf(DiffAspect aspect) {
    return 1u << static_cast<unsigned>(aspect);
  }
  unsigned bits = 0;
};

/// What has happened to a node or module, each to one of these: one that has
/// moved and changed too has moved. A module moves by a new path.
enum class DiffEvent { Added, Removed, Moved, Changed };

/// `+`, `-`, `>` or `~`.
char markOf(DiffEvent event);

struct ModelDiff {
  static constexpr size_t none = ModelView::none;

  /// One fact that is not the same in both models.
  struct Change {
    DiffAspect aspect;
    std::string what; ///< `operand 1`, `type of output 0`, `class`, `FLOPs`.
    std::optional<std::string> before =
        {}; ///< None where there is no such thing.
    std::optional<std::string> after = {};

    bool operator==(const Change &) const = default;
  };

  /// A node that has come, gone, moved, or is not quite what it was.
  struct Node {
    size_t before = none; ///< Its place in `nodes` of the one view; none: new.
    size_t after = none;  ///< In those of the other; none: gone.
    /// Does it stand elsewhere than its neighbours let expect: in another
    /// order, another module, or another block?
    bool isMoved = false;
    std::vector<Change> changes = {};

    DiffEvent event() const { return eventOf(before, after, isMoved); }
  };

  /// A module that has come, gone, or in which something differs.
  struct Module {
    size_t before = none; ///< Its place in `modules`; none: new.
    size_t after = none;  ///< None: gone.
    bool isRenamed = false;
    size_t movedAway = 0; ///< Nodes of it that another module has now.
    std::vector<Change> changes = {};
    /// As they follow one another. One that has moved is where it is now.
    std::vector<Node> nodes = {};

    DiffEvent event() const { return eventOf(before, after, isRenamed); }
  };

  struct Counts {
    size_t added = 0, removed = 0, moved = 0, changed = 0;

    size_t sum() const { return added + removed + moved + changed; }
    void add(DiffEvent event);
    Counts &operator+=(const Counts &other);
    bool operator==(const Counts &) const = default;
  };

  /// Of the graph: its inputs, and what it returns.
  std::vector<Change> changes;
  std::vector<Module> modules; ///< As named_modules() orders them.
  Counts moduleCounts;         ///< Moved: renamed.
  Counts nodeCounts;
  /// What was not compared, and why: lines for people.
  std::vector<std::string> notes;

  bool empty() const { return changes.empty() && modules.empty(); }

  static DiffEvent eventOf(size_t before, size_t after, bool isElsewhere) {
    return before == none  ? DiffEvent::Added
           : after == none ? DiffEvent::Removed
           : isElsewhere   ? DiffEvent::Moved
                           : DiffEvent::Changed;
  }
};

/// Of the nodes of one module.
ModelDiff::Counts countsOf(const ModelDiff::Module &module);

/// The differences that make `after` of `before`: few of them, but not always
/// the fewest. Both views have to spell their nodes.
ModelDiff diffOf(const ModelView &before, const ModelView &after,
                 DiffAspects aspects = DiffAspects::byDefault());

} // namespace hier

#endif // HIER_DIFF_MODELDIFF_H
