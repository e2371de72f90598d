//===- Operations.h - Operations that watch a graph run ---------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For libtorch's interpreter.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_PROFILE_OPERATIONS_H
#define HIER_LIB_PROFILE_OPERATIONS_H

#include "Recorder.h"

namespace hier {

/// A node for `graph` that passes `mark` of `recorder` when libtorch's
/// interpreter comes to it. The recorder must outlive what runs the graph.
torch::jit::Node *createMark(torch::jit::Graph &graph, Recorder &recorder,
                             size_t mark);

/// What values are, as they come.
class ValueWatcher {
public:
  virtual ~ValueWatcher() = default;
  virtual void see(size_t number, const c10::IValue &value) = 0;
};

/// A node that shows `value` to `watcher`, under `number`.
torch::jit::Node *createShow(torch::jit::Value &value, ValueWatcher &watcher,
                             size_t number);

} // namespace hier

#endif // HIER_LIB_PROFILE_OPERATIONS_H
