//===- Inputs.cpp - What is to be run on, and where it goes ---------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// All that can be wrong with names is found before anything is run.
//
//===----------------------------------------------------------------------===//

#include "Inputs.h"

#include "hier/Support/Diagnostic.h"
#include "hier/Support/Files.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace llvm;

namespace hier {

StringRef InputFile::fileName() const {
  return isStdin() ? "stdin" : sys::path::filename(path);
}

/// list ::= (name | '#' comment | blank)*, a line each
static Error readList(StringRef file, std::vector<InputFile> &inputs) {
  Expected<std::unique_ptr<MemoryBuffer>> buffer = readInput(file);
  if (!buffer)
    return buffer.takeError();
  MemoryBufferRef text((*buffer)->getBuffer(), file == "-" ? "<stdin>" : file);
  size_t before = inputs.size();
  for (StringRef rest = text.getBuffer(); !rest.empty();) {
    auto [line, after] = rest.split('\n');
    rest = after;
    StringRef name = line.trim(" \t\r");
    if (name.empty() || name.starts_with("#"))
      continue;
    std::error_code failure = sys::fs::access(name, sys::fs::AccessMode::Exist);
    if (name != "-" && failure)
      return errorAt(text, name.data(), "'" + name + "': " + failure.message());
    inputs.push_back({name.str()});
  }
  if (inputs.size() == before)
    return errorIn(text.getBufferIdentifier(), "the list names no input");
  return Error::success();
}

Expected<std::vector<InputFile>> expandInputs(ArrayRef<StringRef> arguments) {
  std::vector<InputFile> inputs;
  size_t readsOfStdin = 0;
  for (StringRef argument : arguments) {
    readsOfStdin += argument == "@-" ? 1 : 0;
    if (!argument.consume_front("@"))
      inputs.push_back({argument.str()});
    else if (Error error = readList(argument, inputs))
      return error;
  }
  if (arguments.empty())
    inputs.push_back({"-"});
  for (const InputFile &input : inputs)
    readsOfStdin += input.isStdin() ? 1 : 0;
  if (readsOfStdin > 1)
    return errorIn("<stdin>", "stdin can be read only once");
  return inputs;
}

OutputPlace OutputPlace::from(StringRef path) {
  bool isFolder = path.ends_with("/") || sys::fs::is_directory(path);
  return {path.str(), isFolder};
}

std::string OutputPlace::fileFor(const InputFile &input) const {
  if (!isFolder)
    return path;
  SmallString<128> file(path);
  sys::path::append(file, input.fileName());
  return file.str().str();
}

Error checkFileNames(ArrayRef<InputFile> inputs, StringRef option) {
  StringMap<StringRef> inputOf;
  for (const InputFile &input : inputs) {
    auto [entry, isNew] = inputOf.try_emplace(input.fileName(), input.name());
    if (!isNew)
      return errorIn(option, "'" + entry->second + "' and '" + input.name() +
                                 "' would both be '" + input.fileName() +
                                 "' in the folder");
  }
  return Error::success();
}

} // namespace hier
