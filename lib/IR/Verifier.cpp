//===- Verifier.cpp - Is a graph well formed? -----------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One walk over the blocks in the order of the text, with the values that are
// defined at each point. Graph::lint asks of every use whether its node comes
// later, and of every block which nodes it holds: that is not linear.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/Verifier.h"

#include "NodeRules.h"
#include "NumberTable.h"
#include "TorchAccess.h"
#include "hier/IR/Attributes.h"
#include "hier/IR/NodeParts.h"
#include "hier/Support/Diagnostic.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

#include <fmt/format.h>

using namespace torch::jit;

namespace hier {

using access::get;

namespace {

class GraphVerifier {
public:
  /// `known` are the graphs that nodes have had for subgraphs.
  GraphVerifier(const Graph &graph, llvm::SmallPtrSetImpl<const Graph *> &known)
      : graph(graph), known(known) {}

  /// Whether all is well. If not, `fault` says what is wrong.
  bool verify();

  std::string fault;
  std::vector<const Graph *> subgraphs;

private:
  /// What the walk has seen of a value.
  struct Seen {
    const Value *value = nullptr;
    uint32_t uses = 0;
    bool isVisible = true;

    explicit operator bool() const { return value != nullptr; }
  };
  /// A block whose nodes from `next` on are to come.
  struct OpenBlock {
    const Block *block;
    const_graph_node_list_iterator next;
    size_t index;      // among the blocks of its node
    size_t firstValue; // of `visible`
  };

  bool open(const Block &block, size_t index);
  bool close();
  bool visit(const Node &node);
  bool define(at::ArrayRef<const Value *> values);
  bool define(const Value &value);
  bool use(const Node &node);
  bool checkScope(const Node &node);
  bool checkUses();
  bool fail(std::string message) {
    fault = std::move(message);
    return false;
  }

