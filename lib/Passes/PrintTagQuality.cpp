//===- PrintTagQuality.cpp - The pass print-tag-quality -------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Tells how many nodes have a tag that is known, and how it is known. A tag
// that is only that of a module around the right one is not counted as right.
//
//===----------------------------------------------------------------------===//

#include "InlineItem.h"
#include "ReportPass.h"
#include "hier/Analysis/Attribution.h"
#include "llvm/Support/Format.h"

using namespace llvm;

namespace hier {

namespace {

/// Nodes by how their tags are known; each is counted once.
struct Counts {
  size_t exact = 0;
  size_t users = 0;
  size_t ancestor = 0;
  size_t unknown = 0;
  size_t conflicting = 0;

  size_t total() const {
    return exact + users + ancestor + unknown + conflicting;
  }
};

class TagQualityReport : public Report {
public:
  explicit TagQualityReport(Counts counts) : counts(counts) {}

  StringRef key() const override { return "tag_quality"; }

  void print(raw_ostream &os) const override {
    os << "Tag Quality:\n";
    printRule(os, 50);
    os << "Nodes: " << counts.total() << '\n';
    printLine(os, "Exact", counts.exact,
              "the call or the recorded scope says it");
    printLine(os, "Agreed by users", counts.users,
              "the values read or made say it");
    printLine(os, "Ancestor only", counts.ancestor,
              "several modules share the node");
    printLine(os, "Unknown", counts.unknown,
              "the root's, for want of evidence");
    printLine(os, "Conflicting", counts.conflicting,
              "scope and calls or parameters differ");
  }

  void writeAttributes(json::OStream &json) const override {
    json.attribute("nodes", counts.total());
    json.attribute("exact", counts.exact);
    json.attribute("users", counts.users);
    json.attribute("ancestor", counts.ancestor);
    json.attribute("unknown", counts.unknown);
    json.attribute("conflicting", counts.conflicting);
  }

private:
  void printLine(raw_ostream &os, StringRef what, size_t count,
                 StringRef meaning) const {
    double percent = counts.total() ? 100.0 * count / counts.total() : 0.0;
    os << padded((what + ":").str(), 17)
       << format("%8zu  %5.1f %%  ", count, percent) << meaning << '\n';
  }

  Counts counts;
};

class PrintTagQuality : public ReportPass {
public:
  explicit PrintTagQuality(InlineOptions options) : options(options) {}

private:
  Expected<std::unique_ptr<Report>> reportOn(Item &item) override;

  InlineOptions options;
};

} // namespace

static void count(const Attribution &attribution, Counts &counts) {
  if (attribution.isConflicting) {
    ++counts.conflicting;
    return;
  }
  switch (attribution.evidence) {
  case Evidence::CallStack:
  case Evidence::Scope:
    ++counts.exact;
    break;
  case Evidence::Users:
    ++counts.users;
    break;
  case Evidence::Ancestor:
    ++counts.ancestor;
    break;
  case Evidence::Unknown:
    ++counts.unknown;
    break;
  }
}

Expected<std::unique_ptr<Report>> PrintTagQuality::reportOn(Item &item) {
  Expected<InlinedGraph> flat = flatGraphOf(item, options);
  if (!flat)
    return flat.takeError();
  Counts counts;
  for (const Attribution &attribution :
       Attributor(*flat->graph, *flat->calls).run())
    count(attribution, counts);
  return std::make_unique<TagQualityReport>(counts);
}

Expected<std::unique_ptr<Pass>>
createPrintTagQualityPass(const PassOptions &options) {
  Expected<InlineOptions> inlining = inlineOptionsFrom(options);
  if (!inlining)
    return inlining.takeError();
  return std::make_unique<PrintTagQuality>(*inlining);
}

} // namespace hier
