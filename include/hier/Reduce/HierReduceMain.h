//===- HierReduceMain.h - The reducer as a program --------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// hier-reduce makes a dump smaller as long as a command finds it interesting:
// all that its main does is to call this.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_REDUCE_HIERREDUCEMAIN_H
#define HIER_REDUCE_HIERREDUCEMAIN_H

namespace hier {

/// The exit status: 0, 1 after one error on stderr, or 130 after an
/// interruption. Call it once in a process, for LLVM's command line and its
/// handling of signals are global.
int hierReduceMain(int argc, char **argv);

} // namespace hier

#endif // HIER_REDUCE_HIERREDUCEMAIN_H
