//===- HierDiffMain.h - The differ as a program -----------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// hier-diff tells what has changed between two dumps, module by module: all
// that its main does is to call this.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_DIFF_HIERDIFFMAIN_H
#define HIER_DIFF_HIERDIFFMAIN_H

namespace hier {

/// The exit status, as diff has it: 0 where nothing differs, 1 where something
/// does, 2 after an error on stderr.
int hierDiffMain(int argc, char **argv);

} // namespace hier

#endif // HIER_DIFF_HIERDIFFMAIN_H
