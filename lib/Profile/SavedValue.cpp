//===- SavedValue.cpp - What torch.save has written -----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A zip file with a pickle in it, which is a program for a stack machine, and
// the numbers of the tensors beside it. Python's machine can call anything, and
// libtorch's trusts what it reads; this one knows what torch.save writes of
// tensors and plain values, and nothing else.
//
//===----------------------------------------------------------------------===//

#include "PickleReader.h"
#include "hier/IR/MemoryArchive.h"
#include "hier/IR/Reader.h"
#include "hier/IR/TensorBudget.h"
#include "hier/IR/TorchFailure.h"
#include "hier/Profile/Arguments.h"
#include "hier/Support/Diagnostic.h"

#include <caffe2/serialize/inline_container.h>

using caffe2::serialize::PyTorchStreamReader;

namespace hier {

static llvm::StringRef textOf(const at::Storage &storage) {
  return {static_cast<const char *>(storage.data()), storage.nbytes()};
}

namespace {

/// Of one file; libtorch checks that what it gives is there. torch.save does
/// not compress: what is read is never more than the file.
class RecordsOfZip : public PickleRecords {
public:
  explicit RecordsOfZip(llvm::StringRef bytes)
      : reader(std::make_shared<MemoryArchive>(bytes)), unread(bytes.size()) {}

  at::Storage read(const std::string &name) override {
    size_t wanted = reader.getRecordSize(name);
    if (wanted > unread)
      throw std::runtime_error("its records are larger than the file");
    unread -= wanted;
    auto [data, size] = reader.getRecord(name);
    return at::Storage(c10::Storage::use_byte_size_t(), size, std::move(data),
                       /*allocator=*/nullptr, /*resizable=*/false);
  }

  /// Are numbers in the order of bytes that this machine has?
  bool areNative() {
    std::string order = "byteorder";
    return !reader.hasRecord(order) || textOf(read(order)) == "little";
  }

private:
  PyTorchStreamReader reader;
  size_t unread; // bytes, if no two records are the same ones
};

} // namespace

llvm::Expected<c10::IValue> readSavedValue(llvm::MemoryBufferRef file) {
  c10::IValue value;
  std::string fault = "it is no zip file";
  auto message = failureOf([&] {
    if (!isArchive(file.getBuffer()))
      return;
    TensorBudget budget(file.getBufferSize()); // of what libtorch reads itself
    RecordsOfZip records(file.getBuffer());
    at::Storage pickle = records.read("data.pkl");
    PickleReader reader(textOf(pickle), records);
    value = reader.read();
    fault = reader.fault();
    if (fault.empty() && !records.areNative())
      fault = "its numbers are not those of a little-endian machine";
  });
  if (message)
    fault = *message;
  if (!fault.empty())
    return errorIn(file.getBufferIdentifier(),
                   "cannot read what torch.save has written: " + fault);
  return value;
}

} // namespace hier
