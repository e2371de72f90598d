//===- SequenceDiff.cpp - What has changed between two sequences ----------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A path from one corner of a grid to the other, of as few steps as can be,
// after Myers: the middle of it is found from both corners at once, and divides
// the grid into two that are done in turn. The grids that are left are on a
// stack of our own.
//
//===----------------------------------------------------------------------===//

#include "hier/Support/SequenceDiff.h"

#include "llvm/ADT/SmallVector.h"

#include <algorithm>
#include <limits>

using namespace llvm;

namespace hier {

namespace {

/// A place between items: behind so many of each sequence. Signed, as the
/// diagonals that are computed from it are.
struct Point {
  ptrdiff_t x;
  ptrdiff_t y;

  bool operator==(const Point &) const = default;
};

struct Box {
  Point begin;
  Point end;

  bool isFlat() const { return begin.x == end.x || begin.y == end.y; }
};

/// How far paths have come on each diagonal, those from one corner of a box.
struct Front {
  std::vector<ptrdiff_t> reached;
  ptrdiff_t first = 0;
  ptrdiff_t last = 0;

  bool covers(ptrdiff_t diagonal) const {
    return first <= diagonal && diagonal <= last;
  }
};

class Differ {
public:
  Differ(ArrayRef<unsigned> before, ArrayRef<unsigned> after);

  /// Calls `flat` with each box in which no item is kept.
  template <typename Function> void run(Function flat);

private:
  Box trimmed(Box box) const;
  Point split(const Box &box);
  void widen(Front &front, const Box &box, ptrdiff_t beyond);
  bool stepForward(const Box &box, bool mayMeet, Point &meeting);
  bool stepBackward(const Box &box, bool mayMeet, Point &meeting);
  Point furthest(const Box &box) const;

  ptrdiff_t &at(Front &front, ptrdiff_t diagonal) const {
    return front.reached[diagonal + zero];
  }
  ptrdiff_t at(const Front &front, ptrdiff_t diagonal) const {
    return front.reached[diagonal + zero];
  }

