//===- Products.cpp - The FLOPs of products of matrices -------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Two for each element of the result and each one that is summed over. A size
// is taken from whichever of operands and result has it: the weights of a trace
// have no shapes.
//
//===----------------------------------------------------------------------===//

#include "FlopRules.h"
#include "llvm/Support/MathExtras.h"

using namespace torch::jit;

namespace hier {

Size productOf(const Operation &op, size_t first) {
  Shape left = op.shape(first);
  Shape right = op.shape(first + 1);
  Size made = either(op.result().elements(),
                     product({left.elements(0, 1), right.fromEnd(0)}));
  return product({2, made, either(left.fromEnd(0), right.fromEnd(1))});
}

/// A weight that is a vector makes it a product with a vector.
Size linearOf(const Operation &op) {
  Shape input = op.shape(0);
  Shape weight = op.shape(1);
  Shape result = op.result();
  bool isMatrix = weight.hasRank() ? weight.rank() == 2
                                   : input.hasRank() && result.hasRank() &&
                                         input.rank() == result.rank();
  if (!isMatrix)
    return weight.rank() == 1 ? matmulOf(op) : std::nullopt;
  Size made = either(result.elements(),
                     product({input.elements(0, 1), weight.size(0)}));
  return product({2, made, either(input.fromEnd(0), weight.size(1))});
}

//===----------------------------------------------------------------------===//
// matmul
//===----------------------------------------------------------------------===//

/// A vector takes a dimension of the other operand away.
static std::optional<bool> isVector(const Shape &operand, const Shape &other,
                                    const Shape &result) {
  if (operand.hasRank())
    return operand.rank() == 1;
  if (!other.hasRank() || !result.hasRank())
    return std::nullopt;
  return result.rank() + 1 == other.rank();
}

/// The elements of the batches of two operands, broadcast, and rows by columns.
static Size elementsOfProduct(const Shape &left, const Shape &right) {
  llvm::SmallVector<Size, 5> sizes = {left.fromEnd(1), right.fromEnd(0)};
  for (size_t at = 2; at < std::max(left.rank(), right.rank()); ++at) {
    Size one = at < left.rank() ? left.fromEnd(at) : Size(1);
    Size other = at < right.rank() ? right.fromEnd(at) : Size(1);
    sizes.push_back(one == Size(1) ? other : one);
  }
  return product(sizes);
}

/// Does aten::matmul see a batch of matrices as one matrix, and multiply that
/// with a vector? So it does where no row has to move for that, or where the
/// vector wants a gradient.
static std::optional<bool> isFolded(const Operation &op, size_t batch,
                                    size_t vector) {
  if (!op.operand(batch) || !op.operand(vector))
    return std::nullopt;
  const auto *type = op.operand(vector)->type()->castRaw<c10::TensorType>();
  if (!type)
    return std::nullopt;
  std::optional<bool> wantsGradient = type->requiresGrad();
  if (wantsGradient == true)
    return true;
  std::optional<Layout> layout = op.facts.layoutOf(*op.operand(batch));
  if (!layout || layout->sizes.size() < 3)
    return std::nullopt;
  auto &[sizes, strides] = *layout;
  if (vector < batch) { // By the transposed matrices.
    std::swap(sizes.end()[-1], sizes.end()[-2]);
    std::swap(strides.end()[-1], strides.end()[-2]);
  }
  for (size_t at = 0; at + 2 < sizes.size(); ++at) {
    int64_t rows;
    if (llvm::MulOverflow(strides[at + 1], sizes[at + 1], rows) ||
        strides[at] != rows)
      return wantsGradient; // Here none, or not known to be none.
  }
  return true;
}

/// A batch of matrices by a vector: a batch of products, unless it is folded.
static Size batchByVector(const Operation &op, bool isVectorFirst) {
  size_t batch = isVectorFirst ? 1 : 0;
  std::optional<bool> folded = isFolded(op, batch, 1 - batch);
  Size elements = op.shape(batch).elements();
  if (folded == true || elements == Size(0))
    return 0;
  return folded ? product({2, elements}) : std::nullopt;
}

Size matmulOf(const Operation &op) {
  Shape left = op.shape(0);
  Shape right = op.shape(1);
  Shape result = op.result();
  std::optional<bool> isLeftVector = isVector(left, right, result);
  std::optional<bool> isRightVector = isVector(right, left, result);
  if (!isLeftVector || !isRightVector)
    return std::nullopt;
  if (*isLeftVector && *isRightVector)
    return 0;
  if (*isLeftVector || *isRightVector) {
    const Shape &matrix = *isLeftVector ? right : left;
    size_t rank = matrix.hasRank() ? matrix.rank() : result.rank() + 1;
    if (rank > 2)
      return batchByVector(op, *isLeftVector);
    if (*isRightVector)
      return 0;
    return product({2, either(result.elements(), right.fromEnd(0)),
                    either(left.size(0), right.fromEnd(1))});
  }
  Size made = either(result.elements(), elementsOfProduct(left, right));
  return product({2, made, either(left.fromEnd(0), right.fromEnd(1))});
}

//===----------------------------------------------------------------------===//
// Attention and recurrent cells
//===----------------------------------------------------------------------===//

/// Are the batches of an operand those of the result, or as keys and values may
/// have, fewer heads?
static bool fits(const Shape &operand, const Shape &result) {
  if (operand.rank() < 2 || operand.rank() != result.rank())
    return false;
  for (size_t at = 2; at < operand.rank(); ++at) {
    Size given = operand.fromEnd(at);
    Size wanted = result.fromEnd(at);
    bool isHeads = at == 2 && operand.rank() == 4;
    bool isFit = given == wanted || (isHeads && given && wanted &&
                                     *given != 0 && *wanted % *given == 0);
    if (!isFit)
      return false;
  }
  return true;
}

Size attentionOf(const Operation &op, size_t first) {
  Shape query = op.shape(first);
  Shape key = op.shape(first + 1);
  Shape value = op.shape(first + 2);
  if (!fits(query, query) || !fits(key, query) || !fits(value, query))
    return std::nullopt;
  Size scores = product({query.elements(0, 1), key.fromEnd(1)});
  return product({2, scores, sum(query.fromEnd(0), value.fromEnd(0))});
}

/// Operands are the gradient of the result, then queries, keys and values.
Size attentionBackwardOf(const Operation &op) {
  Shape query = op.shape(1);
  Shape value = op.shape(3);
  Size forward = attentionOf(op, 1);
  Size scores = product({query.elements(0, 1), op.shape(2).fromEnd(1)});
  Size ofValues = product({2, scores, value.fromEnd(0)});
  Size ofQueries = product({2, scores, query.fromEnd(0)});
  return sum(forward, sum(ofQueries, sum(ofQueries, ofValues)));
}

/// The first result is the state, of as many rows as the input.
Size cellOf(const Operation &op, uint64_t gates) {
  Shape input = op.shape(0);
  Shape state = op.result();
  if (input.rank() != 2 || state.rank() != 2)
    return std::nullopt;
  return product(
      {2, gates, state.elements(), sum(input.size(1), state.size(1))});
}

//===----------------------------------------------------------------------===//
// ONNX
//===----------------------------------------------------------------------===//

Size onnxMatMulOf(const Operation &op) {
  Shape right = op.shape(1);
  Size inner = right.rank() == 1 ? right.size(0) : right.fromEnd(1);
  return product(
      {2, op.result().elements(), either(op.shape(0).fromEnd(0), inner)});
}

} // namespace hier
