//===- Inliner.cpp - Calls replaced by what they run ----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One walk in program order, over the graph itself and over the bodies of what
// it calls, that copies each node of a body once, to where it ends up. The
// stack of the walk is explicit: calls and blocks may nest deeper than the
// machine's stack.
//
//===----------------------------------------------------------------------===//

#include "hier/Analysis/Inliner.h"

#include "Activation.h"
#include "LentParameters.h"
#include "hier/IR/Attributes.h"
#include "hier/IR/Location.h"
#include "hier/IR/NodeCloner.h"
#include "hier/Support/Diagnostic.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

using namespace torch::jit;

namespace hier {

namespace {

class Inliner {
public:
  Inliner(Graph &graph, ModuleObject &root, const InlineOptions &options)
      : graph(graph), root(root), options(options),
        calls(std::make_shared<ModuleCalls>(root)), memory(*calls, root) {
    if (options.keepsFrames)
      frames = std::make_shared<CallFrames>();
  }

  /// Inlines into the graph itself.
  llvm::Expected<std::shared_ptr<ModuleCalls>> run();
  /// Fills the graph, which is empty, with what `method` runs.
  llvm::Expected<std::shared_ptr<ModuleCalls>> runCopying(Graph &method);

private:
  std::shared_ptr<Activation> begin(Graph &body);
  llvm::Expected<std::shared_ptr<ModuleCalls>> walk();
  llvm::Error step();
  llvm::Error visitInPlace(Node &node);
  llvm::Error visitCopied(Node &node);
  void walkCopiedBlocks(Node &node, Node &copy);
  void walkSubgraph(Node &node);
  void leave();
  void replaceCall(Region &ended);

  llvm::Error verifyBody(Graph &body, bool isFunction);
  llvm::Error enter(Node &node, const Callee &callee, Node *insertBefore,
                    bool inPlace);
  llvm::Error recursionError(Node &node, const Callee &callee, CallId call);
  CallId enterCall(const Activation &caller, const Callee &callee, Node &node);
  void noteUnresolved(Node &node, llvm::ArrayRef<Value *> inputs);
  void noteModule(Node &node);
  ScopePtr scopeIn(Activation &activation, Node &node);

