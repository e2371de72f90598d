//===- TagAudit.cpp - What a change has made of the tags ------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Sets of names, before and after.
//
//===----------------------------------------------------------------------===//

#include "hier/Analysis/TagAudit.h"

#include "hier/Analysis/Origins.h"
#include "llvm/ADT/STLExtras.h"

using namespace torch::jit;

namespace hier {

size_t TagAudit::count(TagFinding::Kind kind) const {
  return llvm::count_if(findings, [&](const TagFinding &finding) {
    return finding.kind == kind;
  });
}

namespace {

/// What a node says of whose it is.
struct Names {
  std::vector<std::string> paths;
  std::optional<std::string> tag;

  bool empty() const { return paths.empty() && !tag; }
  std::vector<std::string> spelt() const {
    return paths.empty() && tag ? std::vector{*tag} : paths;
  }
};

class Auditor {
public:
  explicit Auditor(const Lineage &lineage) : lineage(lineage) {}
  TagAudit run();

private:
  Names namesOf(const Node &node) const;
  std::vector<Names> namesOf(llvm::ArrayRef<Node *> nodes) const;
  bool anyTagged() const;
  void audit(Node &node, const Ancestry &ancestry);
  void auditNew(Node &node, const Ancestry &ancestry);
  void report(TagFinding::Kind kind, const Node &node,
              llvm::ArrayRef<Names> before, const Names &after);

  const Lineage &lineage;
  HierarchyAttributes attributes;
  TagAudit result;
};

} // namespace

bool Auditor::anyTagged() const {
  auto isTagged = [&](const Node *node) {
    return originsOf(*node, attributes).isTagged();
  };
  return llvm::any_of(lineage.nodes, isTagged) ||
         llvm::any_of(lineage.gone, isTagged) ||
         llvm::any_of(lineage.ancestries, [&](const Ancestry &ancestry) {
           return llvm::any_of(ancestry.sources(), isTagged);
         });
}

Names Auditor::namesOf(const Node &node) const {
  NodeOrigins origins = originsOf(node, attributes);
  if (!result.isOfScopes && !origins.isTagged())
    return {};
  return {std::move(origins.paths), std::move(origins.tag)};
}

/// Of those that have any.
std::vector<Names> Auditor::namesOf(llvm::ArrayRef<Node *> nodes) const {
  std::vector<Names> all;
  for (const Node *node : nodes)
    if (Names names = namesOf(*node); !names.empty())
      all.push_back(std::move(names));
  return all;
}

/// All that any of them spells, each once.
static std::vector<std::string> unionOf(llvm::ArrayRef<Names> all) {
  std::vector<std::string> spelt;
  for (const Names &names : all)
    for (const std::string &name : names.spelt())
      if (!llvm::is_contained(spelt, name))
        spelt.push_back(name);
  return spelt;
}

/// Is each of `parts` in `whole`?
static bool holdsAll(llvm::ArrayRef<std::string> whole,
                     llvm::ArrayRef<std::string> parts) {
  return llvm::all_of(parts, [&](const std::string &part) {
    return llvm::is_contained(whole, part);
  });
}

void Auditor::report(TagFinding::Kind kind, const Node &node,
                     llvm::ArrayRef<Names> before, const Names &after) {
  TagFinding finding = {kind, describe(node), unionOf(before), after.spelt()};
  if (finding.before == finding.after) { // Then the tags differ.
    finding.before = {before.front().tag.value_or("")};
    finding.after = {after.tag.value_or("")};
  }
  result.findings.push_back(std::move(finding));
}

void Auditor::auditNew(Node &node, const Ancestry &ancestry) {
  Names now = namesOf(node);
  std::vector<Names> helped = namesOf(ancestry.helped);
  if (now.empty())
    ++result.untagged;
  else if (holdsAll(unionOf(helped), now.spelt()))
    ++result.inferred;
  else
    report(TagFinding::Invented, node, helped, now);
}

void Auditor::audit(Node &node, const Ancestry &ancestry) {
  if (!ancestry.self && ancestry.replaced.empty())
    return auditNew(node, ancestry);
  std::vector<Names> before = namesOf(ancestry.sources());
  Names now = namesOf(node);
  if (before.empty()) {
    ++(now.empty() ? result.untagged : result.given);
    return;
  }
  std::vector<std::string> all = unionOf(before);
  std::vector<std::string> spelt = now.spelt();
  bool isSame = llvm::all_of(before, [&](const Names &names) {
    return names.paths == before.front().paths &&
           names.tag == before.front().tag;
  });
  if (!holdsAll(spelt, all) || (before.front().tag && !now.tag))
    report(TagFinding::Lost, node, before, now);
  else if (!holdsAll(all, spelt) || (isSame && before.front().tag != now.tag))
    report(TagFinding::Changed, node, before, now);
  else
    ++(isSame ? result.kept : result.merged);
}

TagAudit Auditor::run() {
  result.isOfScopes = !anyTagged();
  result.removed = lineage.gone.size();
  for (auto [node, ancestry] :
       llvm::zip_equal(lineage.nodes, lineage.ancestries))
    audit(*node, ancestry);
  return std::move(result);
}

TagAudit auditTags(const Lineage &lineage) { return Auditor(lineage).run(); }

} // namespace hier
