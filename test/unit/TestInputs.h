//===- TestInputs.h - The real dumps that tests run on ----------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Those in test/Inputs.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_TEST_UNIT_TESTINPUTS_H
#define HIER_TEST_UNIT_TESTINPUTS_H

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/ErrorOr.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

#include <cstdlib>
#include <string>
#include <vector>

namespace hier::test {

/// The paths of all dumps whose names end with `suffix`, sorted. Tests on few
/// of them would pass too easily.
inline std::vector<std::string> inputFiles(llvm::StringRef suffix = ".ir") {
  std::vector<std::string> files;
  std::error_code error;
  for (llvm::sys::fs::directory_iterator entry(HIER_TEST_INPUTS, error), end;
       entry != end && !error; entry.increment(error))
    if (llvm::StringRef(entry->path()).ends_with(suffix))
      files.push_back(entry->path());
  llvm::sort(files);
  if (files.size() <= 20) {
    llvm::errs() << "few dumps '*" << suffix << "' in " << HIER_TEST_INPUTS;
    std::abort();
  }
  return files;
}

inline std::string contentsOf(const std::string &file) {
  return (*llvm::MemoryBuffer::getFile(file))->getBuffer().str();
}

} // namespace hier::test

#endif // HIER_TEST_UNIT_TESTINPUTS_H
