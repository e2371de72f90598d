//===- Structure.cpp - A model as far as structure goes -------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Nodes come after what they use: one walk in program order does.
//
//===----------------------------------------------------------------------===//

#include "Structure.h"

#include "Mutations.h"
#include "TensorTypes.h"
#include "llvm/ADT/Hashing.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace hier {

//===----------------------------------------------------------------------===//
// Numbers
//===----------------------------------------------------------------------===//

/// What torch adds to make the names of classes unique depends on what else was
/// compiled in the process.
static std::string unmangled(StringRef text) {
  constexpr StringLiteral atom = "___torch_mangle_";
  std::string result;
  for (size_t found; (found = text.find(atom)) != StringRef::npos;) {
    result += text.take_front(found);
    text = text.drop_front(found);
    StringRef rest = text.drop_front(atom.size()).drop_while(isDigit);
    if (rest.consume_front("."))
      text = rest;
    else
      result += atom, text = text.drop_front(atom.size());
  }
  return result += text;
}

unsigned SharedNumbers::text(StringRef text) {
  std::string plain;
  if (text.contains("___torch_mangle_"))
    text = plain = unmangled(text);
  auto [entry, isNew] = texts.try_emplace(text, spellings.size());
  if (isNew)
    spellings.push_back(entry->first());
  return entry->second;
}

unsigned SharedNumbers::path(unsigned parent, StringRef name) {
  std::pair<unsigned, unsigned> key = {parent, text(name)};
  auto [entry, isNew] = children.try_emplace(key, paths.size());
  if (isNew)
    paths.push_back({key.first, key.second});
  return entry->second;
}

std::string SharedNumbers::spell(unsigned path) const {
  constexpr size_t most = 64;
  std::vector<StringRef> names;
  for (; path != 0 && names.size() < most; path = parentOf(path))
    names.push_back(spellings[nameOf(path)]);
  if (path != 0)
    names.emplace_back("...");
  std::reverse(names.begin(), names.end());
  return join(names, ".");
}

//===----------------------------------------------------------------------===//
// Nodes
//===----------------------------------------------------------------------===//

Structure::Structure(const ModelView &view, SharedNumbers &numbers,
                     TypeDetail types)
    : view(view), numbers(numbers), typeDetail(types),
      mayChange(whatMayChange(view)) {
  for (const ModelView::Module &module : view.modules) {
    bool isRoot = modulePaths.empty();
    modulePaths.push_back(
        isRoot ? 0 : numbers.path(modulePaths[module.parent], module.name));
  }
  nodes.resize(view.nodes.size());
  for (size_t place = 0; place < nodes.size(); ++place)
    addNode(place);
  foldTuples();
  // A block gives what comes after the node that it is in.
  for (size_t place = 0; place < nodes.size(); ++place) {
    auto &own = nodes[place];
    own.firstSource = sources.size();
    for (const ModelView::Operand &operand : view.nodes[place].operands)
      sources.push_back(sourceOf(operand));
    for (const ModelView::Operand &result : view.nodes[place].results)
      sources.push_back(sourceOf(result));
  }
  for (const ModelView::Operand &result : view.results)
    results.push_back(sourceOf(result));
  sumUp();
}

void Structure::sumUp() {
  costs.resize(view.modules.size());
  for (size_t place = 0; place < nodes.size(); ++place) {
    if (nodes[place].isFolded)
      continue;
    const ModelView::Node &node = view.nodes[place];
    ++costs[node.module].nodes;
    costs[node.module].flops.add(node.cost.flops);
    costs[node.module].activationBytes.add(node.cost.activationBytes);
  }
}

/// `^Scale(2.0)`: the kind of all calls of Python functions is the same, and
/// what is called stands in the text alone, before the operands.
static StringRef pythonCallOf(const ModelView::Node &node) {
  size_t length = 2;
  for (const ModelView::Operand &operand : node.operands)
    length += operand.name.size() + 2;
  StringRef text = node.text;
  text = text.drop_back(
      std::min(text.size(), node.operands.empty() ? length : length - 2));
  return text.drop_front(std::min(text.find(" = ^"), text.size()));
}

static std::string spell(ArrayRef<ModelView::Attribute> attributes) {
  std::string text;
  for (const ModelView::Attribute &attribute : attributes)
    (((text += attribute.name) += '=') += attribute.value) += '\n';
  return text;
}

