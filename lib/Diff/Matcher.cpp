//===- Matcher.cpp - Which node has become which --------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// From what is surest to what is a guess.
//
//===----------------------------------------------------------------------===//

#include "Matcher.h"

#include "Alignment.h"
#include "TensorTypes.h"
#include "llvm/ADT/Hashing.h"
#include "llvm/ADT/STLExtras.h"

#include <numeric>
#include <tuple>
#include <unordered_map>

using namespace llvm;

namespace hier {

Matching Matching::none(const ModelView &view) {
  constexpr size_t none = ModelView::none;
  return {std::vector(view.inputs.size(), none),
          std::vector(view.modules.size(), none),
          std::vector(view.nodes.size(), none)};
}

namespace {

using KeyOf = function_ref<uint64_t(const Structure &, size_t)>;

class Matcher {
public:
  Matcher(Structure &before, Structure &after)
      : before(before), after(after),
        found{Matching::none(before.view), Matching::none(after.view),
              std::vector<bool>(after.nodes.size())} {}

  Match run();

private:
  using Row = std::vector<size_t> Matching::*;

  void matchInputs();
  void computeKeys();
  void matchModules();
  void matchRenamed();
  void matchNodes();
  void matchMoved(KeyOf key, bool onlyUnique);
  using AreAlike = function_ref<bool(size_t, size_t)>;
  void refine(
      std::vector<Gap> &gaps, Row row, KeyOf key,
      AreAlike areAlike = [](size_t, size_t) { return true; });
  bool haveMuchInCommon(size_t old, size_t fresh) const;
  void pair(Row row, size_t old, size_t fresh) {
    (found.ofBefore.*row)[old] = fresh;
    (found.ofAfter.*row)[fresh] = old;
  }

