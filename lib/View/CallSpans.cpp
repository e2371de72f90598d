//===- CallSpans.cpp - Where in a graph each call runs --------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Calls are in the order of their entering: one comes after the call that it is
// in, and before all that is entered later.
//
//===----------------------------------------------------------------------===//

#include "CallSpans.h"

namespace hier {

namespace {

class SpanFinder {
public:
  explicit SpanFinder(std::vector<ModelView::Call> &calls, size_t nodeCount)
      : calls(calls), nodeCount(nodeCount) {}

  void run(const std::vector<ModelView::Node> &nodes,
           const std::vector<bool> &isPlaced);

private:
  void takeIn(size_t call, size_t begin, size_t end);
  void widenParents();
  void order();

  std::vector<ModelView::Call> &calls;
  size_t nodeCount;
};

} // namespace

void SpanFinder::takeIn(size_t call, size_t begin, size_t end) {
  calls[call].begin = std::min(calls[call].begin, begin);
  calls[call].end = std::max(calls[call].end, end);
}

/// A call is as long as those in it. One without a node is where the next is
/// entered.
void SpanFinder::widenParents() {
  size_t next = nodeCount;
  for (size_t call = calls.size(); call-- > 1;) {
    if (calls[call].begin == ModelView::none)
      takeIn(call, next, next);
    next = calls[call].begin;
    takeIn(calls[call].parent, calls[call].begin, calls[call].end);
  }
}

/// What scopes and tracers say may overlap: then a call begins no earlier than
/// the one before it, and ends where the next that is not in it begins.
void SpanFinder::order() {
  std::vector<size_t> open = {0};
  auto close = [&](size_t count, size_t at) {
    for (; open.size() > count; open.pop_back()) {
      ModelView::Call &call = calls[open.back()];
      call.end = std::max(call.begin, std::min(call.end, at));
    }
  };
  for (size_t call = 1; call < calls.size(); ++call) {
    ModelView::Call &entered = calls[call];
    size_t limit = calls[entered.parent].end;
    entered.begin =
        std::min(std::max(entered.begin, calls[call - 1].begin), limit);
    size_t around = open.size();
    while (around > 1 && open[around - 1] != entered.parent)
      --around;
    close(around, entered.begin);
    entered.end = std::clamp(entered.end, entered.begin, limit);
    open.push_back(call);
  }
}

void SpanFinder::run(const std::vector<ModelView::Node> &nodes,
                     const std::vector<bool> &isPlaced) {
  for (ModelView::Call &call : calls) {
    call.begin = ModelView::none;
    call.end = 0;
  }
  for (size_t node = 0; node < nodes.size(); ++node)
    if (isPlaced[node])
      takeIn(nodes[node].call, node, node + 1);
  widenParents();
  calls[0].begin = 0;
  calls[0].end = nodeCount;
  order();
}

void setSpans(ModelView &view, const std::vector<bool> &isPlaced) {
  SpanFinder(view.calls, view.nodes.size()).run(view.nodes, isPlaced);
}

} // namespace hier
