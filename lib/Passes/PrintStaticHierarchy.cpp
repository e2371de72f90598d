//===- PrintStaticHierarchy.cpp - The pass print-static-hierarchy ---------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Tells the tag of every module, called or not.
//
//===----------------------------------------------------------------------===//

#include "PolicyOption.h"
#include "ReportPass.h"

using namespace llvm;

namespace hier {

namespace {

class StaticHierarchyReport : public Report {
public:
  StaticHierarchyReport(std::string rootClass, TagMapping tags,
                        StringRef shortcoming)
      : rootClass(std::move(rootClass)), tags(std::move(tags)),
        shortcoming(shortcoming) {}

  StringRef key() const override { return "static_hierarchy"; }

  void print(raw_ostream &os) const override {
    os << "Found " << tags.size() << " module mappings:\n";
    printRule(os, 70);
    for (const auto &[path, tag] : tags)
      os << padded(path, 40) << " -> " << tag << '\n';
    printShortcoming(os, shortcoming);
  }

  void writeAttributes(json::OStream &json) const override {
    json.attribute("root_class", jsonText(rootClass));
    if (!shortcoming.empty())
      json.attribute("complete", false);
    writeMapping(json, "hierarchy_mapping", tags);
  }

private:
  std::string rootClass;
  TagMapping tags;
  StringRef shortcoming;
};

class PrintStaticHierarchy : public ReportPass {
public:
  explicit PrintStaticHierarchy(std::optional<TagPolicy> policy)
      : policy(std::move(policy)) {}

private:
  Expected<std::unique_ptr<Report>> reportOn(Item &item) override {
    Expected<ModuleTree> modules = modulesOf(item);
    if (!modules)
      return modules.takeError();
    const ClassName &root = modules->className(ModuleTree::root);
    return std::make_unique<StaticHierarchyReport>(
        root.name, staticTags(*modules, policyFor(policy, root)),
        modulesShortcoming(item));
  }

  std::optional<TagPolicy> policy;
};

} // namespace

Expected<std::unique_ptr<Pass>>
createPrintStaticHierarchyPass(const PassOptions &options) {
  auto policy = policyOption(options);
  if (!policy)
    return policy.takeError();
  return std::make_unique<PrintStaticHierarchy>(std::move(*policy));
}

} // namespace hier
