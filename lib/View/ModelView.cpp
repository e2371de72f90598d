//===- ModelView.cpp - A model as people look at it -----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From the flat graph, and what is known of each of its nodes.
//
//===----------------------------------------------------------------------===//

#include "hier/View/ModelView.h"

#include "CallSpans.h"
#include "NodeViews.h"
#include "hier/Analysis/Attribution.h"
#include "hier/Analysis/HierarchyFacts.h"
#include "hier/Hierarchy/Comparison.h"
#include "hier/Hierarchy/TracedTags.h"
#include "hier/Profile/Profile.h"

using namespace torch::jit;

namespace hier {

namespace {

class NodeTags {
public:
  /// `table` gets what is asked for.
  NodeTags(TracedTags tags, std::vector<std::string> &table)
      : tags(std::move(tags)), table(table) {}

  size_t placeOf(CallId call) {
    auto [place, isNew] = places.try_emplace(call, table.size());
    if (isNew)
      table.push_back(tags[call]);
    return place->second;
  }

private:
  TracedTags tags;
  std::vector<std::string> &table;
  llvm::DenseMap<CallId, size_t> places;
};

class ViewBuilder {
public:
  /// `running` is what callsThatRan() has given.
  ViewBuilder(const Item &item, InlinedGraph &flat, CallTree calls,
              std::vector<CallId> running)
      : item(item), flat(flat), record(*flat.calls), calls(std::move(calls)),
        running(std::move(running)),
        profile(dynamic_cast<const Profile *>(item.profile.get())) {}

  /// `statics` are the modules called or not.
  ModelView build(const ModuleTree &statics, const ViewOptions &options);

private:
  void addModules(const ModuleTree &statics, const TagPolicy &policy);
  void addCalls(const TracedTags &tags);
  void addNodes(llvm::ArrayRef<NodeCost> costs, const TagPolicy &policy,
                bool spells);
  Costs allCosts() const;
  void addParameters(llvm::ArrayRef<Parameter> parameters);
  void sumUp();
  size_t callOf(const Attribution &attribution, size_t place) const;
  CallId nearestCall(ModuleId module) const;
  CallId madeCall(CallId call) const;

