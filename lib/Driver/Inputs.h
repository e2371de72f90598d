//===- Inputs.h - What is to be run on, and where it goes -----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The inputs of the command line, those of its lists included, and the names of
// what is written for each.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_DRIVER_INPUTS_H
#define HIER_LIB_DRIVER_INPUTS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace hier {

struct InputFile {
  std::string path; // `-` for stdin

  bool isStdin() const { return path == "-"; }
  /// What it goes by in messages.
  llvm::StringRef name() const {
    return isStdin() ? llvm::StringRef("<stdin>") : llvm::StringRef(path);
  }
  /// What it goes by in a folder.
  llvm::StringRef fileName() const;
};

/// The inputs that arguments name: files, `-`, and with `@list` those that the
/// lines of a file name. Stdin when there are none.
llvm::Expected<std::vector<InputFile>>
expandInputs(llvm::ArrayRef<llvm::StringRef> arguments);

/// Where results go: to one file, or to a file of each input's name in a
/// folder, which there need not be yet.
struct OutputPlace {
  std::string path = "-";
  bool isFolder = false;

  /// A folder is what ends in a slash, or is one.
  static OutputPlace from(llvm::StringRef path);
  std::string fileFor(const InputFile &input) const;
};

/// An error when two inputs have one name in the folder that `option` names.
llvm::Error checkFileNames(llvm::ArrayRef<InputFile> inputs,
                           llvm::StringRef option);

} // namespace hier

#endif // HIER_LIB_DRIVER_INPUTS_H
