//===- PickleReader.cpp - A pickle of tensors and plain values ------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Protocol 2, which is what torch.save writes. Values are acyclic, since no
// list is ever in two places.
//
//===----------------------------------------------------------------------===//

#include "PickleReader.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/MathExtras.h"

#include <fmt/format.h>

namespace hier {

//===----------------------------------------------------------------------===//
// The bytes and the stack
//===----------------------------------------------------------------------===//

bool PickleReader::fail(const llvm::Twine &what) {
  message = what.str();
  return false;
}

bool PickleReader::isDamaged() { return fail("the pickle is damaged"); }

bool PickleReader::failOn(const c10::IValue &name) {
  return fail("it holds a '" + name.toStringRef() +
              "', which is no tensor, number, string, tuple or list");
}

bool PickleReader::takeBytes(size_t count, llvm::StringRef &bytes) {
  if (rest.size() < count)
    return isDamaged();
  bytes = rest.take_front(count);
  rest = rest.drop_front(count);
  return true;
}

template <typename Number> bool PickleReader::takeNumber(Number &number) {
  llvm::StringRef bytes;
  if (!takeBytes(sizeof(Number), bytes))
    return false;
  number = llvm::support::endian::read<Number, llvm::endianness::little>(
      bytes.data());
  return true;
}

bool PickleReader::push(c10::IValue value, size_t depth, c10::IValue name) {
  if (depth > maxDepth)
    return fail("it is nested deeper than " + llvm::Twine(maxDepth));
  stack.push_back({std::move(value), depth, std::move(name)});
  return true;
}

bool PickleReader::pop(Entry &entry) {
  if (stack.empty())
    return isDamaged();
  entry = std::move(stack.back());
  stack.pop_back();
  return true;
}

bool PickleReader::popMark(size_t &start) {
  if (marks.empty() || marks.back() > stack.size())
    return isDamaged();
  start = marks.back();
  marks.pop_back();
  return true;
}

template <typename Number> bool PickleReader::remember() {
  Number place;
  if (!takeNumber(place))
    return false;
  if (stack.empty())
    return isDamaged();
  memo[place] = stack.back();
  return true;
}

/// torch.save writes a value that is in two places once. Of a list that would
/// let it be in itself.
template <typename Number> bool PickleReader::recall() {
  Number place;
  if (!takeNumber(place))
    return false;
  auto found = memo.find(place);
  if (found == memo.end())
    return isDamaged();
  if (found->second.depth > 0)
    return fail("one list or tuple is in two places");
  return push(found->second.value, /*depth=*/0, found->second.name);
}

//===----------------------------------------------------------------------===//
// Plain values
//===----------------------------------------------------------------------===//

template <typename Number> bool PickleReader::pushInteger() {
  Number number;
  return takeNumber(number) && push(static_cast<int64_t>(number));
}

/// As many bytes as it takes, in two's complement.
bool PickleReader::pushLong() {
  uint8_t size;
  llvm::StringRef bytes;
  if (!takeNumber(size) || !takeBytes(size, bytes))
    return false;
  if (size > 8)
    return fail("an integer has more than 64 bits");
  uint64_t number = 0;
  for (auto [index, byte] : llvm::enumerate(bytes.bytes()))
    number |= uint64_t(byte) << (8 * index);
  return push(size == 0 ? 0 : llvm::SignExtend64(number, 8 * size));
}

bool PickleReader::pushDouble() {
  llvm::StringRef bytes;
  if (!takeBytes(8, bytes))
    return false;
  return push(llvm::bit_cast<double>(
      llvm::support::endian::read<uint64_t, llvm::endianness::big>(
          bytes.data())));
}

bool PickleReader::pushText() {
  uint32_t size;
  llvm::StringRef bytes;
  return takeNumber(size) && takeBytes(size, bytes) && push(bytes.str());
}

/// name ::= module '\n' class '\n'
bool PickleReader::pushName() {
  auto [module, afterModule] = rest.split('\n');
  auto [name, after] = afterModule.split('\n');
  rest = after;
  c10::IValue whole = (module + "." + name).str();
  return push(whole, /*depth=*/0, whole);
}

//===----------------------------------------------------------------------===//
// Tuples and lists
//===----------------------------------------------------------------------===//

bool PickleReader::pushTuple(size_t start) {
  std::vector<c10::IValue> elements;
  size_t depth = 0;
  c10::IValue name;
  for (size_t place = start; place < stack.size(); ++place) {
    elements.push_back(std::move(stack[place].value));
    depth = std::max(depth, stack[place].depth);
    if (name.isNone())
      name = std::move(stack[place].name);
  }
  stack.resize(start);
  return push(c10::ivalue::Tuple::create(std::move(elements)), depth + 1,
              std::move(name));
}

bool PickleReader::pushTupleOf(size_t count) {
  return stack.size() < count ? isDamaged() : pushTuple(stack.size() - count);
}

/// What stands from `start` on to the list before it.
bool PickleReader::append(size_t start) {
  if (start == 0 || start > stack.size() || !stack[start - 1].value.isList())
    return isDamaged();
  Entry &list = stack[start - 1];
  c10::List<c10::IValue> elements = list.value.toList();
  for (size_t place = start; place < stack.size(); ++place) {
    if (!stack[place].name.isNone())
      return failOn(stack[place].name);
    elements.push_back(std::move(stack[place].value));
    list.depth = std::max(list.depth, stack[place].depth + 1);
  }
  stack.resize(start);
  return list.depth <= maxDepth ||
         fail("it is nested deeper than " + llvm::Twine(maxDepth));
}

//===----------------------------------------------------------------------===//
// Functions
//===----------------------------------------------------------------------===//

/// A function and its arguments: torch.save writes how tensors are put together
/// again, and an empty dictionary of hooks with each.
bool PickleReader::call() {
  Entry arguments, function;
  if (!pop(arguments) || !pop(function))
    return false;
  if (!arguments.value.isTuple() || !function.value.isString() ||
      function.name.isNone())
    return isDamaged();
  llvm::StringRef name = function.value.toStringRef();
  llvm::ArrayRef<c10::IValue> parts = partsOf(arguments.value);
  if (name == "collections.OrderedDict" && parts.empty())
    return push(c10::IValue(), /*depth=*/0, function.name);
  if (name == "torch._utils._rebuild_tensor_v2")
    return pushView(parts);
  if (name == "torch._utils._rebuild_parameter" && !parts.empty() &&
      parts[0].isTensor())
    return push(parts[0]);
  return failOn(function.name);
}

//===----------------------------------------------------------------------===//
// The machine
//===----------------------------------------------------------------------===//

bool PickleReader::stepOnValue(uint8_t operation) {
  switch (operation) {
  case 'N': // NONE
    return push(c10::IValue());
  case 0x88: // NEWTRUE
    return push(true);
  case 0x89: // NEWFALSE
    return push(false);
  case 'K': // BININT1
    return pushInteger<uint8_t>();
  case 'M': // BININT2
    return pushInteger<uint16_t>();
  case 'J': // BININT
    return pushInteger<int32_t>();
  case 0x8a: // LONG1
    return pushLong();
  case 'G': // BINFLOAT
    return pushDouble();
  case 'X': // BINUNICODE
    return pushText();
  case 'c': // GLOBAL
    return pushName();
  case 'Q': // BINPERSID
    return pushStorage();
  case 'R': // REDUCE
    return call();
  default:
    return stepOnGroup(operation);
  }
}

bool PickleReader::stepOnGroup(uint8_t operation) {
  size_t start;
  switch (operation) {
  case '(': // MARK
    marks.push_back(stack.size());
    return true;
  case ')': // EMPTY_TUPLE
    return pushTupleOf(0);
  case 't': // TUPLE
    return popMark(start) && pushTuple(start);
  case 0x85: // TUPLE1
  case 0x86: // TUPLE2
  case 0x87: // TUPLE3
    return pushTupleOf(operation - 0x84);
  case ']': // EMPTY_LIST
    return push(c10::impl::GenericList(c10::AnyType::get()), /*depth=*/1);
  case 'a': // APPEND
    return stack.empty() ? isDamaged() : append(stack.size() - 1);
  case 'e': // APPENDS
    return popMark(start) && append(start);
  case '}': // EMPTY_DICT
  case 's': // SETITEM
  case 'u': // SETITEMS
    return fail("it holds a dictionary");
  default:
    return fail(fmt::format("it has the pickle operation {:#x}, which "
                            "torch.save does not write",
                            operation));
  }
}

bool PickleReader::step(uint8_t operation) {
  switch (operation) {
  case 0x80: { // PROTO
    uint8_t version;
    return takeNumber(version);
  }
  case 'q': // BINPUT
    return remember<uint8_t>();
  case 'r': // LONG_BINPUT
    return remember<uint32_t>();
  case 'h': // BINGET
    return recall<uint8_t>();
  case 'j': // LONG_BINGET
    return recall<uint32_t>();
  default:
    return stepOnValue(operation);
  }
}

c10::IValue PickleReader::read() {
  constexpr uint8_t stop = '.';
  uint8_t operation;
  do {
    if (!takeNumber(operation))
      return {};
    if (operation != stop && !step(operation))
      return {};
  } while (operation != stop);
  if (stack.size() != 1)
    isDamaged();
  else if (!stack.back().name.isNone())
    failOn(stack.back().name);
  else
    return std::move(stack.back().value);
  return {};
}

} // namespace hier
