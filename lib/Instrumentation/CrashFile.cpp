//===- CrashFile.cpp - A file written when the process dies ---------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A signal handler may call nothing that allocates or locks: it opens, writes
// and renames, with names and texts that are there already.
//
//===----------------------------------------------------------------------===//

#include "CrashFile.h"

#include "hier/Support/Files.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/Signals.h"

#include <cstdio>
#include <fcntl.h>
#include <mutex>
#include <unistd.h>

using namespace llvm;

namespace hier {

/// What the handler, which is one for the whole process, finds of the thread
/// that it runs on. Signals leave no other way.
static thread_local const void *armedHere = nullptr;

static std::string temporaryName(StringRef file) {
  if (isSpecialFile(file))
    return file.str();
  return (file + ".tmp" + Twine(sys::Process::getProcessId())).str();
}

Reproducer::CrashFile::CrashFile(StringRef file)
    : file(file), temporary(temporaryName(file)), stack(1U << 16) {
  static std::once_flag isHandled;
  std::call_once(isHandled,
                 [] { sys::AddSignalHandler(&CrashFile::onSignal, nullptr); });
  stack_t alternate = {};
  alternate.ss_sp = stack.data();
  alternate.ss_size = stack.size();
  sigaltstack(&alternate, &stackBefore);
}

Reproducer::CrashFile::~CrashFile() {
  disarm();
  sigaltstack(&stackBefore, nullptr);
}

void Reproducer::CrashFile::arm(StringRef head, StringRef body) {
  first = head;
  second = body;
  armedHere = this;
}

void Reproducer::CrashFile::disarm() { armedHere = nullptr; }

void Reproducer::CrashFile::onSignal(void *) {
  const void *armed = armedHere;
  armedHere = nullptr; // What fails in here shall not come here again.
  if (armed)
    static_cast<const CrashFile *>(armed)->write();
}

static bool writeAll(int descriptor, StringRef text) {
  while (!text.empty()) {
    ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written <= 0)
      return false;
    text = text.drop_front(written);
  }
  return true;
}

void Reproducer::CrashFile::write() const {
  int descriptor =
      ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
  if (descriptor < 0)
    return;
  bool isWhole = writeAll(descriptor, first) && writeAll(descriptor, second);
  ::close(descriptor);
  if (temporary != file &&
      (!isWhole || ::rename(temporary.c_str(), file.c_str()) != 0)) {
    ::unlink(temporary.c_str());
    return;
  }
  writeAll(STDERR_FILENO, "note: hier-opt --run-reproducer ");
  writeAll(STDERR_FILENO, file);
  writeAll(STDERR_FILENO, " shows this again\n");
}

} // namespace hier