void Structure::addNode(size_t place) {
  const ModelView::Node &node = view.nodes[place];
  Node &own = nodes[place];
  own.isFolded = fold(place);
  own.operation = numbers.text(
      node.kind == "prim::PythonOp" ? pythonCallOf(node) : node.kind);
  own.attributes = numbers.text(spell(node.attributes));
  std::string types;
  if (typeDetail == TypeDetail::All)
    for (const ModelView::Value &output : node.outputs)
      (types += output.type) += '\n';
  own.types = numbers.text(types);
}

/// As far as it is compared.
StringRef Structure::typeOfConstant(const ModelView::Node &node) const {
  StringRef type = node.outputs.front().type;
  bool isCompared = typeDetail == TypeDetail::All ||
                    (typeDetail == TypeDetail::Scalars && !isTensor(type));
  return isCompared ? type : "";
}

/// None has types of many spellings, and prints without a value.
std::string Structure::constantText(const ModelView::Node &node) const {
  std::string text = spell(node.attributes);
  if (!text.empty())
    text += typeOfConstant(node);
  return text;
}

/// Does `node` give what its operand does, in another form? Traces turn sizes
/// into tensors and back, which torch's inliner undoes here and there.
bool Structure::passesOn(const ModelView::Node &node) const {
  if (node.operands.size() != 1 ||
      node.operands.front().node == ModelView::none)
    return false;
  const ModelView::Node &from = view.nodes[node.operands.front().node];
  return node.kind == "prim::NumToTensor" ||
         ((node.kind == "aten::Int" || node.kind == "aten::ScalarImplicit") &&
          from.kind == "prim::NumToTensor");
}

void Structure::foldRead(size_t place) {
  const ModelView::Node &node = view.nodes[place];
  StringRef name = node.attributes.front().value;
  if (name.size() > 1 && name.front() == '"')
    name = name.drop_front().drop_back();
  Source source = sourceOf(node.operands.front());
  source.path = numbers.path(source.path, name);
  folded[{place, 0}] = source;
}

/// What takes a tuple apart gives what it was made of, wherever that is. Which
/// module does it depends on how calls have been inlined.
bool Structure::foldUnpacking(size_t place) {
  const ModelView::Node &node = view.nodes[place];
  if (node.operands.size() != 1)
    return false;
  Source tuple = sourceOf(node.operands.front());
  if (tuple.kind != Source::Node || tuple.path != 0)
    return false;
  const ModelView::Node &made = view.nodes[tuple.node];
  if (made.kind != "prim::TupleConstruct" ||
      made.operands.size() != node.outputs.size())
    return false;
  for (size_t output = 0; output < node.outputs.size(); ++output)
    folded[{place, output}] = sourceOf(made.operands[output]);
  return true;
}

/// `[0, 2, 1, 3]`. Lists in lists are left alone: they may be any deep.
bool Structure::foldList(size_t place) {
  const ModelView::Node &node = view.nodes[place];
  std::string text = "[";
  for (const ModelView::Operand &operand : node.operands) {
    Source source = sourceOf(operand);
    if (source.kind != Source::Constant || source.path != 0 ||
        view.nodes[source.node].kind != "prim::Constant")
      return false;
    text += std::to_string(source.place) + ' ';
  }
  text += typeOfConstant(node);
  folded[{place, 0}] = {Source::Constant, place, numbers.text(text)};
  return true;
}

/// What gives a constant, or passes on what others give, is no node of its own.
bool Structure::fold(size_t place) {
  const ModelView::Node &node = view.nodes[place];
  if (!node.results.empty() || mayChange[place])
    return false;
  if (node.kind == "prim::TupleUnpack")
    return foldUnpacking(place);
  if (node.outputs.size() != 1)
    return false;
  if (node.kind == "prim::ListConstruct")
    return foldList(place);
  bool isRead = node.kind == "prim::GetAttr" && node.operands.size() == 1 &&
                node.attributes.size() == 1;
  bool isConstant = node.kind == "prim::Constant" && node.operands.empty();
  if (isConstant)
    folded[{place, 0}] = {Source::Constant, place,
                          numbers.text(constantText(node))};
  else if (isRead)
    foldRead(place);
  else if (passesOn(node))
    folded[{place, 0}] = sourceOf(node.operands.front());
  else
    return false;
  return true;
}

/// A tuple that is only taken apart again is no node of its own either.
void Structure::foldTuples() {
  std::vector<bool> isUsed(nodes.size());
  auto use = [&](const ModelView::Operand &operand) {
    if (operand.node != ModelView::none)
      isUsed[operand.node] = true;
  };
  for (size_t place = 0; place < nodes.size(); ++place) {
    const ModelView::Node &node = view.nodes[place];
    if (node.kind != "prim::TupleUnpack" || !nodes[place].isFolded)
      for_each(node.operands, use);
    for_each(node.results, use);
  }
  for_each(view.results, use);
  for (size_t place = 0; place < nodes.size(); ++place)
    if (view.nodes[place].kind == "prim::TupleConstruct" && !isUsed[place])
      nodes[place].isFolded = true;
}

