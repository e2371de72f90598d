//===- Exit.h - The end of a tool's process ----------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the destructors of libtorch's static objects free, the operating system
// frees with the process, and in a tenth of the time.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_SUPPORT_EXIT_H
#define HIER_SUPPORT_EXIT_H

namespace hier {

/// Ends the process with `code`, with stdout and stderr flushed, and does not
/// run the destructors of static objects: libtorch's alone take as long as
/// reading a large dump. A build with assertions does run them, so that leak
/// checkers and coverage tools get to see the end.
[[noreturn]] void exitQuickly(int code);

} // namespace hier

#endif // HIER_SUPPORT_EXIT_H
