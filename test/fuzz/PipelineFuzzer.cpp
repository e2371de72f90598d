//===- PipelineFuzzer.cpp - Any bytes as a pipeline -----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Any bytes are passes or an error whose place lies in them, and the same for
// the text of a policy file. A pipeline is printed so that it is read again.
//
//===----------------------------------------------------------------------===//

#include "FuzzCheck.h"
#include "hier/Hierarchy/TagPolicy.h"
#include "hier/Passes/Pipeline.h"

using namespace hier;

static std::string printed(const Pipeline &pipeline) {
  std::string text;
  llvm::raw_string_ostream os(text);
  pipeline.print(os);
  return text;
}

/// What is printed is read again, and printed again as it is.
static void checkPrinted(const Pipeline &pipeline) {
  std::string text = printed(pipeline);
  Pipeline again;
  if (llvm::Error error = again.append(text, "printed"))
    fuzz::fail(llvm::toString(std::move(error)), text);
  if (printed(again) != text)
    fuzz::fail("it is printed anew as " + printed(again), text);
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  llvm::StringRef text(reinterpret_cast<const char *>(data), size);
  if (text.starts_with("{")) {
    if (llvm::Expected<TagPolicy> policy = TagPolicy::fromJSON(text); !policy)
      fuzz::checkError(policy.takeError(), text);
    return 0;
  }
  // `policy=FILE.json` would open any file there is.
  if (text.contains(".json"))
    return -1;
  Pipeline pipeline;
  if (llvm::Error error = pipeline.append(text, "pipeline"))
    fuzz::checkError(std::move(error), text);
  else if (pipeline.empty())
    fuzz::fail("a pipeline without passes is no error", text);
  else
    checkPrinted(pipeline);
  return 0;
}
