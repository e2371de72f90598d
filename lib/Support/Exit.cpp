//===- Exit.cpp - The end of a tool's process --------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For programs that have put all they write in its place.
//
//===----------------------------------------------------------------------===//

#include "hier/Support/Exit.h"

#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"

#include <cstdio>
#include <cstdlib>

namespace hier {

void exitQuickly(int code) {
#ifdef NDEBUG
  llvm::outs().flush();
  llvm::errs().flush();
  std::fflush(nullptr);
  llvm::sys::Process::Exit(code, /*NoCleanup=*/true);
#else
  std::exit(code);
#endif
}

} // namespace hier
