//===- Origins.cpp - Whose a node is, kept through changes ----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads and unites hierarchy attributes; modules are known by their paths only.
//
//===----------------------------------------------------------------------===//

#include "hier/Analysis/Origins.h"

#include "hier/Analysis/Attribution.h"
#include "hier/Hierarchy/Scope.h"
#include "hier/IR/Attributes.h"
#include "llvm/ADT/STLExtras.h"

using namespace torch::jit;

namespace hier {

static std::optional<std::string> stringOf(const Node &node, c10::Symbol name) {
  const std::string *value = stringAttribute(node, name);
  return value ? std::optional(*value) : std::nullopt;
}

/// A list as passes write it, or as one is read from text.
static std::vector<std::string> stringsOf(const Node &node, c10::Symbol name) {
  std::vector<std::string> strings;
  const AttributeValue *attribute = findAttribute(node, name);
  if (!attribute)
    return strings;
  if (attribute->kind() == AttributeKind::ss)
    return node.ss(name);
  if (attribute->kind() == AttributeKind::ival && node.ival(name).isList())
    for (const c10::IValue &element : node.ival(name).toListRef())
      if (element.isString())
        strings.push_back(element.toStringRef());
  return strings;
}

NodeOrigins originsOf(const Node &node, const HierarchyAttributes &names) {
  NodeOrigins found;
  if (node.hasAttributes()) {
    found.tag = stringOf(node, names.tag);
    found.path = stringOf(node, names.path);
    found.evidence = stringOf(node, names.evidence);
    found.paths = stringsOf(node, names.origins);
  }
  if (found.paths.empty() && found.path)
    found.paths.push_back(*found.path);
  if (std::string scope = node.scopeName();
      found.paths.empty() && !scope.empty())
    found.paths.push_back(topOfScope(scope).str());
  return found;
}

std::string commonStart(llvm::StringRef one, llvm::StringRef other,
                        char separator) {
  size_t end = 0;
  for (size_t at = 0;; ++at) {
    bool oneEnds = at == one.size() || one[at] == separator;
    bool otherEnds = at == other.size() || other[at] == separator;
    if (oneEnds && otherEnds)
      end = at;
    if (at == one.size() || at == other.size() || one[at] != other[at])
      return one.take_front(end).str();
  }
}

OriginKeeper::OriginKeeper(llvm::ArrayRef<Node *> nodes) {
  for (Node *node : nodes) {
    if (!findAttribute(*node, names.tag) && !findAttribute(*node, names.path))
      continue; // Before the scope is spelt, which takes time.
    NodeOrigins origins = originsOf(*node, names);
    anyTagged |= origins.isTagged();
    if (!origins.tag || origins.paths.empty())
      continue;
    const std::string &path =
        origins.path ? *origins.path : origins.paths.front();
    if (origins.path || origins.paths.size() == 1)
      tagByPath.try_emplace(path, *origins.tag);
  }
}

/// Nothing of none.
static std::optional<std::string> common(llvm::ArrayRef<std::string> items,
                                         char separator) {
  if (items.empty())
    return std::nullopt;
  std::string start = items.front();
  for (const std::string &item : items.drop_front())
    start = commonStart(start, item, separator);
  return start;
}

std::string OriginKeeper::commonTag(llvm::ArrayRef<NodeOrigins> sources,
                                    llvm::StringRef commonPath) const {
  auto known = tagByPath.find(commonPath);
  if (known != tagByPath.end())
    return known->second;
  std::vector<std::string> tags;
  for (const NodeOrigins &source : sources)
    if (source.tag)
      tags.push_back(*source.tag);
  return common(tags, '/').value_or("");
}

/// Do they say the same of whose the node is?
static bool agree(const NodeOrigins &one, const NodeOrigins &other) {
  return one.tag == other.tag && one.path == other.path &&
         one.paths == other.paths;
}

void OriginKeeper::unite(llvm::ArrayRef<Node *> nodes, Node &into) const {
  std::vector<NodeOrigins> sources;
  const Node *first = nullptr;
  for (const Node *node : nodes)
    if (NodeOrigins origins = originsOf(*node, names); origins.isTagged()) {
      sources.push_back(std::move(origins));
      first = first ? first : node;
    }
  if (sources.empty()) {
    names.strip(into);
    return;
  }
  bool allAgree = llvm::all_of(sources, [&](const NodeOrigins &source) {
    return agree(source, sources.front());
  });
  if (allAgree)
    copy(*first, into);
  else
    write(unitedOf(sources), into);
}

NodeOrigins OriginKeeper::unitedOf(llvm::ArrayRef<NodeOrigins> sources) const {
  NodeOrigins united;
  for (const NodeOrigins &source : sources)
    for (const std::string &path : source.paths)
      if (!llvm::is_contained(united.paths, path))
        united.paths.push_back(path);
  std::string path = common(united.paths, '.').value_or("");
  if (llvm::any_of(sources, [](const auto &one) { return !!one.tag; }))
    united.tag = commonTag(sources, path);
  if (llvm::any_of(sources, [](const auto &one) { return !!one.path; }))
    united.path = path;
  if (llvm::any_of(sources, [](const auto &one) { return !!one.evidence; }))
    united.evidence = spell(Evidence::Ancestor).str();
  return united;
}

void OriginKeeper::write(const NodeOrigins &origins, Node &node) const {
  names.strip(node);
  if (origins.tag)
    node.s_(names.tag, *origins.tag);
  if (origins.path)
    node.s_(names.path, *origins.path);
  if (origins.paths.size() > 1)
    node.ss_(names.origins, origins.paths);
  if (origins.evidence)
    node.s_(names.evidence, *origins.evidence);
}

void OriginKeeper::copy(const Node &from, Node &to) const {
  names.strip(to);
  for (c10::Symbol name : names.all())
    copyAttribute(from, name, to);
}

} // namespace hier
