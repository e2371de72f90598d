//===- PassOptions.h - The options given to one pass ------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `policy=all attributes=tag,path bare`, from a flag or from between the braces
// of a pipeline, with the place of each in the text for errors.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_PASSES_PASSOPTIONS_H
#define HIER_PASSES_PASSOPTIONS_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBufferRef.h"

#include <optional>

namespace hier {

class PassOptions {
public:
  /// Reads the options at the beginning of `rest`, a part of `text`, and leaves
  /// in `rest` what follows them: all of it, or where `inBraces` what starts
  /// with the closing brace. `text` must outlive the options.
  ///
  /// Options are `key=value` separated by spaces; `key` alone is `key=true`. A
  /// value in single or double quotes may hold spaces, braces and the other
  /// quote.
  static llvm::Expected<PassOptions> parse(llvm::MemoryBufferRef text,
                                           llvm::StringRef &rest,
                                           bool inBraces = false);

  /// The value of `key` if it was given.
  std::optional<llvm::StringRef> value(llvm::StringRef key) const;
  /// An unsigned number.
  llvm::Expected<size_t> number(llvm::StringRef key, size_t byDefault) const;
  /// `true` or `false`, which it is by default.
  llvm::Expected<bool> flag(llvm::StringRef key) const;
  /// One of the words `allowed`, any number of times, between commas.
  llvm::Expected<llvm::SmallVector<llvm::StringRef>>
  words(llvm::StringRef key, llvm::ArrayRef<llvm::StringRef> allowed,
        llvm::ArrayRef<llvm::StringRef> byDefault) const;

  /// An error about the value of `key`, at its place.
  llvm::Error errorAtValue(llvm::StringRef key,
                           const llvm::Twine &message) const;
  /// An error at the first key that is not one of `known`.
  llvm::Error checkKeys(llvm::ArrayRef<llvm::StringRef> known,
                        llvm::StringRef pass) const;

  /// Prints them so that `parse` reads the same, in braces too.
  void print(llvm::raw_ostream &os) const;
  bool empty() const { return options.empty(); }

private:
  struct Option {
    llvm::StringRef key;
    llvm::StringRef value;
    const char *place; ///< What errors about the value point to.
  };

  explicit PassOptions(llvm::MemoryBufferRef text) : text(text) {}
  const Option *find(llvm::StringRef key) const;

  llvm::MemoryBufferRef text;
  llvm::SmallVector<Option> options;
};

} // namespace hier

#endif // HIER_PASSES_PASSOPTIONS_H
