//===- CrashFile.h - A file written when the process dies -----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the reproducer does about signals.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_INSTRUMENTATION_CRASHFILE_H
#define HIER_LIB_INSTRUMENTATION_CRASHFILE_H

#include "hier/Instrumentation/Reproducer.h"

#include <csignal>
#include <vector>

namespace hier {

/// While it is armed, and a signal such as SIGSEGV or SIGABRT comes to the
/// thread that has armed it, the file is written.
class Reproducer::CrashFile {
public:
  explicit CrashFile(llvm::StringRef file);
  ~CrashFile();
  CrashFile(const CrashFile &) = delete;
  CrashFile &operator=(const CrashFile &) = delete;

  /// Both texts must stay as they are until it is disarmed.
  void arm(llvm::StringRef first, llvm::StringRef second);
  void disarm();

private:
  static void onSignal(void *);
  void write() const;

  std::string file;
  std::string temporary; // the file itself when it is written through
  llvm::StringRef first;
  llvm::StringRef second;
  /// A stack that has overflowed cannot run a handler.
  std::vector<char> stack;
  stack_t stackBefore = {};
};

} // namespace hier

#endif // HIER_LIB_INSTRUMENTATION_CRASHFILE_H
