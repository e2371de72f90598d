//===- OrderedWorkTest.cpp - Work in parallel, results in order -----------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each piece is done once, and taken in order, however long each takes; and no
// worker runs far ahead of what is taken.
//
//===----------------------------------------------------------------------===//

#include "hier/Support/OrderedWork.h"
#include "gtest/gtest.h"

#include <atomic>
#include <memory>
#include <thread>

using namespace hier;

namespace {

class OrderedWorkTest : public testing::TestWithParam<unsigned> {};

TEST_P(OrderedWorkTest, EachOnceAndInOrder) {
  constexpr size_t count = 200;
  std::vector<std::atomic<int>> done(count);
  std::vector<size_t> order;
  std::atomic<size_t> taken = 0;
  std::atomic<size_t> furthest = 0;
  OrderedWork<std::unique_ptr<size_t>>(count, GetParam())
      .run(
          [&](size_t index, unsigned worker) {
            EXPECT_LT(worker, GetParam());
            ++done[index];
            furthest = std::max<size_t>(furthest, index - taken);
            if (index % 7 == 0)
              std::this_thread::yield();
            return std::make_unique<size_t>(index);
          },
          [&](size_t index, std::unique_ptr<size_t> result) {
            EXPECT_EQ(*result, index);
            order.push_back(index);
            taken = order.size();
          },
          [] {});
  ASSERT_EQ(order.size(), count);
  for (size_t index = 0; index < count; ++index) {
    EXPECT_EQ(order[index], index);
    EXPECT_EQ(done[index], 1);
  }
  EXPECT_LE(furthest, 5 * GetParam());
}

TEST_P(OrderedWorkTest, Nothing) {
  OrderedWork<int>(0, GetParam())
      .run([](size_t, unsigned) { return 0; },
           [](size_t, int) { FAIL() << "there is nothing to take"; }, [] {});
}

INSTANTIATE_TEST_SUITE_P(Workers, OrderedWorkTest, testing::Values(1U, 2U, 8U));

} // namespace
