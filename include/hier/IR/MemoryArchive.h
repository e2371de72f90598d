//===- MemoryArchive.h - A zip file that is in memory -----------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For libtorch's readers of archives.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_IR_MEMORYARCHIVE_H
#define HIER_IR_MEMORYARCHIVE_H

#include "llvm/ADT/StringRef.h"

#include <caffe2/serialize/read_adapter_interface.h>

#include <cstring>

namespace hier {

/// `bytes` must outlive it.
class MemoryArchive : public caffe2::serialize::ReadAdapterInterface {
public:
  explicit MemoryArchive(llvm::StringRef bytes) : bytes(bytes) {}

  size_t size() const override { return bytes.size(); }
  size_t read(uint64_t at, void *to, size_t count,
              const char *) const override {
    llvm::StringRef part = bytes.substr(at, count);
    std::memcpy(to, part.data(), part.size());
    return part.size();
  }

private:
  llvm::StringRef bytes;
};

} // namespace hier

#endif // HIER_IR_MEMORYARCHIVE_H
