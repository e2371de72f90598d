//===- TorchFreeze.cpp - The pass torch-freeze ----------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Freezing needs the tensors of a model, which only an archive has.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/TorchFailure.h"
#include "hier/Passes/Pass.h"
#include "hier/Support/Diagnostic.h"

#include <torch/csrc/jit/passes/freeze_module.h>

using torch::jit::Module;

namespace hier {

namespace {

class TorchFreeze : public Pass {
public:
  explicit TorchFreeze(std::vector<std::string> preserved)
      : preserved(std::move(preserved)) {}

  llvm::Error run(Item &item) override;

private:
  std::vector<std::string> preserved;
};

} // namespace

/// As torch.jit.freeze does, which looks before libtorch is called.
static bool isTraining(const Module &module) {
  return module.hasattr("training") && module.is_training();
}

llvm::Error TorchFreeze::run(Item &item) {
  if (item.graph || !item.module || !item.module->live)
    return errorIn("torch-freeze", "only an archive can be frozen, before its "
                                   "calls are inlined");
  Module module(item.module->live);
  if (isTraining(module))
    return errorIn("torch-freeze", "the module is in training mode");
  auto message = failureOf([&] {
    Module frozen = torch::jit::freeze_module(module, preserved);
    item.module = objectTreeOf(frozen);
    item.unit = frozen._ivalue()->compilation_unit();
    item.types = std::make_unique<TypeTable>(item.unit);
  });
  if (message)
    return errorIn("torch-freeze", "libtorch gives up: " + *message);
  return llvm::Error::success();
}

llvm::Expected<std::unique_ptr<Pass>>
createTorchFreezePass(const PassOptions &options) {
  std::vector<std::string> preserved;
  llvm::SmallVector<llvm::StringRef> names;
  options.value("preserve")
      .value_or("")
      .split(names, ',', -1,
             /*KeepEmpty=*/false);
  for (llvm::StringRef name : names)
    preserved.push_back(name.str());
  return std::make_unique<TorchFreeze>(std::move(preserved));
}

} // namespace hier
