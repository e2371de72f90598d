//===- Comparison.h - What differs between two that belong together -------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Nodes, modules and graphs that have been matched, fact by fact.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_DIFF_COMPARISON_H
#define HIER_LIB_DIFF_COMPARISON_H

#include "Matcher.h"
#include "hier/Diff/ModelDiff.h"

namespace hier {

class Comparison {
public:
  using Changes = std::vector<ModelDiff::Change>;

  Comparison(const Structure &before, const Structure &after,
             const Match &match, SharedNumbers &numbers, DiffAspects aspects)
      : before(before), after(after), match(match), numbers(numbers),
        aspects(aspects) {}

  Changes ofNodes(size_t old, size_t fresh) const;
  Changes ofModules(size_t old, size_t fresh) const;
  Changes ofGraphs() const;
  /// Does `fresh` stand elsewhere than `old` did?
  bool isMoved(size_t old, size_t fresh) const;

private:
  void compareAttributes(size_t old, size_t fresh, Changes &changes) const;
  void compareTypes(const std::vector<ModelView::Value> &old,
                    const std::vector<ModelView::Value> &fresh,
                    llvm::StringRef of, Changes &changes) const;
  /// `nodes` are those whose operands or results they are, if they are.
  void compareSources(llvm::ArrayRef<Source> old, llvm::ArrayRef<Source> fresh,
                      llvm::StringRef what, std::pair<size_t, size_t> nodes,
                      Changes &changes) const;
  void addTypes(const Source &old, const Source &fresh,
                ModelDiff::Change &change) const;
  bool areSameOwn(const Source &old, const Source &fresh,
                  std::pair<size_t, size_t> nodes) const;
  void compareInputs(Changes &changes) const;
  void compareTags(size_t old, size_t fresh, Changes &changes) const;
  bool isTagOfParent(const ModelView::Module &was,
                     const ModelView::Module &is) const;
  bool areSame(const Source &old, const Source &fresh) const;
  bool areSameNodes(size_t old, size_t fresh) const;
  std::string describeConstant(const Structure &side, size_t place) const;
  std::string describe(const Structure &side, const Source &source) const;
  bool has(DiffAspect aspect) const { return aspects.has(aspect); }

  const Structure &before;
  const Structure &after;
  const Match &match;
  SharedNumbers &numbers;
  DiffAspects aspects;
};

} // namespace hier

#endif // HIER_LIB_DIFF_COMPARISON_H