  const Graph &graph;
  llvm::SmallPtrSetImpl<const Graph *> &known;
  std::vector<OpenBlock> blocks;
  NumberTable<Seen> seen; // by Value::unique()
  std::vector<size_t> visible;
  llvm::DenseSet<const Scope *> scopes; // that are well formed
  const Scope *lastScope = nullptr;     // of a node
  size_t namedValues = 0;
};

} // namespace

static std::string nameOf(const Value &value) {
  return "'%" + value.debugName() + "'";
}

/// `'%5 = aten::add'`, or `a 'prim::Print'` of one without outputs.
bool GraphVerifier::verify() {
  seen.expect(get<access::GraphNextUnique>(graph),
              get<access::GraphNodes>(graph).size());
  if (!open(*graph.block(), 0))
    return false;
  while (!blocks.empty()) {
    OpenBlock &top = blocks.back();
    if (top.next == top.block->nodes().end()) {
      if (!close())
        return false;
    } else if (!visit(**top.next++)) {
      return false;
    }
  }
  return checkUses();
}

//===----------------------------------------------------------------------===//
// Blocks and nodes
//===----------------------------------------------------------------------===//

bool GraphVerifier::open(const Block &block, size_t index) {
  blocks.push_back({&block, block.nodes().begin(), index, visible.size()});
  return define(block.inputs());
}

/// At a block's end its values are out of sight. What its node defines comes
/// into sight when the last of the node's blocks has ended.
bool GraphVerifier::close() {
  OpenBlock ended = blocks.back();
  if (!use(*ended.block->return_node()))
    return false;
  for (size_t index = ended.firstValue; index < visible.size(); ++index)
    seen.find(visible[index])->isVisible = false;
  visible.resize(ended.firstValue);
  blocks.pop_back();
  if (blocks.empty())
    return true;
  const Node &owner = *ended.block->owningNode();
  if (ended.index + 1 < owner.blocks().size())
    return open(*owner.blocks()[ended.index + 1], ended.index + 1);
  return define(owner.outputs());
}

bool GraphVerifier::visit(const Node &node) {
  if (node.owningGraph() != &graph || node.owningBlock() != blocks.back().block)
    return fail(describe(node) + " is in a block that it does not belong to");
  if (Misfit how = misfit(node))
    return fail(describe(node) + " " + *how);
  if (!use(node) || !checkScope(node))
    return false;
  if (Misfit how = misfitOfSubgraphs(node, known))
    return fail(describe(node) + " " + *how);
  llvm::append_range(subgraphs, graphsOf(node));
  if (node.blocks().empty())
    return define(node.outputs());
  return open(*node.blocks()[0], 0);
}

/// A scope that is shared by many nodes is looked at once.
bool GraphVerifier::checkScope(const Node &node) {
  const ScopePtr &own = get<access::NodeScope>(node);
  if (own.get() == lastScope)
    return true;
  lastScope = own.get();
  for (ScopePtr scope = own; scope && !scope->isRoot();
       scope = scope->parent()) {
    if (!scopes.insert(scope.get()).second)
      return true;
    if (llvm::StringRef(scope->name().toUnqualString()).contains('\n'))
      return fail(describe(node) + " has a scope of more than one line");
  }
  return true;
}

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

bool GraphVerifier::define(at::ArrayRef<const Value *> values) {
  for (const Value *value : values)
    if (!define(*value))
      return false;
  return true;
}

bool GraphVerifier::define(const Value &value) {
  if (!seen.insert(value.unique(), Seen{&value}))
    return fail(nameOf(value) + " has the number of another value");
  visible.push_back(value.unique());
  if (const std::string &name = get<access::ValueName>(value); !name.empty()) {
    const auto &names = get<access::GraphNames>(graph);
    auto known = names.find(name);
    if (known == names.end())
      return fail(nameOf(value) + " is not in the graph's table of names");
    if (known->second != &value)
      return fail(nameOf(value) + " is the name of two values");
    ++namedValues;
  }
  return true;
}

/// Every operand of `node` is a value that is in sight.
bool GraphVerifier::use(const Node &node) {
  for (const Value *operand : node.inputs()) {
    Seen *known = seen.find(operand->unique());
    if (!known || known->value != operand)
      return fail(describe(node) + " uses " + nameOf(*operand) +
                  ", which is not defined before it");
    if (!known->isVisible)
      return fail(describe(node) + " uses " + nameOf(*operand) +
                  ", which is defined in a block that has ended");
    ++known->uses;
  }
  return true;
}

static bool recordsUses(const Value &value, size_t count) {
  for (const Use &use : value.uses())
    if (use.offset >= use.user->inputs().size() ||
        use.user->inputs()[use.offset] != &value)
      return false;
  return value.uses().size() == count;
}

/// Each recorded use is one, and there are as many as were seen.
bool GraphVerifier::checkUses() {
  const Seen *first = nullptr; // by number, for hashes have no order
  seen.forEach([&](const Seen &entry) {
    if (!recordsUses(*entry.value, entry.uses) &&
        (!first || entry.value->unique() < first->value->unique()))
      first = &entry;
  });
  if (first)
    return fail(fmt::format("{} records {} uses and has {}",
                            nameOf(*first->value), first->value->uses().size(),
                            first->uses));
  if (namedValues != get<access::GraphNames>(graph).size())
    return fail("the graph's table of names has names of no value");
  return true;
}

//===----------------------------------------------------------------------===//
// Graphs and programs
//===----------------------------------------------------------------------===//

/// What is wrong with `graph` or a subgraph; empty when nothing is.
static std::string findFault(const Graph &graph) {
  std::vector<const Graph *> pending = {&graph};
  llvm::SmallPtrSet<const Graph *, 8> known = {&graph};
  while (!pending.empty()) {
    GraphVerifier verifier(*pending.back(), known);
    pending.pop_back();
    if (!verifier.verify())
      return std::move(verifier.fault);
    pending.insert(pending.end(), verifier.subgraphs.begin(),
                   verifier.subgraphs.end());
  }
  return "";
}

llvm::Error verifyGraph(const Graph &graph, const llvm::Twine &subject) {
  std::string fault = findFault(graph);
  if (fault.empty())
    return llvm::Error::success();
  return errorIn(subject, "broken IR: " + fault);
}

/// Every method, those that several objects share once.
static llvm::Error verifyMethods(const ModuleObject &root,
                                 const llvm::Twine &subject) {
  llvm::DenseSet<const Graph *> verified;
  std::vector<const ModuleObject *> pending = {&root};
  while (!pending.empty()) {
    const ModuleObject &object = *pending.back();
    pending.pop_back();
    for (const Method &method : object.methods)
      if (method.graph && verified.insert(method.graph.get()).second)
        if (std::string fault = findFault(*method.graph); !fault.empty())
          return errorIn(subject, "broken IR in method '" + method.name +
                                      "' of '" + object.className +
                                      "': " + fault);
    for (const auto &child : object.children)
      pending.push_back(child.get());
  }
  return llvm::Error::success();
}

llvm::Error verifyProgram(const Program &program, const llvm::Twine &subject) {
  for (const Item &item : program.items)
    if (llvm::Error error = item.graph    ? verifyGraph(*item.graph, subject)
                            : item.module ? verifyMethods(*item.module, subject)
                                          : llvm::Error::success())
      return error;
  return llvm::Error::success();
}

} // namespace hier
