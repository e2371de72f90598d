//===- StackCalls.cpp - The calls of a graph that libtorch has inlined ----===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Looks for the method that a graph was made from, and follows its calls. A
// graph that the program has not called itself is of a method below that one:
// then it is the outermost that is followed, down to where the graph starts.
//
//===----------------------------------------------------------------------===//

#include "hier/Analysis/StackCalls.h"

#include "CallFrames.h"
#include "MethodIndex.h"
#include "PythonLock.h"
#include "hier/Analysis/Inliner.h"
#include "llvm/ADT/STLExtras.h"

#include <torch/csrc/jit/runtime/interpreter.h>

using namespace torch::jit;

namespace hier {

/// Null where the calls cannot be followed: then other evidence has to do.
static std::shared_ptr<ModuleCalls> follow(const IndexedMethod &method,
                                           ModuleObject &root) {
  InlineOptions options;
  options.keepsFrames = true;
  options.verifiesMethods = true;
  llvm::Expected<InlinedGraph> followed =
      inlinedCopy(*method.graph, root, options);
  if (followed)
    return followed->calls;
  llvm::consumeError(followed.takeError());
  return nullptr;
}

std::shared_ptr<ModuleCalls> callsOfStacks(Graph &graph, ModuleObject *root) {
  std::optional<IndexedMethod> method =
      MethodIndex().methodOf(graph, OutermostCalls(graph));
  if (!method)
    return nullptr;
  std::unique_ptr<ModuleObject> ofClass;
  if (!root || root->type != method->type) {
    ofClass = objectTreeOf(method->type);
    root = ofClass.get();
  }
  return follow(*method, *root);
}

//===----------------------------------------------------------------------===//
// Calls in progress
//===----------------------------------------------------------------------===//

CallsInProgress CallsInProgress::ofThisThread() {
  CallsInProgress result;
  std::vector<StackEntry> stack = currentCallstack();
  if (stack.empty())
    return result;
  std::vector<std::string> spellings = currentModuleHierarchy();
  if (spellings.size() != stack.size())
    spellings.clear();
  spellings.resize(stack.size());
  std::reverse(stack.begin(), stack.end());
  for (auto [entry, spelling] : llvm::zip_equal(stack, spellings))
    result.entries.push_back({entry.range, std::move(spelling)});
  result.function = stack.front().filename; // That is where libtorch puts it.
  return result;
}

static bool isPart(const CallsInProgress::Entry &entry) {
  return !entry.place.source();
}

/// What a fork runs in a thread of its own does not tell who made the fork.
static bool isFork(const CallsInProgress &calls) {
  return calls.function == "<forked function>";
}

namespace {

/// Goes down from the root, along the calls that a thread is in, to where the
/// graph starts that is asked for.
class StartFinder {
public:
  StartFinder(const ModuleCalls &record, const CallsInProgress &inProgress)
      : record(record), frames(*record.frames), entries(inProgress.entries) {}

  StackStart find();

private:
  using FrameIds = std::vector<FrameId>;

  FrameIds entered(size_t index) const;
  FrameIds forking(const SourceRange &place) const;
  CallId callAround(const FrameIds &candidates) const;

  const ModuleCalls &record;
  const CallFrames &frames;
  const std::vector<CallsInProgress::Entry> &entries;
  FrameIds reached = {CallFrames::root};
};

} // namespace

/// The frames that the call at the place of an entry may have entered.
std::vector<FrameId> StartFinder::entered(size_t index) const {
  bool isLast = index + 1 == entries.size();
  std::string spelling = isLast ? "" : entries[index + 1].spelling;
  FrameIds result;
  for (FrameId frame : reached)
    llvm::append_range(result,
                       frames.enteredAt(frame, entries[index].place, spelling));
  llvm::sort(result);
  return result;
}

std::vector<FrameId> StartFinder::forking(const SourceRange &place) const {
  FrameIds result;
  for (FrameId frame : reached)
    if (frames.forksAt(frame, place))
      result.push_back(frame);
  return result;
}

/// The innermost call that was in progress in all of `candidates`.
CallId StartFinder::callAround(const FrameIds &candidates) const {
  CallId common = frames[candidates.front()].call;
  for (FrameId frame : candidates)
    common = record.calls.commonCall(common, frames[frame].call);
  return common;
}

/// An entry without a source runs a part of the graph around it. The last entry
/// is what asks for the graph: a fork, a call, or such a part. A graph that an
/// unknown call runs serves all such calls of its class, wherever they are.
StackStart StartFinder::find() {
  StackStart start;
  start.isEntry = false;
  for (size_t index = 0; index < entries.size() && start.isFollowed; ++index) {
    if (isPart(entries[index]))
      continue;
    bool isLast = index + 1 == entries.size();
    FrameIds next = isLast ? forking(entries[index].place) : FrameIds();
    if (next.empty())
      next = entered(index);
    start.isFollowed = !next.empty();
    if (start.isFollowed)
      reached = std::move(next);
  }
  if (!start.isFollowed)
    llvm::append_range(reached, frames.unfollowedCallers());
  llvm::sort(reached);
  reached.erase(llvm::unique(reached), reached.end());
  start.call = callAround(reached);
  start.frames.assign(reached.begin(), reached.end());
  return start;
}

//===----------------------------------------------------------------------===//
// Records
//===----------------------------------------------------------------------===//

/// A method that was followed: nodes and places are known by their addresses.
struct FollowedMethod {
  std::weak_ptr<CompilationUnit> unit;
  std::shared_ptr<Graph> graph;
  std::shared_ptr<ModuleCalls> calls; ///< Null where it cannot be followed.
  size_t moduleCount = 0;             ///< How many modules that has found.
};

class StackRecords::State : public std::enable_shared_from_this<State> {
public:
  std::shared_ptr<ModuleCalls> callsOf(Graph &graph,
                                       const CallsInProgress &inProgress);

private:
  std::shared_ptr<ModuleCalls> lend(const IndexedMethod &method);
  std::shared_ptr<FollowedMethod> take(const Graph &method);
  void giveBack(std::shared_ptr<FollowedMethod> method);
  std::shared_ptr<ModuleCalls> callsWithin(Graph &graph,
                                           const OutermostCalls &outermost,
                                           const CallsInProgress &inProgress);

