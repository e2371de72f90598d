//===- LiteralReader.h - Numbers, strings and lists from text -------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Literals as torch prints them and as parseIR reads them, which is more:
// `1.0` is printed as `1.`, and `'a'` as `"a"`.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_IR_LITERALREADER_H
#define HIER_LIB_IR_LITERALREADER_H

#include "hier/IR/Torch.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>

namespace hier {

/// The float that prints as `text`, which may look like an integer or a name.
std::optional<double> exactFloat(llvm::StringRef text);

/// Each gives nothing for what is no such literal, to torch neither way.
std::optional<int64_t> readInteger(llvm::StringRef text);
std::optional<double> readFloat(llvm::StringRef text);
std::optional<c10::complex<double>> readComplex(llvm::StringRef text);
std::optional<std::string> readString(llvm::StringRef text);

/// The length of the string that `text` begins with, in one or three quotes of
/// either kind; npos when it is not closed, which one quote is on its line.
size_t stringLength(llvm::StringRef text);

/// The elements of `[a, b]`, by the commas that no bracket and no string
/// encloses.
std::optional<llvm::SmallVector<llvm::StringRef, 8>>
listElements(llvm::StringRef text);

} // namespace hier

#endif // HIER_LIB_IR_LITERALREADER_H
