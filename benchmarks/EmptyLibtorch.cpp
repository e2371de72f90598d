//===- EmptyLibtorch.cpp - A program that does nothing but start -------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What loading and starting libtorch costs any program that is linked to it. With a
// number it makes as many bare nodes, which is what they take of memory.
//
//===----------------------------------------------------------------------===//

#include <cstdlib>
#include <torch/csrc/jit/ir/ir.h>

int main(int argc, char **argv) {
  auto *graph = new torch::jit::Graph; // Left to the end of the process.
  size_t nodes = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 0;
  torch::jit::Value *last = graph->addInput();
  for (size_t made = 0; made < nodes; ++made)
    last = graph->appendNode(graph->create(torch::jit::aten::add, {last, last}))
               ->output();
  return EXIT_SUCCESS;
}
