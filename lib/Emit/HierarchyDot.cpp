//===- HierarchyDot.cpp - The module tree, for Graphviz -------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A box for each module. One that is never called has a dashed frame, one that
// only scopes tell of a dotted one.
//
//===----------------------------------------------------------------------===//

#include "Dot.h"
#include "Formats.h"

#include <fmt/format.h>

using namespace llvm;

namespace hier {

namespace {

class HierarchyDot : public Emitter {
public:
  void add(const std::shared_ptr<const ModelView> &view) override;
  void write(raw_ostream &os) const override { os << text; }

private:
  void addModule(const ModelView &view, size_t place);

  std::string text;
};

} // namespace

static std::vector<std::string> linesOf(const ModelView::Module &module) {
  std::vector<std::string> lines = {titleOf(module)};
  if (module.calls > 1)
    lines.push_back(fmt::format("called {} times", module.calls));
  lines.push_back(fmt::format("{} {}", module.total.nodes,
                              module.total.nodes == 1 ? "node" : "nodes"));
  if (module.total.parameters != Amount())
    lines.push_back(amountText(module.total.parameters) + " parameters");
  if (module.total.flops != Amount())
    lines.push_back(amountText(module.total.flops) + " FLOPs");
  return lines;
}

static StringRef styleOf(const ModelView::Module &module) {
  if (!module.isTraced)
    return ", style=dashed";
  return module.isStatic ? "" : ", style=dotted";
}

void HierarchyDot::addModule(const ModelView &view, size_t place) {
  const ModelView::Module &module = view.modules[place];
  text += fmt::format("  m{} [label={}, tooltip={}{}];\n", place,
                      dotText(linesOf(module)), dotText(module.path),
                      std::string_view(styleOf(module)));
  if (place != 0)
    text += fmt::format("  m{} -> m{};\n", module.parent, place);
}

void HierarchyDot::add(const std::shared_ptr<const ModelView> &view) {
  text += fmt::format("digraph {{\n  label={};\n  rankdir=LR;\n"
                      "  node [shape=box, fontname=\"sans-serif\"];\n",
                      dotText(view->name));
  for (size_t place = 0; place < view->modules.size(); ++place)
    addModule(*view, place);
  text += "}\n";
}

std::unique_ptr<Emitter> createHierarchyDotEmitter() {
  return std::make_unique<HierarchyDot>();
}

} // namespace hier
