//===- Parameters.h - How large parameters are ------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A live module has its parameters. A text names them, and says nothing of
// their shapes but through the operations that work on them: the weight of an
// aten::linear follows from its input and output, that of an aten::embedding
// does not.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_COST_PARAMETERS_H
#define HIER_COST_PARAMETERS_H

#include "hier/IR/Program.h"

#include <optional>
#include <string>
#include <vector>

namespace hier {

struct Parameter {
  std::string module; ///< The path of the module.
  std::string name;
  std::optional<uint64_t> elements, bytes; ///< None: not known.
  /// Has another module or name before it the same one? Of a text nobody can
  /// tell.
  bool isShared = false;
};

/// The parameters, not the buffers, of all modules of `item`, called or not;
/// `flat` is its inlined graph. Of a graph alone, the tensors that its nodes
/// read from modules, but for those that are sure to be buffers. One without a
/// name, of which nothing is known, stands for all those of a module that it
/// calls, and for all there are where it has no module.
std::vector<Parameter> parametersOf(const Item &item, torch::jit::Graph &flat);

} // namespace hier

#endif // HIER_COST_PARAMETERS_H
