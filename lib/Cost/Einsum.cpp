//===- Einsum.cpp - The FLOPs of aten::einsum -----------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Two operands become one batch of products, over the letters that both have
// and the result has not. What only one of them sums over is summed before, and
// where nothing is left to be summed over, there is no product.
//
//===----------------------------------------------------------------------===//

#include "FlopRules.h"
#include "llvm/ADT/StringExtras.h"

#include <map>

namespace hier {

namespace {

/// The sizes of the dimensions that letters stand for; `.` and a number from
/// the last for those of an ellipsis.
using Dimensions = std::map<std::string, Size>;

class Equation {
public:
  /// None where `text` is no equation of two operands of these ranks.
  static std::optional<Equation> parse(llvm::StringRef text,
                                       llvm::ArrayRef<Shape> shapes);

  Size flops() const;

private:
  static bool read(llvm::StringRef subscripts, const Shape &shape,
                   Dimensions &into);
  bool isInResult(llvm::StringRef name) const;

  std::array<Dimensions, 2> operands;
  std::string operandText;           // of both, without the comma
  std::optional<std::string> result; // none: what occurs once
};

} // namespace

/// subscripts ::= letter* ('...' letter*)?
bool Equation::read(llvm::StringRef subscripts, const Shape &shape,
                    Dimensions &into) {
  auto [before, after] = subscripts.split("...");
  bool hasEllipsis = before.size() != subscripts.size();
  size_t letters = before.size() + after.size();
  if (!shape.hasRank() || letters > shape.rank() ||
      (!hasEllipsis && letters != shape.rank()) ||
      !llvm::all_of(before, llvm::isAlpha) ||
      !llvm::all_of(after, llvm::isAlpha))
    return false;
  size_t hidden = shape.rank() - letters;
  for (size_t at = 0; at < shape.rank(); ++at) {
    std::string name =
        at < before.size() ? std::string(1, before[at])
        : at < before.size() + hidden
            ? "." + std::to_string(before.size() + hidden - 1 - at)
            : std::string(1, after[at - before.size() - hidden]);
    Size &size = into.try_emplace(name, shape.size(at)).first->second;
    if (size != shape.size(at))
      return false;
  }
  return true;
}

/// A text may give one equation to all of its operations.
static constexpr size_t longestEquation = 256;

std::optional<Equation> Equation::parse(llvm::StringRef text,
                                        llvm::ArrayRef<Shape> shapes) {
  if (text.size() > longestEquation || shapes.size() != 2)
    return std::nullopt;
  std::string dense;
  llvm::copy_if(text, std::back_inserter(dense),
                [](char byte) { return byte != ' '; });
  auto [left, right] = llvm::StringRef(dense).split("->");
  auto [first, second] = left.split(',');
  Equation equation;
  equation.operandText = (first + second).str();
  if (left.size() != dense.size())
    equation.result = right.str();
  if (left.count(',') != 1 || !read(first, shapes[0], equation.operands[0]) ||
      !read(second, shapes[1], equation.operands[1]))
    return std::nullopt;
  return equation;
}

/// Dimensions of an ellipsis always are where no result is given.
bool Equation::isInResult(llvm::StringRef name) const {
  if (result)
    return llvm::StringRef(*result).contains(name.starts_with(".") ? "..."
                                                                   : name);
  return name.starts_with(".") || llvm::StringRef(operandText).count(name) == 1;
}

/// A size of one is no size: it is broadcast.
Size Equation::flops() const {
  llvm::SmallVector<Size, 8> factors = {2};
  bool isSummed = false;
  Dimensions all = operands[0];
  all.insert(operands[1].begin(), operands[1].end());
  for (const auto &dimension : all) {
    auto sizeIn = [&](const Dimensions &operand) {
      auto found = operand.find(dimension.first);
      return found == operand.end() ? Size(1) : found->second;
    };
    Size one = sizeIn(operands[0]);
    Size other = sizeIn(operands[1]);
    if (!one || !other || *one == 0 || *other == 0)
      return std::nullopt;
    bool isKept = isInResult(dimension.first);
    bool isOfBoth = *one > 1 && *other > 1;
    isSummed |= !isKept && isOfBoth;
    if (isKept || isOfBoth)
      factors.push_back(std::max(*one, *other));
  }
  return isSummed ? product(factors) : Size(0);
}

Size einsumOf(const Operation &op) {
  std::optional<llvm::StringRef> text = op.text(0);
  std::optional<llvm::SmallVector<Shape, 2>> shapes = op.shapes(1);
  if (!text || !shapes)
    return std::nullopt;
  if (shapes->size() == 1)
    return 0;
  std::optional<Equation> equation = Equation::parse(*text, *shapes);
  return equation ? equation->flops() : std::nullopt;
}

} // namespace hier
