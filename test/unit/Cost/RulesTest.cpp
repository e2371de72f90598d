//===- RulesTest.cpp - The lists of operations that have rules ------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each part is sorted, and nothing is given twice, in one part or in two.
//
//===----------------------------------------------------------------------===//

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include "gtest/gtest.h"

#include <set>
#include <string>
#include <vector>

namespace {

template <typename Line>
void expectSorted(llvm::ArrayRef<std::vector<Line>> parts) {
  std::set<Line> given;
  for (const std::vector<Line> &part : parts) {
    EXPECT_FALSE(part.empty());
    auto later = std::is_sorted_until(part.begin(), part.end());
    EXPECT_TRUE(later == part.end()) << testing::PrintToString(*later);
    for (const Line &line : part)
      EXPECT_TRUE(given.insert(line).second) << testing::PrintToString(line);
  }
}

TEST(Rules, OfFlops) {
  using Kinds = std::vector<std::string>;
  Kinds flops = {
#define HIER_FLOPS(KIND, FLOPS) KIND,
#include "../../../lib/Cost/FlopRules.def"
  };
  Kinds unknown = {
#define HIER_UNKNOWN(KIND) KIND,
#include "../../../lib/Cost/FlopRules.def"
  };
  Kinds structure = {
#define HIER_STRUCTURE(KIND) KIND,
#include "../../../lib/Cost/FlopRules.def"
  };
  expectSorted<std::string>({flops, unknown, structure});
}

TEST(Rules, OfOperands) {
  using Place = std::pair<std::string, size_t>;
  std::vector<Place> operands = {
#define HIER_OPERAND(KIND, OPERAND, FACT) {KIND, OPERAND},
#include "../../../lib/Cost/OperandFacts.def"
  };
  std::vector<Place> buffers = {
#define HIER_BUFFER(KIND, OPERAND) {KIND, OPERAND},
#include "../../../lib/Cost/OperandFacts.def"
  };
  expectSorted<Place>({operands, buffers});
}

} // namespace
