//===- ExpectedDiagnostics.h - Errors that a test expects -----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What --verify-diagnostics means.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_DRIVER_EXPECTEDDIAGNOSTICS_H
#define HIER_LIB_DRIVER_EXPECTEDDIAGNOSTICS_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBufferRef.h"

namespace hier {

/// Compares the diagnostics in `error`, which may be success, with those that
/// the comments of `part`, a part of `text`, expect:
///
///   # expected-error@+1 {{use of undefined value}}
///
/// The line is that of the comment, or `@+N` and `@-N` lines from it, `@above`
/// or `@below` it and other expectations, or `@unknown` for a diagnostic that
/// has no place. `expected-note` is one of the notes of the error. The text is
/// a part of the message; after `-re`, in which `{{...}}` is a regular
/// expression. Success when each expectation is met by one diagnostic and each
/// diagnostic was expected.
llvm::Error checkExpectations(llvm::Error error, llvm::MemoryBufferRef text,
                              llvm::StringRef part);

} // namespace hier

#endif // HIER_LIB_DRIVER_EXPECTEDDIAGNOSTICS_H
