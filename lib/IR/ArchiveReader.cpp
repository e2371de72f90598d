//===- ArchiveReader.cpp - From an archive to a program -------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An archive is a zip file of pickles and of code, which libtorch reads and
// compiles.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/Reader.h"

#include "hier/IR/MemoryArchive.h"
#include "hier/IR/TorchFailure.h"
#include "hier/Support/Diagnostic.h"

#include <torch/csrc/jit/serialization/import.h>

using namespace llvm;

namespace hier {

bool isArchive(StringRef bytes) { return bytes.starts_with("PK\x03\x04"); }

Expected<Program> readArchive(MemoryBufferRef archive) {
  Program program;
  Item &item = program.items.emplace_back();
  auto message = failureOf([&] {
    torch::jit::Module module = torch::jit::load(
        std::make_unique<MemoryArchive>(archive.getBuffer()), at::kCPU);
    item.module = objectTreeOf(module);
    item.unit = module._ivalue()->compilation_unit();
    item.types = std::make_unique<TypeTable>(item.unit);
  });
  if (message)
    return errorIn(archive.getBufferIdentifier(),
                   "libtorch cannot load this archive: " + *message);
  return program;
}

} // namespace hier
