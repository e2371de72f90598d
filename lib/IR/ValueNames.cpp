//===- ValueNames.cpp - Names and numbers of values -----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Sets them past libtorch's interface, which refuses numbers and renames
// values that it was not asked about.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/ValueNames.h"

#include "TorchAccess.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <algorithm>

using namespace torch::jit;

namespace hier {

using access::get;

static bool isNumber(llvm::StringRef name) {
  return !name.empty() && llvm::all_of(name, llvm::isDigit);
}

/// As many digits as always fit a 64-bit number.
static constexpr size_t maxDigits = 18;

bool ValueNamer::setName(Value &value, llvm::StringRef name) {
  if (!isNumber(name)) {
    std::string &own = get<access::ValueName>(value);
    own = name.str();
    get<access::GraphNames>(graph).emplace(own, &value);
    named.push_back(&value);
    return true;
  }
  size_t number;
  if (name.size() > maxDigits || (name.size() > 1 && name.front() == '0') ||
      name.getAsInteger(10, number))
    return false;
  get<access::ValueUnique>(value) = number;
  nextNumber = std::max(nextNumber, number + 1);
  return true;
}

void ValueNamer::finish() {
  for (Value *value : named)
    get<access::ValueUnique>(*value) = nextNumber++;
  get<access::GraphNextUnique>(graph) = nextNumber;
}

llvm::StringRef debugName(const Value &value) {
  return get<access::ValueName>(value);
}

void swapNames(Value &from, Value &to) {
  std::swap(get<access::ValueUnique>(from), get<access::ValueUnique>(to));
  std::swap(get<access::ValueName>(from), get<access::ValueName>(to));
  auto &names = get<access::GraphNames>(*to.owningGraph());
  for (Value *value : {&from, &to})
    if (const std::string &name = get<access::ValueName>(*value); !name.empty())
      names[name] = value;
}

//===----------------------------------------------------------------------===//
// Unique names
//===----------------------------------------------------------------------===//

/// `x.12` is the base `x` and the suffix 12.
static llvm::StringRef withoutSuffix(llvm::StringRef name) {
  size_t dot = name.rfind('.');
  if (dot == llvm::StringRef::npos || dot == 0 ||
      !isNumber(name.drop_front(dot + 1)))
    return name;
  return name.take_front(dot);
}

void NameUniquer::setName(Value &value, llvm::StringRef wanted) {
  auto &names = get<access::GraphNames>(graph);
  std::string name = wanted.str();
  if (names.contains(name)) {
    llvm::StringRef base = withoutSuffix(wanted);
    uint64_t &suffix = lastSuffix[base];
    do
      name = base.str() + '.' + std::to_string(++suffix);
    while (names.contains(name));
  }
  names.emplace(name, &value);
  get<access::ValueName>(value) = std::move(name);
}

//===----------------------------------------------------------------------===//
// Copies
//===----------------------------------------------------------------------===//

namespace {

/// Graphs and their copies, walked in step.
class NumberCopier {
public:
  void copy(Graph &from, Graph &to) {
    add(from, to);
    while (!blocks.empty()) {
      auto [block, copied] = blocks.back();
      blocks.pop_back();
      copyBlock(*block, *copied);
    }
  }

private:
  void add(Graph &from, Graph &to) {
    get<access::GraphNextUnique>(to) = get<access::GraphNextUnique>(from);
    blocks.emplace_back(from.block(), to.block());
  }

  void copyBlock(Block &block, Block &copied) {
    copyNumbers(block.inputs(), copied.inputs());
    auto other = copied.nodes().begin();
    for (Node *node : block.nodes()) {
      copyNode(*node, **other);
      ++other;
    }
  }

  void copyNode(Node &node, Node &copied) {
    copied.setScope(node.scope()); // Node::cloneFrom leaves out the root's.
    copyNumbers(node.outputs(), copied.outputs());
    for (size_t index = 0; index < node.blocks().size(); ++index)
      blocks.emplace_back(node.blocks()[index], copied.blocks()[index]);
    for (const auto &attribute : get<access::NodeAttributes>(node))
      if (attribute->kind() == AttributeKind::g)
        add(*node.g(attribute->name), *copied.g(attribute->name));
  }

  void copyNumbers(at::ArrayRef<Value *> values, at::ArrayRef<Value *> copies) {
    for (size_t index = 0; index < values.size(); ++index)
      get<access::ValueUnique>(*copies[index]) = values[index]->unique();
  }

  std::vector<std::pair<Block *, Block *>> blocks;
};

} // namespace

std::shared_ptr<Graph> copyGraph(Graph &graph) {
  std::shared_ptr<Graph> copy = graph.copy();
  NumberCopier().copy(graph, *copy);
  return copy;
}

} // namespace hier