Source Structure::sourceOf(const ModelView::Operand &operand) const {
  if (operand.node == ModelView::none)
    return {operand.owner == ModelView::none ? Source::Input
                                             : Source::BlockInput,
            operand.owner, operand.output};
  auto found = folded.find({operand.node, operand.output});
  if (found != folded.end())
    return found->second;
  return {Source::Node, operand.node, operand.output};
}

ArrayRef<Source> Structure::operandsOf(size_t node) const {
  return ArrayRef(sources).slice(nodes[node].firstSource,
                                 view.nodes[node].operands.size());
}

ArrayRef<Source> Structure::resultsOf(size_t node) const {
  return ArrayRef(sources).slice(nodes[node].firstSource +
                                     view.nodes[node].operands.size(),
                                 view.nodes[node].results.size());
}

bool Structure::isOwn(const Source &source, size_t node) const {
  return source.kind == Source::Input && source.place == 0 &&
         source.path != 0 &&
         numbers.parentOf(source.path) == modulePaths[view.nodes[node].module];
}

//===----------------------------------------------------------------------===//
// Keys
//===----------------------------------------------------------------------===//

uint64_t Structure::keyOf(const Source &source, KeyOf keyOf) const {
  uint64_t origin = source.place;
  if (source.kind == Source::Input)
    origin = inputNumbers[source.place];
  else if (source.kind != Source::Constant)
    origin = hash_combine(keyOf(source.node), source.place);
  return hash_combine(source.kind, origin, source.path);
}

/// The weight of one module is as good as that of another: where modules are
/// what differs, that is found elsewhere.
uint64_t Structure::keyWithin(const Source &source, size_t node,
                              KeyOf keyOf) const {
  if (isOwn(source, node))
    return hash_combine(numbers.nameOf(source.path));
  return this->keyOf(source, keyOf);
}

uint64_t Structure::ownKey(size_t node) const {
  return hash_combine(nodes[node].operation, nodes[node].attributes);
}

uint64_t Structure::localKey(size_t node) const {
  return hash_combine(ownKey(node), moduleNumbers[view.nodes[node].module]);
}

uint64_t Structure::keyWithoutModules(size_t node) const {
  auto ownKeyOf = [&](size_t from) { return ownKey(from); };
  uint64_t key = ownKey(node);
  for (const Source &operand : operandsOf(node))
    key = hash_combine(key, keyWithin(operand, node, ownKeyOf));
  return key;
}

std::vector<uint64_t> Structure::operandKeys(size_t node) const {
  std::vector<uint64_t> keys;
  for (const Source &operand : operandsOf(node))
    keys.push_back(
        keyWithin(operand, node, [&](size_t from) { return localKey(from); }));
  return keys;
}

/// Each step takes in what operands have taken in.
void Structure::computeNearKeys() {
  constexpr int steps = 3;
  std::vector<uint64_t> keys, next(nodes.size());
  for (size_t place = 0; place < nodes.size(); ++place)
    keys.push_back(localKey(place));
  for (int step = 0; step < steps; ++step) {
    for (size_t place = 0; place < nodes.size(); ++place) {
      uint64_t &key = next[place] = localKey(place);
      for (const Source &operand : operandsOf(place))
        key = hash_combine(key, keyWithin(operand, place, [&](size_t from) {
                             return keys[from];
                           }));
    }
    std::swap(keys, next);
  }
  for (size_t place = 0; place < nodes.size(); ++place)
    nodes[place].nearKey = keys[place];
}

void Structure::setInputs(std::vector<size_t> numbers) {
  inputNumbers = std::move(numbers);
}

void Structure::computeKeys(std::vector<size_t> modules) {
  moduleNumbers = std::move(modules);
  auto deepKeyOf = [&](size_t from) { return nodes[from].deepKey; };
  for (size_t place = 0; place < nodes.size(); ++place) {
    Node &node = nodes[place];
    node.deepKey = node.looseKey = ownKey(place);
    for (const Source &operand : operandsOf(place))
      node.deepKey = hash_combine(node.deepKey, keyOf(operand, deepKeyOf));
    for (uint64_t key : operandKeys(place))
      node.looseKey = hash_combine(node.looseKey, key);
    node.typedKey = hash_combine(node.looseKey, node.types);
  }
  computeNearKeys();
}

} // namespace hier
