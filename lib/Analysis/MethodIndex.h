//===- MethodIndex.h - The methods that graphs were made from ---*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A graph in libtorch's executor does not tell the method that it was made
// from, but its call stacks begin with calls of that method. The methods of
// classes and units are looked through once, and then found by their calls.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_ANALYSIS_METHODINDEX_H
#define HIER_LIB_ANALYSIS_METHODINDEX_H

#include "hier/IR/Torch.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

namespace hier {

/// A method, and the class that has it.
struct IndexedMethod {
  c10::ClassTypePtr type;
  std::shared_ptr<torch::jit::Graph> graph;
};

/// The class of the module whose method `graph` is; null for a function's.
c10::ClassTypePtr selfType(const torch::jit::Graph &graph);

/// Where a call stands in the source.
using CallPlace = std::tuple<const torch::jit::Source *, size_t, size_t>;

CallPlace callPlaceOf(const torch::jit::SourceRange &range);

/// The outermost calls of the stacks of a graph: those of modules, and only
/// where there is none, those of functions. What libtorch puts in by itself, as
/// to differentiate a graph, runs functions of its own.
class OutermostCalls {
public:
  explicit OutermostCalls(torch::jit::Graph &graph);

  bool empty() const { return calls.empty(); }
  /// By place, the class that is called; null for a function.
  const std::set<std::pair<CallPlace, const c10::Type *>> &all() const {
    return calls;
  }
  /// What holds the classes that are called; null where it is gone.
  std::shared_ptr<torch::jit::CompilationUnit> unit() const;

private:
  std::set<std::pair<CallPlace, const c10::Type *>> calls;
  c10::ClassTypePtr anyClass;
};

/// May be used by several threads at once.
class MethodIndex {
public:
  /// The method that has all of `calls`, which are those of `graph`. That of
  /// the class that the graph starts with, or where it starts with none, the
  /// only one there is; or where the class has been frozen, the one that was,
  /// whose classes are others.
  std::optional<IndexedMethod> methodOf(const torch::jit::Graph &graph,
                                        const OutermostCalls &calls);

  /// The only method of the classes in `unit` that has this name and a call at
  /// this place.
  std::optional<IndexedMethod> methodAt(torch::jit::CompilationUnit &unit,
                                        const torch::jit::SourceRange &range,
                                        llvm::StringRef name);

private:
  struct Entry {
    std::weak_ptr<torch::jit::Graph> graph;
    std::string name;
    std::multimap<CallPlace, const c10::Type *> calls;

    bool hasAll(const OutermostCalls &wanted, bool looksAtClasses) const;
  };

  void note(llvm::ArrayRef<torch::jit::Function *> functions);
  void add(const std::string &name,
           const std::shared_ptr<torch::jit::Graph> &graph);
  void noteUnit(torch::jit::CompilationUnit &unit);
  void dropDead();
  /// Of the entries at the place, those of classes in `unit` that `isWanted`.
  std::vector<IndexedMethod>
  methodsAt(const CallPlace &place, const torch::jit::CompilationUnit *unit,
            llvm::function_ref<bool(const Entry &)> isWanted) const;
  std::vector<IndexedMethod>
  methodsWith(const OutermostCalls &calls,
              const torch::jit::CompilationUnit *unit,
              bool looksAtClasses) const;

  /// Who waits for Python's lock does not hold this one.
  std::mutex mutex;
  std::vector<Entry> entries;
  llvm::DenseMap<const torch::jit::Graph *, size_t> entryByGraph;
  std::map<CallPlace, std::vector<size_t>> entriesByPlace;
};

} // namespace hier

#endif // HIER_LIB_ANALYSIS_METHODINDEX_H
