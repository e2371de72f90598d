//===- SavedFuzzer.cpp - Any bytes, read as a saved value -----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Any bytes are the pickle in a file of torch.save, or such a file if they
// begin as one: they are a value, whose tensors lie in what is stored, or an
// error.
//
//===----------------------------------------------------------------------===//

#include "../../lib/Profile/PickleReader.h"
#include "FuzzCheck.h"
#include "hier/IR/Reader.h"
#include "hier/Profile/Arguments.h"

#include <caffe2/serialize/inline_container.h>

#include <set>

using namespace hier;

/// With one storage beside the pickle.
static std::string fileOf(llvm::StringRef pickle) {
  std::string file;
  caffe2::serialize::PyTorchStreamWriter writer(
      [&](const void *bytes, size_t size) {
        file.append(static_cast<const char *>(bytes), size);
        return size;
      });
  const char storage[64] = {};
  writer.writeRecord("data.pkl", pickle.data(), pickle.size());
  writer.writeRecord("data/0", storage, sizeof(storage));
  writer.writeEndOfFile();
  return file;
}

static bool liesInStorage(const at::Tensor &tensor) {
  if (tensor.numel() == 0)
    return true;
  int64_t last = tensor.storage_offset();
  for (int64_t dimension = 0; dimension < tensor.dim(); ++dimension)
    last += (tensor.size(dimension) - 1) * tensor.stride(dimension);
  return static_cast<uint64_t>(last + 1) * tensor.element_size() <=
         tensor.storage().nbytes();
}

/// Adds up what copies of the tensors take, each once.
static size_t checkTensors(const c10::IValue &value, llvm::StringRef text) {
  size_t bytes = 0;
  std::set<const at::TensorImpl *> seen;
  value.visit([&](const c10::IValue &part) {
    if (!part.isTensor())
      return false;
    const at::Tensor &tensor = part.toTensor();
    if (!liesInStorage(tensor))
      fuzz::fail("a tensor does not lie in its storage", text);
    if (seen.insert(tensor.unsafeGetTensorImpl()).second)
      bytes += tensor.nbytes();
    return false;
  });
  return bytes;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  llvm::StringRef text(reinterpret_cast<const char *>(data), size);
  std::string file = isArchive(text) ? text.str() : fileOf(text);
  llvm::Expected<c10::IValue> value = readSavedValue({file, "input"});
  if (!value)
    fuzz::checkError(value.takeError(), text);
  else if (checkTensors(*value, text) >
           file.size() + PickleReader::maxRepeatedBytes)
    fuzz::fail("copies take more than they may", text);
  return 0;
}
