//===- HierarchyVerifier.cpp - Do passes keep the hierarchy? --------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Follows the nodes of every graph through each pass.
//
//===----------------------------------------------------------------------===//

#include "hier/Instrumentation/HierarchyVerifier.h"

#include "hier/IR/Nesting.h"
#include "hier/IR/ValueNames.h"
#include "hier/Support/Diagnostic.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"

using namespace llvm;
using torch::jit::Graph;

namespace hier {

/// One item while a pass runs.
struct HierarchyVerifier::Watched {
  /// Follows `graphs` of `item` from now on.
  Error begin(Item &item);
  /// What has become of them.
  Expected<Lineage> end(Item &item);
  void release();

  NodeHistory history;
  /// The graphs that are watched, and copies of what they were.
  std::vector<std::shared_ptr<Graph>> graphs;
  std::vector<std::shared_ptr<Graph>> originals;
  size_t entry = 0; // of the method that inlining starts from
};

HierarchyVerifier::HierarchyVerifier() = default;
HierarchyVerifier::~HierarchyVerifier() = default;

//===----------------------------------------------------------------------===//
// Watching
//===----------------------------------------------------------------------===//

static Expected<std::vector<std::shared_ptr<Graph>>> graphsOf(Item &item) {
  std::vector<std::shared_ptr<Graph>> graphs;
  Error error = forEachGraph(item, [&](std::shared_ptr<Graph> &graph) {
    graphs.push_back(graph);
    return checkNesting(*graph, "--verify-hierarchy");
  });
  if (error)
    return error;
  return graphs;
}

/// Which of `graphs` is the one that inlining starts from?
static size_t entryOf(Item &item, ArrayRef<std::shared_ptr<Graph>> graphs) {
  Method *method = item.graph ? nullptr : item.module->findMethod(item.entry);
  const auto *found = method ? find(graphs, method->graph) : graphs.begin();
  return found == graphs.end() ? 0 : found - graphs.begin();
}

Error HierarchyVerifier::Watched::begin(Item &item) {
  Expected<std::vector<std::shared_ptr<Graph>>> now = graphsOf(item);
  if (!now)
    return now.takeError();
  graphs = std::move(*now);
  entry = entryOf(item, graphs);
  for (const std::shared_ptr<Graph> &graph : graphs) {
    originals.push_back(copyGraph(*graph));
    history.follow(*originals.back(), *graph);
  }
  return Error::success();
}

/// A pass keeps the graphs of an item, or inlines them into one, or makes
/// another module.
Expected<Lineage> HierarchyVerifier::Watched::end(Item &item) {
  Expected<std::vector<std::shared_ptr<Graph>>> now = graphsOf(item);
  if (!now)
    return now.takeError();
  std::vector<NodeHistory::Change> changes;
  if (now->size() == originals.size())
    for (auto [original, changed] : zip_equal(originals, *now))
      changes.push_back({original.get(), changed.get()});
  else if (!now->empty() && !originals.empty())
    changes.push_back(
        {originals[entry].get(), (*now)[entryOf(item, *now)].get()});
  Lineage lineage = history.resolve(changes);
  release();
  return lineage;
}

/// Graphs that the pass has put aside may be an item's still.
void HierarchyVerifier::Watched::release() {
  for (const std::shared_ptr<Graph> &graph : graphs)
    history.release(*graph);
}

Error HierarchyVerifier::beforePass(const PassRun &run) {
  audits.resize(run.program.items.size());
  if (run.info.isReport)
    return Error::success();
  watched = std::vector<Watched>(run.program.items.size());
  for (auto [item, state] : zip_equal(run.program.items, watched))
    if (Error error = state.begin(item)) {
      afterFailure(run, "");
      return error;
    }
  return Error::success();
}

Error HierarchyVerifier::afterPass(const PassRun &run) {
  if (run.info.isReport)
    return Error::success();
  for (auto [item, state, list] :
       zip_equal(run.program.items, watched, audits)) {
    Expected<Lineage> lineage = state.end(item);
    if (!lineage)
      return lineage.takeError();
    list.emplace_back(run.spelling.str(), auditTags(*lineage));
  }
  watched.clear();
  return Error::success();
}

void HierarchyVerifier::afterFailure(const PassRun &, StringRef) {
  for (Watched &state : watched)
    state.release();
  watched.clear();
}

//===----------------------------------------------------------------------===//
// Reporting
//===----------------------------------------------------------------------===//

static StringRef spell(TagFinding::Kind kind) {
  switch (kind) {
  case TagFinding::Lost:
    return "lost";
  case TagFinding::Changed:
    return "changed";
  case TagFinding::Invented:
    return "invented";
  }
  return "";
}

/// What the report counts, each under its name.
static SmallVector<std::pair<StringRef, size_t>>
countsOf(const TagAudit &audit) {
  return {{"lost", audit.count(TagFinding::Lost)},
          {"changed", audit.count(TagFinding::Changed)},
          {"invented", audit.count(TagFinding::Invented)},
          {"merged", audit.merged},
          {"given", audit.given},
          {"inferred", audit.inferred},
          {"kept", audit.kept},
          {"untagged", audit.untagged},
          {"removed", audit.removed}};
}

/// `a, b`, or `nothing`; the root has no path and is told by quotes.
static std::string listed(ArrayRef<std::string> names) {
  std::string text;
  ListSeparator commas;
  for (const std::string &name : names)
    (text += StringRef(commas)) += "'" + name + "'";
  return text.empty() ? "nothing" : text;
}

namespace {

class HierarchyVerification : public Report {
public:
  using PassAudits = std::vector<std::pair<std::string, TagAudit>>;

