//===- HierarchyData.h - Modules and calls as plain data --------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the reports print-static-hierarchy, print-traced-hierarchy and
// print-execution-trace are made of, for programs.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_INTEROP_HIERARCHYDATA_H
#define HIER_INTEROP_HIERARCHYDATA_H

#include "hier/Analysis/Inliner.h"
#include "hier/Hierarchy/StaticTags.h"

#include <optional>

namespace hier {

struct HierarchyData {
  struct Module {
    std::string path;       ///< `encoder.layer.0`; the root's is empty.
    std::string className;  ///< `BertLayer`; empty where it is not known.
    std::string definition; ///< The module that defines the class.
    /// The static hierarchy's, which the root is not in; nor are modules whose
    /// classes, or those of modules around them, are not known.
    std::optional<std::string> tag;
  };

  struct Call {
    size_t parent = 0;  ///< The call that it was made in; the root's is itself.
    std::string path;   ///< Of the module.
    std::string tag;    ///< What the nodes that run in it have.
    uint32_t index = 0; ///< How many calls of the module came before.
    /// Would hooks fire? Not for the root's own call, nor for one of another
    /// method than forward.
    bool firesHooks = false;
  };

  struct Step {
    size_t call = 0;    ///< Its place in `calls`.
    bool enters = true; ///< Or leaves.
    uint32_t depth = 0; ///< The levels of the stack, the root's included.
  };

  std::string rootClass;
  std::string policy;          ///< The name of the one that tags are by.
  std::vector<Module> modules; ///< As named_modules() orders them.
  std::vector<Call> calls;     ///< In the order in which they are entered.
  std::vector<Step> trace;
  /// The traced hierarchy: the tag of each module's last call.
  TagMapping tracedTags;
  /// Why modules, and calls, may be missing; empty where none is.
  std::string missingModules;
  std::string missingCalls;
};

struct HierarchyOptions {
  /// How tags are spelt; where there is none, the root's class decides.
  std::optional<TagPolicy> policy;
  InlineOptions inlining;
};

/// Of each item of `program`, which stays as it is. See programOf
/// (hier/Interop/LiveProgram.h) for that of a module, and readDump
/// (hier/IR/Reader.h) for a text's. Errors are those of inlining, or say that
/// modules are nested too deep.
llvm::Expected<std::vector<HierarchyData>>
hierarchiesOf(Program &program, const HierarchyOptions &options = {});

} // namespace hier

#endif // HIER_INTEROP_HIERARCHYDATA_H
