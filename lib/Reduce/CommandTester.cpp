//===- CommandTester.cpp - Candidates, tested by a command ----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each process leads a group of its own, so that what it has started can be
// ended with it. LLVM's ExecuteAndWait cannot do that, and forks where
// posix_spawn does not copy the page tables of a large program.
//
//===----------------------------------------------------------------------===//

#include "hier/Reduce/CommandTester.h"

#include "hier/Support/Diagnostic.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <thread>

extern char **environ; // as POSIX has it, in no header

using namespace llvm;
using std::chrono::steady_clock;

namespace hier {

//===----------------------------------------------------------------------===//
// Files
//===----------------------------------------------------------------------===//

/// A script in the current folder is found without `./`.
static Expected<std::string> findProgram(const std::string &name) {
  if (sys::fs::exists(name) && !sys::fs::is_directory(name)) {
    if (!sys::fs::can_execute(name))
      return errorIn(name, "this is no program that may be run; is it "
                           "executable?");
    return sys::path::has_parent_path(name) ? name : "./" + name;
  }
  ErrorOr<std::string> found = sys::findProgramByName(name);
  if (!found)
    return errorIn(name, "there is no such program");
  return *found;
}

Expected<std::unique_ptr<CommandTester>>
CommandTester::create(TestCommand command) {
  Expected<std::string> program = findProgram(command.words.front());
  if (!program)
    return program.takeError();
  command.words.front() = *program;
  auto holdsFile = [](StringRef word) { return word.contains("{}"); };
  if (none_of(drop_begin(command.words), holdsFile))
    command.words.emplace_back("{}");
  std::unique_ptr<CommandTester> tester(new CommandTester(std::move(command)));
  if (Error error = tester->makeFolders())
    return error;
  return tester;
}

Error CommandTester::makeFolders() {
  SmallString<128> path;
  std::error_code failure = sys::fs::createUniqueDirectory("hier-reduce", path);
  if (!failure)
    folder = path.str();
  for (size_t index = 0; index < command.width && !failure; ++index) {
    SmallString<128> file(folder);
    sys::path::append(file, Twine(index));
    failure = sys::fs::create_directory(file);
    sys::path::append(file, command.fileName);
    slots.push_back({file.str().str(), 0, {}});
  }
  return failure ? errorIn(path, failure.message()) : Error::success();
}

CommandTester::~CommandTester() {
  for (size_t test = 0; test < slots.size(); ++test)
    cancel(test);
  if (!folder.empty())
    sys::fs::remove_directories(folder);
}

//===----------------------------------------------------------------------===//
// Processes
//===----------------------------------------------------------------------===//

static std::string withFile(std::string word, const std::string &file) {
  for (size_t at = 0; (at = word.find("{}", at)) != std::string::npos;
       at += file.size())
    word.replace(at, 2, file);
  return word;
}

/// Not through a temporary file, which LLVM would remove on Ctrl-C.
static Error writeCandidate(const std::string &file, StringRef text) {
  std::error_code failure;
  raw_fd_ostream os(file, failure);
  if (!failure) {
    os << text;
    os.close();
    failure = os.error();
    os.clear_error();
  }
  return failure ? errorIn(file, failure.message()) : Error::success();
}

/// Writes the file and runs the command on it.
Error CommandTester::launch(Slot &slot, StringRef text,
                            const char *outputFile) {
  if (Error error = writeCandidate(slot.file, text))
    return error;
  std::vector<std::string> words = command.words;
  std::vector<char *> arguments;
  for (std::string &word : words) {
    if (&word != &words.front())
      word = withFile(std::move(word), slot.file);
    arguments.push_back(word.data());
  }
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  auto freeBoth = make_scope_exit([&] {
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
  });
  posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, outputFile,
                                   O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_adddup2(&files, 1, 2);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  posix_spawnattr_setpgroup(&attributes, 0);
  int failure = posix_spawn(&slot.process, words.front().c_str(), &files,
                            &attributes, arguments.data(), environ);
  slot.deadline = steady_clock::now() + command.timeout;
  if (!failure)
    return Error::success();
  slot.process = 0;
  return errorIn(words.front(), "this cannot be run: " +
                                    std::generic_category().message(failure));
}

/// Looks every now and then: POSIX has no wait with a time limit. The group is
/// ended before its leader's number is given back, which another may get then.
std::optional<int> CommandTester::statusOf(Slot &slot) {
  using std::chrono::microseconds;
  constexpr microseconds longestPause(5000);
  bool hasEnded = false;
  for (microseconds pause(100); !hasEnded;
       pause = std::min(pause * 3 / 2, longestPause)) {
    siginfo_t info = {};
    waitid(P_PID, slot.process, &info, WEXITED | WNOHANG | WNOWAIT);
    hasEnded = info.si_pid != 0;
    if (hasEnded || command.isInterrupted() ||
        steady_clock::now() >= slot.deadline)
      break;
    std::this_thread::sleep_for(pause);
  }
  kill(-slot.process, SIGKILL);
  int status = 0;
  waitpid(slot.process, &status, 0);
  slot.process = 0;
  return hasEnded ? std::optional(status) : std::nullopt;
}

static bool meansInteresting(std::optional<int> status) {
  return status && WIFEXITED(*status) && WEXITSTATUS(*status) == 0;
}

Expected<size_t> CommandTester::start(StringRef text) {
  auto free = find_if(slots, [](const Slot &slot) { return !slot.process; });
  if (Error error = launch(*free, text, "/dev/null"))
    return error;
  return free - slots.begin();
}

Verdict CommandTester::wait(size_t test) {
  std::optional<int> status = statusOf(slots[test]);
  if (!status && command.isInterrupted())
    return Verdict::Interrupted;
  return meansInteresting(status) ? Verdict::Interesting
                                  : Verdict::Uninteresting;
}

void CommandTester::cancel(size_t test) {
  Slot &slot = slots[test];
  if (!slot.process)
    return;
  kill(-slot.process, SIGKILL);
  waitpid(slot.process, nullptr, 0);
  slot.process = 0;
}

//===----------------------------------------------------------------------===//
// The first test
//===----------------------------------------------------------------------===//

std::string CommandTester::describeEnd(std::optional<int> status) const {
  if (!status && command.isInterrupted())
    return "was interrupted";
  if (!status)
    return "took longer than " + std::to_string(command.timeout.count()) +
           " seconds, the limit set by --timeout";
  if (WIFSIGNALED(*status))
    return "was ended by signal " + std::to_string(WTERMSIG(*status));
  return "exited with status " + std::to_string(WEXITSTATUS(*status)) +
         ", where 0 means interesting";
}

Error CommandTester::check(StringRef text, StringRef subject) {
  SmallString<128> output(folder);
  sys::path::append(output, "output");
  if (Error error = launch(slots[0], text, output.c_str()))
    return error;
  std::optional<int> status = statusOf(slots[0]);
  if (meansInteresting(status))
    return Error::success();
  std::string printed;
  if (auto buffer = MemoryBuffer::getFile(output))
    printed = (*buffer)->getBuffer().trim().take_front(500).str();
  return errorIn(subject,
                 "this is not interesting: the test " + describeEnd(status) +
                     (printed.empty() ? "" : "; it printed: ") + printed);
}

} // namespace hier