  Graph &graph;
  ModuleObject &root;
  const InlineOptions &options;
  NodeCloner cloner;
  std::shared_ptr<ModuleCalls> calls;
  std::shared_ptr<CallFrames> frames; // null where they are not asked for
  ScopeMemory memory;
  std::vector<Region> regions;
  /// The objects that values of the graph are. Calls are destroyed at the end
  /// only, so that no value takes the address of one that is in here.
  ModuleValues objects;
  LentParameters lent;
  /// The bodies in progress, for no call may come back to one of them.
  llvm::DenseSet<std::pair<Graph *, ModuleObject *>> running;
  std::vector<Node *> inlined;
  llvm::DenseSet<const Graph *> verified;
};

} // namespace

std::shared_ptr<Activation> Inliner::begin(Graph &body) {
  running.insert({&body, &root});
  return std::make_shared<Activation>(CallTree::root, body, &root,
                                      ScopeResolver(memory, body));
}

llvm::Expected<std::shared_ptr<ModuleCalls>> Inliner::run() {
  std::shared_ptr<Activation> own = begin(graph);
  if (!graph.inputs().empty())
    objects[graph.inputs()[0]] = &root;
  regions.emplace_back(own, graph.block());
  return walk();
}

llvm::Expected<std::shared_ptr<ModuleCalls>>
Inliner::runCopying(Graph &method) {
  if (llvm::Error error = verifyBody(method, /*isFunction=*/false))
    return error;
  std::shared_ptr<Activation> own = begin(method);
  for (Value *input : method.inputs())
    own->copies[input] = cloner.cloneInput(*input, *graph.block());
  if (!graph.inputs().empty())
    objects[graph.inputs()[0]] = &root;
  Region &region = regions.emplace_back(own, method.block());
  region.insertBefore = graph.return_node();
  region.copy = graph.block();
  return walk();
}

llvm::Expected<std::shared_ptr<ModuleCalls>> Inliner::walk() {
  while (!regions.empty())
    if (llvm::Error error = step())
      return error;
  for (Node *call : llvm::reverse(inlined))
    call->destroy();
  calls->followedCalls = calls->calls.size();
  lent.addAliases(*calls);
  calls->forgetObjects();
  calls->frames = frames;
  return calls;
}

llvm::Error Inliner::step() {
  Region &region = regions.back();
  Node *node = region.next;
  if (!node) {
    leave();
    return llvm::Error::success();
  }
  region.next = node == region.last ? nullptr : node->next();
  return region.insertBefore ? visitCopied(*node) : visitInPlace(*node);
}

/// The end of a block: its outputs go to the block's copy, or to what the call
/// that ran it is replaced by.
void Inliner::leave() {
  Region ended = std::move(regions.back());
  regions.pop_back();
  if (ended.copy)
    for (Value *output : ended.block->outputs())
      ended.copy->registerOutput(ended.activation->copies.lookup(output));
  if (ended.endsCall)
    replaceCall(ended);
}

/// What the call defined is what the body has returned.
void Inliner::replaceCall(Region &ended) {
  running.erase({ended.activation->body, ended.activation->self});
  ++calls->inlinedCalls;
  at::ArrayRef<Value *> results = ended.block->outputs();
  for (size_t index = 0; index < results.size(); ++index) {
    Value *result = ended.activation->copies.lookup(results[index]);
    Value *output = ended.endsCall->outputs()[index];
    if (ended.caller)
      ended.caller->copies[output] = result;
    else
      output->replaceAllUsesWith(result);
  }
  if (!ended.caller)
    inlined.push_back(ended.endsCall);
}

//===----------------------------------------------------------------------===//
// Nodes
//===----------------------------------------------------------------------===//

/// The scope of the call that ran `node`, a node of the body that is run.
ScopePtr Inliner::scopeIn(Activation &activation, Node &node) {
  ScopePtr scope = activation.scopes.scopeFor(node);
  if (frames)
    frames->noteNode(activation.frame, node,
                     calls->callOf(scope).value_or(activation.call));
  return scope;
}

/// What a call becomes is put at the end of the block, and what follows the
/// call after it: libtorch numbers the nodes of a block anew, all of them,
/// whenever some forty have been put between two.
llvm::Error Inliner::visitInPlace(Node &node) {
  std::shared_ptr<Activation> activation = regions.back().activation;
  Node *end = regions.back().block->return_node();
  llvm::SmallVector<Value *, 8> inputs(node.inputs().begin(),
                                       node.inputs().end());
  if (std::optional<Callee> callee = resolveCallee(node, inputs, objects))
    return enter(node, *callee, end, /*inPlace=*/true);
  if (node.next() != end)
    node.moveBefore(end);
  node.setScope(scopeIn(*activation, node));
  noteModule(node);
  noteUnresolved(node, inputs);
  for (Block *block : llvm::reverse(node.blocks()))
    regions.emplace_back(activation, block);
  walkSubgraph(node);
  return llvm::Error::success();
}

llvm::Error Inliner::visitCopied(Node &node) {
  Region &region = regions.back();
  Activation &activation = *region.activation;
  llvm::SmallVector<Value *, 8> inputs;
  for (Value *input : node.inputs())
    inputs.push_back(activation.copies.lookup(input));
  if (std::optional<Callee> callee = resolveCallee(node, inputs, objects))
    return enter(node, *callee, region.insertBefore, /*inPlace=*/false);
  if (++calls->madeNodes > options.maxNodes)
    return errorIn("inline-calls", "the calls run more than " +
                                       llvm::Twine(options.maxNodes) +
                                       " nodes, the limit set by 'max-nodes'");
  Node *copy = cloner.clone(node, *region.insertBefore->owningGraph(), inputs);
  copy->insertBefore(region.insertBefore);
  copy->setScope(scopeIn(activation, node));
  for (size_t index = 0; index < node.outputs().size(); ++index)
    activation.copies[node.outputs()[index]] = copy->outputs()[index];
  noteModule(*copy);
  noteUnresolved(*copy, inputs);
  walkCopiedBlocks(node, *copy);
  walkSubgraph(*copy);
  return llvm::Error::success();
}

/// Blocks are walked in order: the last goes on the stack first.
void Inliner::walkCopiedBlocks(Node &node, Node &copy) {
  if (node.blocks().empty())
    return;
  std::shared_ptr<Activation> activation = regions.back().activation;
  for (Block *block : node.blocks()) {
    Block *to = copy.addBlock();
    for (Value *input : block->inputs())
      activation->copies[input] = cloner.cloneInput(*input, *to);
  }
  for (size_t index = node.blocks().size(); index-- > 0;) {
    Block *block = node.blocks()[index];
    Block *to = copy.blocks()[index];
    Region &region = regions.emplace_back(activation, block);
    region.insertBefore = to->return_node();
    region.copy = to;
  }
}

/// The subgraph of a node runs where the node stands. It is the node's own, of
/// a copy too, so that it is walked in place.
void Inliner::walkSubgraph(Node &node) {
  Graph *found = subgraphOf(node);
  if (!found)
    return;
  Graph &subgraph = *found;
  size_t count = std::min(subgraph.inputs().size(), node.inputs().size());
  for (size_t index = 0; index < count; ++index)
    if (ModuleObject *object = objects.lookup(node.inputs()[index]))
      objects[subgraph.inputs()[index]] = object;
  std::shared_ptr<Activation> activation = regions.back().activation;
  regions.emplace_back(std::move(activation), subgraph.block());
}

/// Follows modules through prim::GetAttr.
void Inliner::noteModule(Node &node) {
  if (node.kind() != prim::GetAttr || node.inputs().size() != 1 ||
      node.outputs().size() != 1)
    return;
  ModuleObject *object = objects.lookup(node.inputs()[0]);
  const std::string *name = nameAttribute(node);
  if (!object || !name)
    return;
  Value *output = node.outputs()[0];
  ModuleObject *child = object->findChild(*name);
  if (!child)
    return lent.noteRead(output, *object, *name);
  objects[output] = child;
  // libtorch reads no attribute of a value that is an interface.
  if (child->type && output->type()->kind() == c10::TypeKind::InterfaceType)
    output->setType(child->type);
}

//===----------------------------------------------------------------------===//
// Calls
//===----------------------------------------------------------------------===//

/// A function runs for the module that calls it.
CallId Inliner::enterCall(const Activation &caller, const Callee &callee,
                          Node &node) {
  if (!callee.self)
    return caller.call;
  ModuleId object = calls->moduleOf(*callee.self);
  ModuleId module = caller.scopes.moduleEntered(object, *callee.body);
  if (module != object)
    calls->aliases.add(object, module);
  // A body of no more than a constant looks neither traced nor scripted; the
  // call of it does.
  bool isTraced = memory.factsOf(*callee.body).isTraced || isTracedCall(node);
  if (isTraced)
    lent.noteCall(callee);
  bool throughForward = isForward(*nameAttribute(node), isTraced);
  if (!throughForward && module != calls->calls[caller.call].module)
    ++calls->otherMethods[{module, *nameAttribute(node)}];
  return calls->calls.enter(caller.call, module, throughForward);
}

/// A call that stays hides what it runs: modules, if it is given any.
void Inliner::noteUnresolved(Node &node, llvm::ArrayRef<Value *> inputs) {
  if (node.kind() != prim::CallMethod && node.kind() != prim::CallFunction)
    return;
  calls->hasUnfollowedCalls |= llvm::any_of(
      inputs, [&](Value *input) { return objects.lookup(input) != nullptr; });
}

llvm::Error Inliner::verifyBody(Graph &body, bool isFunction) {
  if ((!isFunction && !options.verifiesMethods) ||
      !verified.insert(&body).second)
    return llvm::Error::success();
  return verifyLiveBody(body, "inline-calls");
}

llvm::Error Inliner::enter(Node &node, const Callee &callee, Node *insertBefore,
                           bool inPlace) {
  if (llvm::Error error = verifyBody(*callee.body, !callee.self))
    return error;
  std::shared_ptr<Activation> caller = regions.back().activation;
  CallId call = enterCall(*caller, callee, node);
  auto entered = std::make_shared<Activation>(
      call, *callee.body, callee.self,
      ScopeResolver(caller->scopes, call, *callee.body, callee.self));
  if (frames)
    entered->frame = frames->enter(caller->frame, node, call);
  // Another object may have the very graph that is being changed in place.
  if (callee.body == &graph ||
      !running.insert({callee.body, callee.self}).second)
    return recursionError(node, callee, call);
  for (size_t index = 0; index < callee.arguments.size(); ++index)
    entered->copies[callee.body->inputs()[index]] = callee.arguments[index];
  Region region(entered, callee.body->block());
  region.insertBefore = insertBefore;
  region.endsCall = &node;
  region.caller = inPlace ? nullptr : caller;
  regions.push_back(std::move(region));
  return llvm::Error::success();
}

llvm::Error Inliner::recursionError(Node &node, const Callee &callee,
                                    CallId call) {
  std::optional<Location> place = locationOf(node.sourceRange());
  std::string what =
      callee.self ? "method '" + node.s(attr::name) + "'" : "a function";
  std::string module = calls->modules.path(calls->calls[call].module);
  return errorIn("inline-calls",
                 "the call" + (place ? " at " + place->spell() : "") + " of " +
                     what + " of module '" + module + "' is recursive");
}

llvm::Expected<std::shared_ptr<ModuleCalls>>
inlineCalls(Graph &graph, ModuleObject &root, const InlineOptions &options) {
  return Inliner(graph, root, options).run();
}

llvm::Expected<InlinedGraph> inlinedCopy(Graph &method, ModuleObject &root,
                                         const InlineOptions &options) {
  auto graph = std::make_shared<Graph>();
  auto calls = Inliner(*graph, root, options).runCopying(method);
  if (!calls)
    return calls.takeError();
  return InlinedGraph{std::move(graph), std::move(*calls)};
}

} // namespace hier
