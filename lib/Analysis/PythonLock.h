//===- PythonLock.h - Keeping Python from compiling meanwhile ----------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Python compiles scripts into one compilation unit for the whole process,
// while it holds its global lock. Who looks through that unit takes the lock as
// well, where there is a Python in the process; libraries of Hier are not
// linked to it.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_ANALYSIS_PYTHONLOCK_H
#define HIER_LIB_ANALYSIS_PYTHONLOCK_H

namespace hier {

/// Holds Python's global lock, which the thread may have already. Nothing where
/// there is no Python.
class PythonLock {
public:
  PythonLock();
  ~PythonLock();
  PythonLock(const PythonLock &) = delete;
  PythonLock &operator=(const PythonLock &) = delete;

private:
  void (*release)(int) = nullptr;
  int state = 0;
};

} // namespace hier

#endif // HIER_LIB_ANALYSIS_PYTHONLOCK_H