  explicit HierarchyVerification(PassAudits passes)
      : passes(std::move(passes)) {}

  StringRef key() const override { return "hierarchy_verification"; }
  void print(raw_ostream &os) const override;
  void writeAttributes(json::OStream &json) const override;

private:
  static constexpr size_t shownFindings = 5;

  PassAudits passes;
};

} // namespace

void HierarchyVerification::print(raw_ostream &os) const {
  os << "Hierarchy Verification:\n" << std::string(70, '=') << '\n';
  for (const auto &[pass, audit] : passes) {
    os << pass << (audit.isOfScopes ? " (by scopes): " : ": ");
    ListSeparator commas;
    for (auto [name, count] : countsOf(audit))
      if (count != 0)
        os << commas << count << ' ' << name;
    os << '\n';
    for (const TagFinding &finding :
         ArrayRef(audit.findings).take_front(shownFindings))
      os << "  " << spell(finding.kind) << ": " << finding.node << " had "
         << listed(finding.before) << " and has " << listed(finding.after)
         << '\n';
    if (audit.findings.size() > shownFindings)
      os << "  ... and " << audit.findings.size() - shownFindings << " more\n";
  }
}

static void writeNames(json::OStream &json, StringRef key,
                       ArrayRef<std::string> names) {
  json.attributeArray(key, [&] {
    for (const std::string &name : names)
      json.value(jsonText(name));
  });
}

static void writeAudit(json::OStream &json, const TagAudit &audit) {
  json.attribute("of_scopes", audit.isOfScopes);
  for (auto [name, count] : countsOf(audit))
    json.attribute(name, count);
  json.attributeArray("findings", [&] {
    for (const TagFinding &finding : audit.findings)
      json.object([&] {
        json.attribute("kind", spell(finding.kind));
        json.attribute("node", jsonText(finding.node));
        writeNames(json, "before", finding.before);
        writeNames(json, "after", finding.after);
      });
  });
}

void HierarchyVerification::writeAttributes(json::OStream &json) const {
  json.attributeArray("passes", [&] {
    for (const auto &[pass, audit] : passes)
      json.object([&] {
        json.attribute("pass", jsonText(pass));
        writeAudit(json, audit);
      });
  });
}

Error HierarchyVerifier::lossError() const {
  for (const auto &list : audits)
    for (const auto &[pass, audit] : list)
      if (size_t lost = audit.count(TagFinding::Lost))
        return errorIn("--verify-hierarchy",
                       "'" + pass + "' loses tags of " + Twine(lost) +
                           (lost == 1 ? " node" : " nodes"));
  return Error::success();
}

Error HierarchyVerifier::report(Program &program) {
  Error loss = lossError();
  for (auto [item, list] : zip(program.items, audits))
    item.reports.push_back(
        std::make_unique<HierarchyVerification>(std::move(list)));
  audits.clear();
  return loss;
}

} // namespace hier
