//===- IRPrinting.h - The IR between passes ---------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What --print-ir-before, --print-ir-after and their kin mean.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_INSTRUMENTATION_IRPRINTING_H
#define HIER_INSTRUMENTATION_IRPRINTING_H

#include "hier/Instrumentation/ProgramName.h"
#include "hier/Passes/PassInstrumentation.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"

#include <optional>
#include <string>
#include <vector>

namespace hier {

/// Some of the passes, by name.
struct PassSelection {
  bool all = false;
  std::vector<std::string> names = {};

  bool has(llvm::StringRef pass) const {
    return all || llvm::is_contained(names, pass);
  }
  bool empty() const { return !all && names.empty(); }
};

struct IRPrintingConfig {
  PassSelection before = {};
  PassSelection after = {};
  /// Of those after which to print, leave out the ones that changed no byte.
  bool onlyChanges = false;
  /// Print what has changed, not all there is.
  bool asDiff = false;
  /// Print what a pass that failed has left, whichever it is.
  bool afterFailure = false;
  /// Write a file for each print below this folder; empty to print to the log.
  std::string folder = {};

  bool isOn() const {
    return !before.empty() || !after.empty() || afterFailure;
  }
};

/// Each print follows a comment that tells what it is, so that all of them, one
/// after the other, are a text that can be read.
class IRPrinter : public PassInstrumentation {
public:
  /// `inputFolder` is the folder of this program's files in `config.folder`.
  IRPrinter(const IRPrintingConfig &config, ProgramName program,
            std::string inputFolder, llvm::raw_ostream &log)
      : config(config), program(std::move(program)),
        inputFolder(std::move(inputFolder)), log(log) {}

  llvm::Error beforePass(const PassRun &run) override;
  llvm::Error afterVerification(const PassRun &run) override;
  void afterFailure(const PassRun &run, llvm::StringRef message) override;

private:
  bool compares() const { return config.onlyChanges || config.asDiff; }
  llvm::Error print(const PassRun &run, llvm::StringRef when,
                    llvm::StringRef text, llvm::StringRef extension);
  llvm::Error printAfter(const PassRun &run, llvm::StringRef when,
                         llvm::StringRef extension);
  std::string header(const PassRun &run, llvm::StringRef when) const;

  const IRPrintingConfig &config;
  ProgramName program;
  std::string inputFolder;
  llvm::raw_ostream &log;
  /// The text as it is, where it is compared with what comes.
  std::optional<std::string> current;
};

} // namespace hier

#endif // HIER_INSTRUMENTATION_IRPRINTING_H
