//===- Circumstances.cpp - What profiles want of the process --------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What was before the first profile is kept once for all that overlap: what one
// of the others finds is what the first has set.
//
//===----------------------------------------------------------------------===//

#include "Circumstances.h"

#include "hier/IR/Torch.h"
#include "llvm/Support/raw_ostream.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <torch/csrc/jit/runtime/print_handler.h>

#include <mutex>

using namespace torch::jit;

namespace hier {

namespace {

struct Before {
  PrintHandler print = nullptr;
  int threads = 0;
  at::Tensor random; // the state of the generator
};

struct Shared {
  std::mutex mutex;
  size_t users = 0;
  Before before;
};

} // namespace

static Shared &shared() {
  static Shared one;
  return one;
}

static at::Tensor randomState() {
  at::Generator generator = at::detail::getDefaultCPUGenerator();
  std::lock_guard<std::mutex> lock(generator.mutex());
  return generator.get_state();
}

static void setRandomState(const at::Tensor &state) {
  at::Generator generator = at::detail::getDefaultCPUGenerator();
  std::lock_guard<std::mutex> lock(generator.mutex());
  generator.set_state(state);
}

Circumstances::Circumstances(int threads) {
  std::lock_guard<std::mutex> lock(shared().mutex);
  if (shared().users == 0) {
    shared().before = {getPrintHandler(), at::get_num_threads(), randomState()};
    setPrintHandler([](const std::string &text) { llvm::errs() << text; });
  }
  ++shared().users;
  at::set_num_threads(threads);
}

/// OpenMP has a count for each thread, and libtorch one for threads to come.
Circumstances::~Circumstances() {
  std::lock_guard<std::mutex> lock(shared().mutex);
  at::set_num_threads(shared().before.threads);
  if (--shared().users > 0)
    return;
  Before before = std::exchange(shared().before, {});
  setPrintHandler(before.print);
  setRandomState(before.random);
}

} // namespace hier