  const Item &item;
  InlinedGraph &flat;
  ModuleCalls &record;
  CallTree calls;
  std::vector<CallId> running;
  const Profile *profile; // may be null
  std::vector<Attribution> attributions;
  std::vector<size_t> places;     // by ModuleId
  std::vector<size_t> callPlaces; // by CallId
  /// The calls of each module are numbered from 0.
  llvm::DenseMap<std::pair<ModuleId, uint32_t>, CallId> callsByIndex;
  ModelView view;
};

} // namespace

//===----------------------------------------------------------------------===//
// Modules and calls
//===----------------------------------------------------------------------===//

void ViewBuilder::addModules(const ModuleTree &statics,
                             const TagPolicy &policy) {
  const ModuleTree &modules = record.modules;
  TagMapping tags = staticTags(statics, policy);
  places = modules.placesByName();
  view.modules.resize(modules.size());
  for (ModuleId id = ModuleTree::root; id < modules.size(); ++id) {
    ModelView::Module &module = view.modules[places[id]];
    module.path = modules.path(id);
    module.name = modules.name(id);
    module.className = modules.className(id).name;
    module.definition = modules.className(id).module;
    module.parent = places[modules.parent(id)];
    module.isStatic = statics.find(module.path).has_value();
    if (auto tag = tags.find(module.path); tag != tags.end())
      module.tag = tag->second;
  }
}

/// What the tracer has left on a node alone stands for a call, and is none.
void ViewBuilder::addCalls(const TracedTags &tags) {
  for (CallId id = CallTree::root; id < calls.size(); ++id) {
    const Call &call = calls[id];
    callPlaces.push_back(view.calls.size());
    if (call.isRecorded)
      continue;
    callsByIndex.try_emplace({call.module, call.index}, id);
    ModelView::Module &module = view.modules[places[call.module]];
    module.tag = tags[id];
    module.isTraced = true;
    CallId caller = call.parent;
    while (calls[caller].isRecorded)
      caller = calls[caller].parent;
    view.calls.push_back({callPlaces[caller], places[call.module], call.index,
                          tags[id], call.makesLevel});
    module.calls += id == CallTree::root || call.module != calls[caller].module;
  }
}

//===----------------------------------------------------------------------===//
// Nodes
//===----------------------------------------------------------------------===//

/// The call that one on a node alone stands for, or the nearest around it; and
/// around one that could not be followed.
CallId ViewBuilder::madeCall(CallId call) const {
  while (call >= calls.size() || calls[call].isRecorded) {
    const Call &other = record.calls[call];
    auto made = callsByIndex.find({other.module, other.index});
    if (made != callsByIndex.end())
      return made->second;
    call = other.parent;
  }
  return call;
}

CallId ViewBuilder::nearestCall(ModuleId module) const {
  for (;; module = record.modules.parent(module)) {
    auto found = callsByIndex.find({module, 0});
    if (found != callsByIndex.end())
      return found->second;
  }
}

/// Of calls that were not followed the attribution has one for each stack of
/// modules, and `calls` one for each time that this ran.
size_t ViewBuilder::callOf(const Attribution &attribution, size_t place) const {
  if (running.empty())
    return callPlaces[madeCall(attribution.call)];
  ModuleId module = record.calls[attribution.call].module;
  return callPlaces[calls[running[place]].module == module
                        ? running[place]
                        : nearestCall(module)];
}

void ViewBuilder::addNodes(llvm::ArrayRef<NodeCost> costs,
                           const TagPolicy &policy, bool spells) {
  NodeTags tags({record.calls, record.modules, policy}, view.tags);
  NodeViews nodes(item, *flat.graph, spells);
  std::vector<bool> isPlaced;
  view.nodes.reserve(attributions.size());
  for (const Attribution &attribution : attributions) {
    size_t place = view.nodes.size();
    ModelView::Node node = nodes.viewOf(*attribution.node);
    if (profile && profile->nodes[place])
      node.nanoseconds = profile->nodes[place]->median;
    node.cost = costs[place];
    node.module = places[attribution.module];
    node.call = callOf(attribution, place);
    node.evidence = spell(attribution.evidence);
    node.tag = tags.placeOf(attribution.call);
    isPlaced.push_back(running.empty()
                           ? attribution.evidence == Evidence::CallStack
                           : node.call == callPlaces[running[place]]);
    ModelView::Module &module = view.modules[node.module];
    module.isTraced = true;
    ++module.own.nodes;
    module.own.flops.add(node.cost.flops);
    module.own.activationBytes.add(node.cost.activationBytes);
    module.own.addTime(node.nanoseconds);
    view.nodes.push_back(std::move(node));
  }
  view.inputs = nodes.inputs();
  nodes.addResults(view);
  setSpans(view, isPlaced);
}

//===----------------------------------------------------------------------===//
// Costs
//===----------------------------------------------------------------------===//

/// By the types that the values had when the graph was profiled, if it was.
Costs ViewBuilder::allCosts() const {
  return profile ? costsOf(item, *copyWithTypes(*flat.graph, profile->types))
                 : costsOf(item, *flat.graph);
}

void ViewBuilder::addParameters(llvm::ArrayRef<Parameter> parameters) {
  for (const Parameter &parameter : parameters) {
    std::optional<ModuleId> owner = record.modules.find(parameter.module);
    if (!owner || parameter.isShared)
      continue;
    ModuleCost &own = view.modules[places[*owner]].own;
    own.parameters.add(parameter.elements);
    own.parameterBytes.add(parameter.bytes);
  }
}

//===----------------------------------------------------------------------===//
// All of it
//===----------------------------------------------------------------------===//

/// A module comes before those in it.
void ViewBuilder::sumUp() {
  for (ModelView::Module &module : view.modules)
    module.total = module.own;
  for (size_t place = view.modules.size(); place-- > 1;)
    view.modules[view.modules[place].parent].total += view.modules[place].total;
}

ModelView ViewBuilder::build(const ModuleTree &statics,
                             const ViewOptions &options) {
  attributions = Attributor(*flat.graph, record).run(); // May add modules.
  const ClassName &root = record.modules.className(ModuleTree::root);
  TagPolicy policy =
      options.policy ? *options.policy : TagPolicy::defaultFor(root);
  view.rootClass = root.qualified();
  addModules(statics, policy);
  addCalls(TracedTags(calls, record.modules, policy));
  Costs costs = allCosts();
  addNodes(costs.nodes, policy, options.spellsNodes);
  addParameters(costs.parameters);
  sumUp();
  return std::move(view);
}

llvm::Expected<ModelView> viewOf(Item &item, llvm::StringRef name,
                                 const ViewOptions &options) {
  llvm::Expected<ModuleTree> statics = modulesOf(item);
  if (!statics)
    return statics.takeError();
  llvm::Expected<InlinedGraph> flat = flatGraphOf(item, options.inlining);
  if (!flat)
    return flat.takeError();
  std::vector<CallId> running;
  llvm::Expected<CallTree> calls = callsThatRan(*flat, &running);
  if (!calls)
    return calls.takeError();
  ModelView view =
      ViewBuilder(item, *flat, std::move(*calls), std::move(running))
          .build(*statics, options);
  view.name = name;
  view.missingModules = modulesShortcoming(item);
  view.missingCalls = callsShortcoming(*flat->calls);
  return view;
}

} // namespace hier
