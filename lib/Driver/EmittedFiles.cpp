//===- EmittedFiles.cpp - Files that show all inputs ----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Opened first, written last.
//
//===----------------------------------------------------------------------===//

#include "EmittedFiles.h"

#include "hier/Support/Diagnostic.h"

using namespace llvm;

namespace hier {

EmittedFiles::EmittedFiles(ArrayRef<EmittedFile> files) {
  for (const EmittedFile &file : files)
    all.push_back({&file, file.format->create(), nullptr});
}

Error EmittedFiles::open(Emitted &emitted) {
  if (emitted.output)
    return Error::success();
  Expected<std::unique_ptr<OutputFile>> opened =
      OutputFile::open(emitted.file->path);
  if (!opened)
    return opened.takeError();
  emitted.output = std::move(*opened);
  return Error::success();
}

Error EmittedFiles::open() {
  for (Emitted &emitted : all)
    if (!isSpecialFile(emitted.file->path))
      if (Error error = open(emitted))
        return error;
  return Error::success();
}

void EmittedFiles::add(ArrayRef<std::shared_ptr<const ModelView>> views) {
  isEmpty &= views.empty();
  for (Emitted &emitted : all)
    for (const std::shared_ptr<const ModelView> &view : views)
      emitted.emitter->add(view);
}

Error EmittedFiles::write(Emitted &emitted) {
  if (Error error = open(emitted))
    return error;
  emitted.emitter->write(emitted.output->os());
  return emitted.output->commit();
}

Error EmittedFiles::write() {
  if (isEmpty && !all.empty())
    return errorIn("--" + all.front().file->format->option,
                   "there is no graph or module to show in the input");
  for (Emitted &emitted : all)
    if (Error error = write(emitted))
      return error;
  return Error::success();
}

} // namespace hier