  ArrayRef<unsigned> before;
  ArrayRef<unsigned> after;
  ptrdiff_t zero; // where diagonal 0 is in the fronts
  ptrdiff_t costLimit;
  Front forward;
  Front backward;
};

} // namespace

Differ::Differ(ArrayRef<unsigned> before, ArrayRef<unsigned> after)
    : before(before), after(after), zero(after.size() + 1) {
  size_t diagonals = before.size() + after.size() + 3;
  forward.reached.resize(diagonals);
  backward.reached.resize(diagonals);
  // Past this many steps the way that has come furthest is good enough: the
  // time would grow with the square of the changes.
  costLimit = 256;
  while (costLimit * costLimit < static_cast<ptrdiff_t>(diagonals))
    costLimit *= 2;
}

/// `box` without the items at its ends that are the same.
Box Differ::trimmed(Box box) const {
  while (!box.isFlat() && before[box.begin.x] == after[box.begin.y])
    ++box.begin.x, ++box.begin.y;
  while (!box.isFlat() && before[box.end.x - 1] == after[box.end.y - 1])
    --box.end.x, --box.end.y;
  return box;
}

/// Takes in the diagonals beside the front, or leaves those out whose place is
/// outside the box. `beyond` is what is worse than any place.
void Differ::widen(Front &front, const Box &box, ptrdiff_t beyond) {
  if (front.first > box.begin.x - box.end.y)
    at(front, --front.first - 1) = beyond;
  else
    ++front.first;
  if (front.last < box.end.x - box.begin.y)
    at(front, ++front.last + 1) = beyond;
  else
    --front.last;
}

bool Differ::stepForward(const Box &box, bool mayMeet, Point &meeting) {
  widen(forward, box, -1);
  for (ptrdiff_t diagonal = forward.last; diagonal >= forward.first;
       diagonal -= 2) {
    ptrdiff_t x =
        std::max(at(forward, diagonal - 1) + 1, at(forward, diagonal + 1));
    ptrdiff_t y = x - diagonal;
    while (x < box.end.x && y < box.end.y && before[x] == after[y])
      ++x, ++y;
    at(forward, diagonal) = x;
    if (mayMeet && backward.covers(diagonal) && at(backward, diagonal) <= x) {
      meeting = {x, y};
      return true;
    }
  }
  return false;
}

bool Differ::stepBackward(const Box &box, bool mayMeet, Point &meeting) {
  widen(backward, box, std::numeric_limits<ptrdiff_t>::max());
  for (ptrdiff_t diagonal = backward.last; diagonal >= backward.first;
       diagonal -= 2) {
    ptrdiff_t x =
        std::min(at(backward, diagonal - 1), at(backward, diagonal + 1) - 1);
    ptrdiff_t y = x - diagonal;
    while (x > box.begin.x && y > box.begin.y && before[x - 1] == after[y - 1])
      --x, --y;
    at(backward, diagonal) = x;
    if (mayMeet && forward.covers(diagonal) && x <= at(forward, diagonal)) {
      meeting = {x, y};
      return true;
    }
  }
  return false;
}

/// The place that the paths from the beginning have come furthest to.
Point Differ::furthest(const Box &box) const {
  Point best = box.begin;
  for (ptrdiff_t diagonal = forward.first; diagonal <= forward.last;
       diagonal += 2) {
    ptrdiff_t x =
        std::min({at(forward, diagonal), box.end.x, box.end.y + diagonal});
    if (x + (x - diagonal) > best.x + best.y)
      best = {x, x - diagonal};
  }
  return best;
}

/// A point that a short path through `box` goes through.
Point Differ::split(const Box &box) {
  ptrdiff_t from = box.begin.x - box.begin.y;
  ptrdiff_t to = box.end.x - box.end.y;
  forward.first = forward.last = from;
  backward.first = backward.last = to;
  at(forward, from) = box.begin.x;
  at(backward, to) = box.end.x;
  bool isOdd = (from - to) % 2 != 0;
  Point meeting = box.begin;
  for (ptrdiff_t cost = 1; cost <= costLimit; ++cost)
    if (stepForward(box, isOdd, meeting) || stepBackward(box, !isOdd, meeting))
      return meeting;
  return furthest(box);
}

template <typename Function> void Differ::run(Function flat) {
  Point corner = {static_cast<ptrdiff_t>(before.size()),
                  static_cast<ptrdiff_t>(after.size())};
  SmallVector<Box> pending = {{{0, 0}, corner}};
  while (!pending.empty()) {
    Box box = trimmed(pending.pop_back_val());
    Point middle = box.isFlat() ? box.begin : split(box);
    if (middle == box.begin || middle == box.end) {
      flat(box);
      continue;
    }
    pending.push_back({middle, box.end});
    pending.push_back({box.begin, middle});
  }
}

//===----------------------------------------------------------------------===//
// Items that both have
//===----------------------------------------------------------------------===//

namespace {

/// The items of one sequence that the other has too, and where each is. The
/// rest have changed, whatever else has: where a pass has written on every node
/// of a text, that is nearly all of its lines.
struct SharedItems {
  std::vector<unsigned> numbers;
  std::vector<size_t> places;
};

} // namespace

static SharedItems sharedItems(ArrayRef<unsigned> items,
                               ArrayRef<unsigned> others) {
  std::vector<bool> isShared;
  for (unsigned number : others) {
    if (number >= isShared.size())
      isShared.resize(number + size_t{1});
    isShared[number] = true;
  }
  SharedItems shared;
  for (size_t place = 0; place < items.size(); ++place) {
    if (items[place] >= isShared.size() || !isShared[items[place]])
      continue;
    shared.numbers.push_back(items[place]);
    shared.places.push_back(place);
  }
  return shared;
}

/// The changes between the items that are kept.
static std::vector<SequenceChange>
changesBetween(const std::vector<bool> &isOld, const std::vector<bool> &isNew) {
  std::vector<SequenceChange> changes;
  size_t x = 0;
  size_t y = 0;
  while (x < isOld.size() || y < isNew.size()) {
    SequenceChange change = {x, x, y, y};
    while (change.oldEnd < isOld.size() && isOld[change.oldEnd])
      ++change.oldEnd;
    while (change.newEnd < isNew.size() && isNew[change.newEnd])
      ++change.newEnd;
    if (change.oldEnd != x || change.newEnd != y)
      changes.push_back(change);
    x = change.oldEnd + 1;
    y = change.newEnd + 1;
  }
  return changes;
}

std::vector<SequenceChange> diffSequences(ArrayRef<unsigned> before,
                                          ArrayRef<unsigned> after) {
  SharedItems old = sharedItems(before, after);
  SharedItems fresh = sharedItems(after, before);
  std::vector<bool> isOld(before.size(), true);
  std::vector<bool> isNew(after.size(), true);
  for (size_t place : old.places)
    isOld[place] = false;
  for (size_t place : fresh.places)
    isNew[place] = false;
  Differ(old.numbers, fresh.numbers).run([&](const Box &box) {
    for (ptrdiff_t x = box.begin.x; x < box.end.x; ++x)
      isOld[old.places[x]] = true;
    for (ptrdiff_t y = box.begin.y; y < box.end.y; ++y)
      isNew[fresh.places[y]] = true;
  });
  return changesBetween(isOld, isNew);
}

} // namespace hier
