//===- IRPrinting.cpp - The IR between passes -----------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A pass that nothing is printed of costs nothing.
//
//===----------------------------------------------------------------------===//

#include "hier/Instrumentation/IRPrinting.h"

#include "hier/IR/Writer.h"
#include "hier/Support/Files.h"
#include "hier/Support/LineDiff.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace hier {

static std::string textOf(const Program &program) {
  std::string text;
  writeProgram(text, program);
  if (!StringRef(text).ends_with("\n"))
    text += '\n';
  return text;
}

/// A comment of one line, whatever is in the names.
std::string IRPrinter::header(const PassRun &run, StringRef when) const {
  std::string line = ("# ----- IR " + when + " " + Twine(run.number) + ": " +
                      run.spelling + " (" + program.spell() + ")")
                         .str();
  for (char &byte : line)
    if (static_cast<unsigned char>(byte) < 0x20)
      byte = ' ';
  return line + '\n';
}

Error IRPrinter::print(const PassRun &run, StringRef when, StringRef text,
                       StringRef extension) {
  std::string head = header(run, when);
  if (config.folder.empty()) {
    log << head << text;
    return Error::success();
  }
  return writeBelow(config.folder,
                    inputFolder + "/" + Twine(run.number) + "_" +
                        run.info.flag + extension,
                    head + text.str());
}

Error IRPrinter::beforePass(const PassRun &run) {
  bool isPrinted = config.before.has(run.info.flag);
  bool isCompared = compares() && config.after.has(run.info.flag);
  if (!isCompared)
    current.reset();
  if (!isPrinted && (!isCompared || current))
    return Error::success();
  std::string text = textOf(run.program);
  Error error =
      isPrinted ? print(run, "before", text, ".before.ir") : Error::success();
  if (isCompared)
    current = std::move(text);
  return error;
}

Error IRPrinter::printAfter(const PassRun &run, StringRef when,
                            StringRef extension) {
  std::string text = textOf(run.program);
  if (!compares() || !current)
    return print(run, when, text, extension);
  std::string before = std::move(*current);
  current = std::move(text);
  if (before == *current)
    return Error::success();
  if (!config.asDiff)
    return print(run, when, *current, extension);
  std::string diff;
  raw_string_ostream os(diff);
  printUnifiedDiff(os, before, *current);
  return print(run, when, diff, ".diff");
}

Error IRPrinter::afterVerification(const PassRun &run) {
  if (!config.after.has(run.info.flag))
    return Error::success();
  return printAfter(run, "after", ".ir");
}

void IRPrinter::afterFailure(const PassRun &run, StringRef) {
  if (!config.afterFailure && !config.after.has(run.info.flag))
    return;
  current.reset(); // All of it, not what it differs in.
  if (Error error = printAfter(run, "after failure of", ".failed.ir"))
    logAllUnhandledErrors(std::move(error), log);
}

} // namespace hier
