//===- PrintHierarchyTree.cpp - The pass print-hierarchy-tree -------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Tells what each module is, how often it is called, and what it costs, as a
// tree for people, and as lines of comma-separated values or JSON for programs.
//
//===----------------------------------------------------------------------===//

#include "HierarchyTable.h"
#include "InlineItem.h"
#include "PolicyOption.h"
#include "ReportPass.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace hier {

//===----------------------------------------------------------------------===//
// Comma-separated values
//===----------------------------------------------------------------------===//

/// In quotes where it has a comma or a quote; it has no line end. What a
/// spreadsheet would take for a formula gets what makes it a text.
static std::string csvField(StringRef text) {
  std::string field = shownText(text);
  if (!field.empty() && StringRef("=+-@").contains(field.front()))
    field.insert(0, "'");
  if (StringRef(field).find_first_of(",\"") == StringRef::npos)
    return field;
  std::string quoted = "\"";
  for (char byte : field)
    quoted += byte == '"' ? "\"\"" : std::string(1, byte);
  return quoted + '"';
}

static void writeCsv(raw_ostream &os, const ModuleCost &cost) {
  os << ',' << cost.nodes;
  for (const Amount *amount : {&cost.parameters, &cost.parameterBytes,
                               &cost.flops, &cost.activationBytes}) {
    os << ',';
    if (amount->isKnown())
      os << amount->known;
  }
}

static void writeCsv(raw_ostream &os, const ModelView &view,
                     ArrayRef<HierarchyRow> rows) {
  os << "path,class,depth,count,calls,nodes,parameters,parameter_bytes,flops,"
        "activation_bytes,own_nodes,own_parameters,own_parameter_bytes,"
        "own_flops,own_activation_bytes\n";
  for (const HierarchyRow &row : rows) {
    os << csvField(row.path) << ','
       << csvField(view.modules[row.modules.front()].className) << ','
       << row.depth << ',' << row.modules.size() << ',' << row.calls;
    writeCsv(os, row.total);
    writeCsv(os, row.own);
    os << '\n';
  }
}

//===----------------------------------------------------------------------===//
// JSON
//===----------------------------------------------------------------------===//

/// Null where it is not known, and then beside it what is, and how many parts
/// are not.
static void writeAmount(json::OStream &json, StringRef name,
                        const Amount &amount) {
  if (amount.isKnown()) {
    json.attribute(name, amount.known);
    return;
  }
  json.attribute(name, nullptr);
  json.attribute((name + "_known").str(), amount.known);
  json.attribute((name + "_unknown").str(), amount.unknown);
}

static void writeCost(json::OStream &json, StringRef name,
                      const ModuleCost &cost) {
  json.attributeObject(name, [&] {
    json.attribute("nodes", cost.nodes);
    writeAmount(json, "parameters", cost.parameters);
    writeAmount(json, "parameter_bytes", cost.parameterBytes);
    writeAmount(json, "flops", cost.flops);
    writeAmount(json, "activation_bytes", cost.activationBytes);
  });
}

static void writeRow(json::OStream &json, const ModelView &view,
                     const HierarchyRow &row) {
  const ModelView::Module &first = view.modules[row.modules.front()];
  json.attribute("path", jsonText(row.path));
  json.attribute("class", jsonText(first.className));
  json.attribute("definition", jsonText(first.definition));
  json.attribute("tag", jsonText(first.tag));
  json.attribute("depth", row.depth);
  json.attribute("count", row.modules.size());
  json.attribute("calls", row.calls);
  json.attribute("static", first.isStatic);
  json.attribute("traced", first.isTraced);
  writeCost(json, "total", row.total);
  writeCost(json, "own", row.own);
}

//===----------------------------------------------------------------------===//
// The report
//===----------------------------------------------------------------------===//

namespace {

struct TreeOptions {
  ViewOptions view;
  size_t maxDepth = ModelView::none;
  std::optional<bool> folds; ///< By default, what people read is.
  bool isCsv = false;
};

class HierarchyTreeReport : public Report {
public:
  HierarchyTreeReport(ModelView view, const TreeOptions &options)
      : view(std::move(view)), options(options) {}

  StringRef key() const override { return "hierarchy_tree"; }

  void print(raw_ostream &os) const override {
    if (options.isCsv)
      return writeCsv(os, view, rows(/*foldsByDefault=*/false));
    printHierarchyTable(os, view, rows(/*foldsByDefault=*/true));
    printShortcoming(os, view.missingModules);
    printShortcoming(os, view.missingCalls);
  }

  void writeAttributes(json::OStream &json) const override {
    json.attribute("root_class", jsonText(view.rootClass));
    if (!view.missingModules.empty() || !view.missingCalls.empty())
      json.attribute("complete", false);
    json.attributeArray("modules", [&] {
      for (const HierarchyRow &row : rows(/*foldsByDefault=*/false))
        json.object([&] { writeRow(json, view, row); });
    });
  }

private:
  std::vector<HierarchyRow> rows(bool foldsByDefault) const {
    return hierarchyRows(
        view, {options.maxDepth, options.folds.value_or(foldsByDefault)});
  }

  ModelView view;
  TreeOptions options;
};

class PrintHierarchyTree : public ReportPass {
public:
  explicit PrintHierarchyTree(TreeOptions options)
      : options(std::move(options)) {}

private:
  Expected<std::unique_ptr<Report>> reportOn(Item &item) override {
    Expected<ModelView> view = viewOf(item, /*name=*/"", options.view);
    if (!view)
      return view.takeError();
    return std::make_unique<HierarchyTreeReport>(std::move(*view), options);
  }

  TreeOptions options;
};

} // namespace

//===----------------------------------------------------------------------===//
// Options
//===----------------------------------------------------------------------===//

static Expected<bool> isCsvWanted(const PassOptions &options) {
  StringRef format = options.value("format").value_or("table");
  if (format == "table" || format == "csv")
    return format == "csv";
  return options.errorAtValue(
      "format", "expected table or csv for 'format', not '" + format + "'");
}

static Error readShape(const PassOptions &options, TreeOptions &tree) {
  Expected<size_t> depth = options.number("depth", tree.maxDepth);
  if (!depth)
    return depth.takeError();
  Expected<bool> folds = options.flag("fold");
  if (!folds)
    return folds.takeError();
  Expected<bool> isCsv = isCsvWanted(options);
  if (!isCsv)
    return isCsv.takeError();
  tree.maxDepth = *depth;
  if (options.value("fold"))
    tree.folds = *folds;
  tree.isCsv = *isCsv;
  return Error::success();
}

Expected<std::unique_ptr<Pass>>
createPrintHierarchyTreePass(const PassOptions &options) {
  TreeOptions tree;
  tree.view.spellsNodes = false;
  auto policy = policyOption(options);
  if (!policy)
    return policy.takeError();
  Expected<InlineOptions> inlining = inlineOptionsFrom(options);
  if (!inlining)
    return inlining.takeError();
  tree.view.policy = std::move(*policy);
  tree.view.inlining = *inlining;
  if (Error error = readShape(options, tree))
    return error;
  return std::make_unique<PrintHierarchyTree>(std::move(tree));
}

} // namespace hier
