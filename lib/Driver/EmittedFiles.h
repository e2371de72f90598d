//===- EmittedFiles.h - Files that show all inputs ------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the options --emit-* make: one file of each format, once all inputs have
// gone well.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_DRIVER_EMITTEDFILES_H
#define HIER_LIB_DRIVER_EMITTEDFILES_H

#include "hier/Emit/Emitter.h"
#include "hier/Support/Files.h"

namespace hier {

struct EmittedFile {
  const EmitFormat *format;
  std::string path; // `-` for stdout
};

class EmittedFiles {
public:
  explicit EmittedFiles(llvm::ArrayRef<EmittedFile> files);

  /// Opens the files, so that what is wrong with them is known before anything
  /// is run. What is written through is left for later.
  llvm::Error open();
  /// The models of the next input.
  void add(llvm::ArrayRef<std::shared_ptr<const ModelView>> views);
  /// Writes the files. An error if there is nothing to show.
  llvm::Error write();

private:
  struct Emitted {
    const EmittedFile *file;
    std::unique_ptr<Emitter> emitter;
    std::unique_ptr<OutputFile> output;
  };

  static llvm::Error open(Emitted &emitted);
  static llvm::Error write(Emitted &emitted);

  std::vector<Emitted> all;
  bool isEmpty = true;
};

} // namespace hier

#endif // HIER_LIB_DRIVER_EMITTEDFILES_H
