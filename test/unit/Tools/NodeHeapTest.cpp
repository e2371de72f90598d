//===- NodeHeapTest.cpp - The heap of the tools ------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// This program is linked to the heap, so that all it allocates, GoogleTest's
// own memory too, comes from there.
//
//===----------------------------------------------------------------------===//

#include <algorithm>
#include <gtest/gtest.h>
#include <random>
#include <thread>
#include <vector>

namespace {

/// Memory that is filled with a number, to see whether anything else gets it.
struct Filled {
  Filled(size_t size, unsigned char with)
      : memory(static_cast<unsigned char *>(operator new(size))), size(size),
        with(with) {
    std::fill_n(memory, size, with);
  }
  bool isWhole() const {
    return std::all_of(memory, memory + size,
                       [this](unsigned char byte) { return byte == with; });
  }

  unsigned char *memory;
  size_t size;
  unsigned char with;
};

TEST(NodeHeapTest, AlignsWhatItGives) {
  for (size_t size = 0; size < 3000; ++size) {
    void *memory = operator new(size);
    EXPECT_EQ(reinterpret_cast<uintptr_t>(memory) % 16, 0u) << size;
    operator delete(memory);
  }
  operator delete(nullptr);
}

TEST(NodeHeapTest, GivesNoMemoryTwice) {
  std::mt19937 random(1);
  std::vector<Filled> held;
  for (unsigned turn = 0; turn < 200'000; ++turn) {
    if (held.size() < 1000 || random() % 2) {
      held.emplace_back(1 + random() % (turn % 100 == 0 ? 5000 : 400),
                        static_cast<unsigned char>(turn));
      continue;
    }
    std::swap(held[random() % held.size()], held.back());
    ASSERT_TRUE(held.back().isWhole());
    operator delete(held.back().memory);
    held.pop_back();
  }
  for (const Filled &filled : held) {
    ASSERT_TRUE(filled.isWhole());
    operator delete(filled.memory);
  }
}

/// A graph that comes after another lies where that was, in order.
TEST(NodeHeapTest, LaysAFreedSpanOutAnew) {
  constexpr size_t size = 720, count = 2000; // no other test's
  std::vector<void *> first, second;
  for (size_t index = 0; index < count; ++index)
    first.push_back(operator new(size));
  std::vector<void *> mixed = first;
  std::shuffle(mixed.begin(), mixed.end(), std::mt19937(1));
  for (void *memory : mixed)
    operator delete(memory);
  for (size_t index = 0; index < count; ++index)
    second.push_back(operator new(size));
  size_t neighbours = 0;
  for (size_t index = 1; index < count; ++index)
    neighbours += static_cast<char *>(second[index]) -
                      static_cast<char *>(second[index - 1]) ==
                  static_cast<ptrdiff_t>(size);
  EXPECT_GT(neighbours, count * 9 / 10);
  std::sort(first.begin(), first.end());
  size_t known = 0;
  for (void *memory : second)
    known += std::binary_search(first.begin(), first.end(), memory);
  EXPECT_GT(known, count * 9 / 10);
  for (void *memory : second)
    operator delete(memory);
}

/// What one thread makes, another frees, and uses again.
TEST(NodeHeapTest, TakesBackWhatAnotherThreadMade) {
  constexpr size_t count = 20'000;
  std::vector<Filled> made;
  std::thread maker([&] {
    for (size_t index = 0; index < count; ++index)
      made.emplace_back(1 + index % 300, static_cast<unsigned char>(index));
  });
  maker.join();
  auto work = [&](size_t from) {
    std::vector<Filled> own;
    for (size_t index = from; index < count; index += 2) {
      EXPECT_TRUE(made[index].isWhole());
      operator delete(made[index].memory);
      own.emplace_back(1 + index % 300, static_cast<unsigned char>(index));
    }
    for (const Filled &filled : own) {
      EXPECT_TRUE(filled.isWhole());
      operator delete(filled.memory);
    }
  };
  std::thread other([&] { work(1); });
  work(0);
  other.join();
}

} // namespace
