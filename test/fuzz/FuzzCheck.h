//===- FuzzCheck.h - What the fuzzers have in common ------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A property that does not hold ends the process, as the sanitizers do, after
// the text it fails for is printed: libFuzzer keeps the bytes, but they may be
// no text.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_TEST_FUZZ_FUZZCHECK_H
#define HIER_TEST_FUZZ_FUZZCHECK_H

#include "hier/IR/Program.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/Error.h"

#include <optional>
#include <string>

namespace hier::fuzz {

/// Prints `what` and the `text` that it was found with, and aborts.
[[noreturn]] void fail(const llvm::Twine &what, llvm::StringRef text);

/// Takes an error and requires of it what a user sees: a message, and a place,
/// if it has one, that lies in `text`.
void checkError(llvm::Error error, llvm::StringRef text);

/// What `text` holds; nothing if it cannot be read, for a reason that
/// checkError has seen.
std::optional<Program> read(llvm::StringRef text);

/// What `text` holds, which must be readable. `origin` is the text that all
/// began with.
Program mustRead(llvm::StringRef text, llvm::StringRef origin);

/// The program as text.
std::string print(const Program &program);

/// Requires that `printed`, which Hier has printed, reads and is printed again
/// as it is.
void checkFixedPoint(llvm::StringRef printed, llvm::StringRef origin);

/// The reports of `program`, which are taken from it, are lines and JSON.
void checkReports(Program &program, llvm::StringRef origin);

} // namespace hier::fuzz

#endif // HIER_TEST_FUZZ_FUZZCHECK_H
