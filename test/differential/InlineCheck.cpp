//===- InlineCheck.cpp - The inliner against libtorch's -------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// hier-inline-check PATH...: for each archive PATH.pt with its inputs in
// PATH.inputs.pt, or for each in a folder PATH, makes the flat graph of its
// forward() with Hier and with libtorch, compares the two, runs what Hier made
// and compares the outputs with the module's own.
//
//===----------------------------------------------------------------------===//

#include "ModelCheck.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <ATen/Parallel.h>

using namespace llvm;

static constexpr StringLiteral inputsSuffix(".inputs.pt");

/// The models in `folder`, sorted.
static std::vector<std::string> modelsIn(StringRef folder) {
  std::vector<std::string> paths;
  std::error_code error;
  for (sys::fs::directory_iterator entry(folder, error), end;
       entry != end && !error; entry.increment(error))
    if (StringRef path = entry->path(); path.consume_back(inputsSuffix))
      paths.push_back(path.str());
  std::sort(paths.begin(), paths.end());
  return paths;
}

static std::vector<std::string> modelsNamed(int argc, char **argv) {
  std::vector<std::string> paths;
  for (StringRef argument : ArrayRef(argv + 1, argv + argc)) {
    if (!sys::fs::is_directory(argument)) {
      paths.push_back(argument.str());
      continue;
    }
    std::vector<std::string> found = modelsIn(argument);
    paths.insert(paths.end(), found.begin(), found.end());
  }
  return paths;
}

/// Says how it went, in one line for a model that agrees.
static bool checkModel(const std::string &path) {
  hier::ModelCheck check(path);
  check.run();
  StringRef name = sys::path::filename(path);
  if (check.findings().empty())
    outs() << name << ": " << check.nodesCompared() << " nodes agree\n";
  for (const std::string &finding : check.findings())
    outs() << name << ": " << finding << '\n';
  return check.findings().empty();
}

int main(int argc, char **argv) {
  at::set_num_threads(1);
  std::vector<std::string> paths = modelsNamed(argc, argv);
  size_t agreeing = 0;
  for (const std::string &path : paths)
    agreeing += checkModel(path) ? 1 : 0;
  outs() << agreeing << " of " << paths.size() << " models agree\n";
  return agreeing == paths.size() && !paths.empty() ? 0 : 1;
}
