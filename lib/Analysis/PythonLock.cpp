//===- PythonLock.cpp - Keeping Python from compiling meanwhile --------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The three functions are of Python's stable interface; PyGILState_STATE is an
// enum.
//
//===----------------------------------------------------------------------===//

#include "PythonLock.h"

#include <dlfcn.h>

namespace hier {

template <typename Function> static Function *find(const char *name) {
  return reinterpret_cast<Function *>(dlsym(RTLD_DEFAULT, name));
}

PythonLock::PythonLock() {
  auto *isInitialized = find<int()>("Py_IsInitialized");
  auto *ensure = find<int()>("PyGILState_Ensure");
  auto *giveBack = find<void(int)>("PyGILState_Release");
  if (!isInitialized || !ensure || !giveBack || !isInitialized())
    return;
  state = ensure();
  release = giveBack;
}

PythonLock::~PythonLock() {
  if (release)
    release(state);
}

} // namespace hier
