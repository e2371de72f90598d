//===- CommandTester.h - Candidates, tested by a command --------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Runs a command on a file with the candidate, some at once. The command's own
// children belong to it: all end when it does, or when its time is up.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_REDUCE_COMMANDTESTER_H
#define HIER_REDUCE_COMMANDTESTER_H

#include "hier/Reduce/Reducer.h"

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace hier {

struct TestCommand {
  /// The program and its arguments; `{}` in an argument stands for the file. If
  /// no argument has it, the file comes last.
  std::vector<std::string> words;
  /// What candidates are called, in folders of their own.
  std::string fileName = "candidate.ir";
  std::chrono::seconds timeout{60};
  size_t width = 1; ///< Of the tester.
  /// Looked at while tests run.
  std::function<bool()> isInterrupted = [] { return false; };
};

class CommandTester : public CandidateTester {
public:
  /// Finds the program and makes a temporary folder, which goes with the
  /// tester.
  static llvm::Expected<std::unique_ptr<CommandTester>>
  create(TestCommand command);
  ~CommandTester() override;

  /// Tests `text`, which has to be interesting: an error of `subject` tells how
  /// the command ended instead, with what it printed.
  llvm::Error check(llvm::StringRef text, llvm::StringRef subject);

  size_t width() const override { return slots.size(); }
  llvm::Expected<size_t> start(llvm::StringRef text) override;
  Verdict wait(size_t test) override;
  void cancel(size_t test) override;

private:
  /// A folder, and the process that runs on the file in it.
  struct Slot {
    std::string file;
    pid_t process = 0; // 0 when none does
    std::chrono::steady_clock::time_point deadline;
  };

  explicit CommandTester(TestCommand command) : command(std::move(command)) {}
  llvm::Error makeFolders();
  llvm::Error launch(Slot &slot, llvm::StringRef text, const char *outputFile);
  /// How the process has ended, as wait() of POSIX gives it; nothing after its
  /// time is up or an interruption.
  std::optional<int> statusOf(Slot &slot);
  std::string describeEnd(std::optional<int> status) const;

  TestCommand command;
  std::string folder;
  std::vector<Slot> slots;
};

} // namespace hier

#endif // HIER_REDUCE_COMMANDTESTER_H