  MethodIndex index;
  std::mutex mutex;
  std::vector<std::shared_ptr<FollowedMethod>> idle; ///< The last used last.
};

StackRecords::StackRecords() : state(std::make_shared<State>()) {}

std::shared_ptr<ModuleCalls>
StackRecords::callsOf(Graph &graph, const CallsInProgress &inProgress) {
  return state->callsOf(graph, inProgress);
}

/// Forgets methods whose classes are gone: nothing can be handed out of them.
std::shared_ptr<FollowedMethod> StackRecords::State::take(const Graph &method) {
  PythonLock python; // What is gone may have held objects of Python's.
  std::vector<std::shared_ptr<FollowedMethod>> gone;
  std::lock_guard<std::mutex> lock(mutex);
  for (std::shared_ptr<FollowedMethod> &one : idle)
    if (one->unit.expired())
      gone.push_back(std::move(one));
  llvm::erase(idle, nullptr);
  auto found = llvm::find_if(
      idle, [&](const auto &one) { return one->graph.get() == &method; });
  if (found == idle.end())
    return nullptr;
  std::shared_ptr<FollowedMethod> taken = std::move(*found);
  idle.erase(found);
  return taken;
}

void StackRecords::State::giveBack(std::shared_ptr<FollowedMethod> method) {
  constexpr size_t mostKept = 16;
  if (method->calls)
    method->calls->forgetGuesses(method->moduleCount);
  PythonLock python;
  std::vector<std::shared_ptr<FollowedMethod>> left;
  std::lock_guard<std::mutex> lock(mutex);
  left.swap(idle);
  for (std::shared_ptr<FollowedMethod> &one : left)
    if (one->graph != method->graph)
      idle.push_back(std::move(one));
  idle.push_back(std::move(method));
  if (idle.size() > mostKept) {
    left.push_back(std::move(idle.front()));
    idle.erase(idle.begin());
  }
}

/// What was found is given back when nobody has it any more.
std::shared_ptr<ModuleCalls>
StackRecords::State::lend(const IndexedMethod &method) {
  std::shared_ptr<FollowedMethod> followed = take(*method.graph);
  if (!followed) {
    // Nodes may hold objects of Python's, and its threads may change methods.
    PythonLock python;
    std::unique_ptr<ModuleObject> root = objectTreeOf(method.type);
    std::shared_ptr<ModuleCalls> calls = follow(method, *root);
    followed = std::make_shared<FollowedMethod>(FollowedMethod{
        method.type->compilation_unit(), method.graph, std::move(calls)});
    if (followed->calls)
      followed->moduleCount = followed->calls->modules.size();
  }
  ModuleCalls *calls = followed->calls.get();
  auto end = [self = shared_from_this(), followed](ModuleCalls *) {
    self->giveBack(followed);
  };
  std::shared_ptr<ModuleCalls> lent(calls, std::move(end));
  return calls ? lent : nullptr;
}

//===----------------------------------------------------------------------===//
// Starts
//===----------------------------------------------------------------------===//

/// The record of a graph that was called from nobody knows where.
static std::shared_ptr<ModuleCalls> unknownCalls() {
  auto calls = std::make_shared<ModuleCalls>(ClassName());
  calls->start = {{}, CallTree::root, /*isEntry=*/false, /*isFollowed=*/false};
  return calls;
}

/// Is `type` the class that the outermost entry stands in a method of?
static bool isOutermost(const c10::ClassType &type,
                        const CallsInProgress &calls) {
  return calls.entries.front().spelling ==
         "TOP(" + type.name()->name() + ")::" + calls.function;
}

std::shared_ptr<ModuleCalls>
StackRecords::State::callsOf(Graph &graph, const CallsInProgress &inProgress) {
  OutermostCalls outermost(graph);
  if (isFork(inProgress))
    return unknownCalls();
  if (!llvm::all_of(inProgress.entries, isPart))
    return callsWithin(graph, outermost, inProgress);
  std::optional<IndexedMethod> method = index.methodOf(graph, outermost);
  bool isCalled = inProgress.entries.empty();
  // A part has no module to start from. What a traced fork runs has one, and
  // the fork has no source either.
  if (!isCalled &&
      (selfType(graph) || (method && !isOutermost(*method->type, inProgress))))
    return unknownCalls();
  std::shared_ptr<ModuleCalls> record = method ? lend(*method) : nullptr;
  if (record)
    record->start.isEntry = isCalled;
  return record;
}

std::shared_ptr<ModuleCalls>
StackRecords::State::callsWithin(Graph &graph, const OutermostCalls &outermost,
                                 const CallsInProgress &inProgress) {
  const CallsInProgress::Entry &first = inProgress.entries.front();
  auto unit = outermost.unit();
  if (c10::ClassTypePtr type = selfType(graph); type && !unit)
    unit = type->compilation_unit();
  if (isPart(first) || !unit)
    return unknownCalls();
  auto root = index.methodAt(*unit, first.place, inProgress.function);
  std::shared_ptr<ModuleCalls> record = root ? lend(*root) : nullptr;
  if (!record)
    return unknownCalls();
  record->start = StartFinder(*record, inProgress).find();
  return record;
}

} // namespace hier
