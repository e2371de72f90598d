//===- FlopRules.h - The FLOPs of one operation -----------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What FlopRules.def, the list of kinds, is written in. Each rule gives the
// FLOPs of one run, and none where a size that it takes is not known.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_COST_FLOPRULES_H
#define HIER_LIB_COST_FLOPRULES_H

#include "Operation.h"

namespace hier {

/// Of one run of `node`, without what its blocks and subgraphs run.
Size flopsOf(const torch::jit::Node &node, const ValueFacts &facts);

/// Does a node of this kind neither compute nor make a tensor? It moves values
/// about, or runs what is in its blocks.
bool isStructural(c10::Symbol kind);

/// Is the work of `node` that of its blocks, or of the subgraph that walks over
/// graphs go into?
bool runsOthersOnly(const torch::jit::Node &node);

/// A product of two matrices, or of batches of as many, which are operands
/// `first` and the next.
Size productOf(const Operation &op, size_t first);
/// aten::matmul, of tensors of any ranks.
Size matmulOf(const Operation &op);
/// Rows by a weight that is transposed.
Size linearOf(const Operation &op);
/// Queries, keys and values, which are operands `first` and the next two: the
/// scores, and the values that they weigh.
Size attentionOf(const Operation &op, size_t first = 0);
/// Gradients of these: the scores again, and two products for each product.
Size attentionBackwardOf(const Operation &op);
/// One step of a recurrent cell, which makes `gates` states of its input and as
/// many of its state.
Size cellOf(const Operation &op, uint64_t gates);
/// Of two operands; one is no product.
Size einsumOf(const Operation &op);

/// Where the operands of a convolution are, but for its input and weight, which
/// are the first two; 0 where there is none.
struct ConvolutionForm {
  size_t spatial = 0; ///< Dimensions; 0: all but the batch and the channels.
  size_t stride = 3;
  size_t padding = 4;
  size_t dilation = 5;
  size_t groups = 6;
  size_t outputPadding = 0;
  size_t transposedFlag = 0;
  bool isTransposed = false;

  static ConvolutionForm forward(size_t spatial);
  static ConvolutionForm transposed(size_t spatial);
  /// One for all, with a flag that says whether it is transposed.
  static ConvolutionForm any();
};

Size convolutionOf(const Operation &op, ConvolutionForm form);
/// The shape of its weight, as far as it can be told, if need be from the sizes
/// of input and output.
Shape convolutionWeight(const Operation &op, ConvolutionForm form);

Size onnxMatMulOf(const Operation &op);
Size onnxGemmOf(const Operation &op);
Size onnxConvolutionOf(const Operation &op, bool isTransposed);

} // namespace hier

#endif // HIER_LIB_COST_FLOPRULES_H