  Structure &before;
  Structure &after;
  Match found;
};

} // namespace

/// Aligns what is left in each of `gaps` by `key`. What remains between is the
/// new `gaps`. Those of which `areAlike` is false stay without a match.
void Matcher::refine(std::vector<Gap> &gaps, Row row, KeyOf key,
                     AreAlike areAlike) {
  Pairs pairs;
  std::vector<Gap> rest;
  for (Gap &gap : gaps) {
    erase_if(gap.before, [&](size_t place) {
      return (found.ofBefore.*row)[place] != ModelView::none;
    });
    erase_if(gap.after, [&](size_t place) {
      return (found.ofAfter.*row)[place] != ModelView::none;
    });
    auto keysOf = [&](const Structure &side, ArrayRef<size_t> places) {
      std::vector<uint64_t> keys;
      for (size_t place : places)
        keys.push_back(key(side, place));
      return keys;
    };
    align(gap, keysOf(before, gap.before), keysOf(after, gap.after), pairs,
          rest);
  }
  for (auto [old, fresh] : pairs)
    if (areAlike(old, fresh))
      pair(row, old, fresh);
  gaps = std::move(rest);
}

static std::vector<size_t> firstNumbers(size_t count) {
  std::vector<size_t> numbers(count);
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

/// For those after, the numbers of those before that they belong to.
static std::vector<size_t> commonNumbers(ArrayRef<size_t> ofAfter,
                                         size_t beforeCount) {
  std::vector<size_t> numbers = ofAfter.vec();
  for (auto [place, number] : enumerate(numbers))
    if (number == ModelView::none)
      number = beforeCount + place;
  return numbers;
}

//===----------------------------------------------------------------------===//
// Inputs
//===----------------------------------------------------------------------===//

/// One after the other, unless there are more in one of the graphs: then names
/// and types tell which are new.
void Matcher::matchInputs() {
  size_t beforeCount = before.view.inputs.size();
  size_t afterCount = after.view.inputs.size();
  auto nameOf = [](const Structure &side, size_t place) {
    StringRef name = side.view.inputs[place].name;
    return uint64_t{hash_value(name.take_front(name.find('.')))};
  };
  auto typeOf = [](const Structure &side, size_t place) {
    return uint64_t{hash_value(StringRef(side.view.inputs[place].type))};
  };
  auto same = [](const Structure &, size_t) { return uint64_t{0}; };
  std::vector<Gap> gaps = {
      {firstNumbers(beforeCount), firstNumbers(afterCount)}};
  if (beforeCount != afterCount) {
    refine(gaps, &Matching::inputs, nameOf);
    refine(gaps, &Matching::inputs, typeOf);
  }
  refine(gaps, &Matching::inputs, same);
  before.setInputs(firstNumbers(beforeCount));
  after.setInputs(commonNumbers(found.ofAfter.inputs, beforeCount));
}

//===----------------------------------------------------------------------===//
// Modules
//===----------------------------------------------------------------------===//

void Matcher::matchModules() {
  StringMap<size_t> byPath;
  for (size_t place = 0; place < before.view.modules.size(); ++place)
    byPath[before.view.modules[place].path] = place;
  for (size_t place = 0; place < after.view.modules.size(); ++place) {
    auto old = byPath.find(after.view.modules[place].path);
    if (old != byPath.end())
      pair(&Matching::modules, old->second, place);
  }
  matchRenamed();
}

/// What each module does, in numbers: only the matching tells which modules are
/// the same, and so what keys are.
static std::vector<uint64_t> fingerprints(const Structure &side) {
  std::vector<uint64_t> prints;
  prints.reserve(side.view.modules.size());
  for (const ModelView::Module &module : side.view.modules)
    prints.push_back(hash_combine(StringRef(module.className),
                                  StringRef(module.definition)));
  for (size_t place = 0; place < side.nodes.size(); ++place) {
    uint64_t &print = prints[side.view.nodes[place].module];
    if (!side.nodes[place].isFolded)
      print = hash_combine(print, side.keyWithoutModules(place));
  }
  return prints;
}

/// A module whose path has gone may be one whose path is new: if it does the
/// same, or is of the same class and has the same name.
void Matcher::matchRenamed() {
  Gap left;
  for (auto [place, match] : enumerate(found.ofBefore.modules))
    if (match == ModelView::none)
      left.before.push_back(place);
  for (auto [place, match] : enumerate(found.ofAfter.modules))
    if (match == ModelView::none)
      left.after.push_back(place);
  if (left.before.empty() || left.after.empty())
    return;
  std::vector<uint64_t> old = fingerprints(before), fresh = fingerprints(after);
  std::vector<Gap> gaps = {std::move(left)};
  refine(gaps, &Matching::modules, [&](const Structure &side, size_t place) {
    return &side == &before ? old[place] : fresh[place];
  });
  refine(gaps, &Matching::modules, [](const Structure &side, size_t place) {
    const ModelView::Module &module = side.view.modules[place];
    return uint64_t{
        hash_combine(StringRef(module.className), StringRef(module.name))};
  });
}

//===----------------------------------------------------------------------===//
// Nodes
//===----------------------------------------------------------------------===//

/// The nodes of each module, in program order.
static std::vector<std::vector<size_t>> nodesOfModules(const Structure &side) {
  std::vector<std::vector<size_t>> rows(side.view.modules.size());
  for (size_t place = 0; place < side.nodes.size(); ++place)
    if (!side.nodes[place].isFolded)
      rows[side.view.nodes[place].module].push_back(place);
  return rows;
}

/// Of nodes without a match, those that are the same by `key` wherever they
/// stand: in order, or with `onlyUnique` where there is one on each side.
void Matcher::matchMoved(KeyOf key, bool onlyUnique) {
  struct Places {
    std::vector<size_t> before, after;
  };
  std::unordered_map<uint64_t, Places> places;
  auto collect = [&](const Structure &side, const Matching &matching,
                     std::vector<size_t> Places::*row) {
    for (size_t place = 0; place < side.nodes.size(); ++place)
      if (!side.nodes[place].isFolded &&
          matching.nodes[place] == ModelView::none)
        (places[key(side, place)].*row).push_back(place);
  };
  collect(before, found.ofBefore, &Places::before);
  collect(after, found.ofAfter, &Places::after);
  for (auto &[_, same] : places) {
    if (onlyUnique && (same.before.size() != 1 || same.after.size() != 1))
      continue;
    for (auto [old, fresh] : zip(same.before, same.after)) {
      pair(&Matching::nodes, old, fresh);
      found.hasMoved[fresh] = true;
    }
  }
}

/// Two nodes of one kind have something in common beside it, where there can be
/// anything: an operand, or what they make.
bool Matcher::haveMuchInCommon(size_t old, size_t fresh) const {
  std::vector<uint64_t> was = before.operandKeys(old);
  std::vector<uint64_t> is = after.operandKeys(fresh);
  if (std::min(was.size(), is.size()) <= 1)
    return true;
  bool makesShape = before.nodes[old].types == after.nodes[fresh].types &&
                    any_of(before.view.nodes[old].outputs,
                           [](const ModelView::Value &output) {
                             return hasShape(output.type);
                           });
  sort(was);
  return makesShape || any_of(is, [&](uint64_t key) {
           return std::binary_search(was.begin(), was.end(), key);
         });
}

void Matcher::computeKeys() {
  size_t modules = before.view.modules.size();
  before.computeKeys(firstNumbers(modules));
  after.computeKeys(commonNumbers(found.ofAfter.modules, modules));
}

void Matcher::matchNodes() {
  auto deep = [](const Structure &side, size_t place) {
    return side.nodes[place].deepKey;
  };
  auto near = [](const Structure &side, size_t place) {
    return side.nodes[place].nearKey;
  };
  auto typed = [](const Structure &side, size_t place) {
    return side.nodes[place].typedKey;
  };
  auto loose = [](const Structure &side, size_t place) {
    return side.nodes[place].looseKey;
  };
  auto operation = [](const Structure &side, size_t place) {
    return uint64_t{side.nodes[place].operation};
  };
  auto old = nodesOfModules(before), fresh = nodesOfModules(after);
  std::vector<Gap> gaps;
  for (size_t module = 0; module < fresh.size(); ++module)
    if (size_t match = found.ofAfter.modules[module]; match != ModelView::none)
      gaps.push_back({std::move(old[match]), std::move(fresh[module])});
  refine(gaps, &Matching::nodes, near);
  refine(gaps, &Matching::nodes, deep);
  refine(gaps, &Matching::nodes, typed);
  matchMoved(deep, /*onlyUnique=*/false);
  matchMoved(near, /*onlyUnique=*/true);
  matchMoved(typed, /*onlyUnique=*/true);
  refine(gaps, &Matching::nodes, loose);
  refine(gaps, &Matching::nodes, operation, [&](size_t one, size_t other) {
    return haveMuchInCommon(one, other);
  });
}

Match Matcher::run() {
  matchInputs();
  matchModules();
  computeKeys();
  matchNodes();
  return std::move(found);
}

/// An order of models that depends on nothing but what they hold.
static bool precedes(const ModelView &first, const ModelView &second) {
  if (first.nodes.size() != second.nodes.size())
    return first.nodes.size() < second.nodes.size();
  auto key = [](const ModelView::Node &node) {
    return std::tie(node.kind, node.module, node.text);
  };
  auto [one, other] = std::mismatch(
      first.nodes.begin(), first.nodes.end(), second.nodes.begin(),
      [&](const auto &a, const auto &b) { return key(a) == key(b); });
  return one != first.nodes.end() && key(*one) < key(*other);
}

/// Of several ways to match what is the same, one is as good as the other: it
/// is the same one whichever model comes first.
Match match(Structure &before, Structure &after) {
  if (!precedes(after.view, before.view))
    return Matcher(before, after).run();
  Match found = Matcher(after, before).run();
  std::swap(found.ofBefore, found.ofAfter);
  std::vector<bool> hasMoved(after.nodes.size());
  for (auto [place, match] : enumerate(found.ofAfter.nodes))
    hasMoved[place] = match != ModelView::none && found.hasMoved[match];
  found.hasMoved = std::move(hasMoved);
  return found;
}

} // namespace hier
