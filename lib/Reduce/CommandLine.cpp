//===- CommandLine.cpp - What the user of hier-reduce has asked for -------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What stands after `--` is the test, word by word; the options are before it.
//
//===----------------------------------------------------------------------===//

#include "CommandLine.h"

#include "hier/Support/Diagnostic.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/raw_ostream.h"

#include <torch/version.h>

using namespace llvm;

namespace hier {

static constexpr StringLiteral overview =
    "makes a dump smaller while a test finds it interesting\n\n"
    "The test is a script, --test=SCRIPT, or a command after --, in which {}\n"
    "stands for the file to test; without it the file comes last. Exit status "
    "0\nmeans interesting, any other, a signal, or too long a time, that it is "
    "not.\n\n"
    "  hier-reduce dump.ir -o small.ir -- grep -q aten::relu {}\n";

namespace {

struct Options {
  cl::OptionCategory general{"General options"};
  cl::opt<std::string> input{cl::Positional, cl::desc("<dump or ->"),
                             cl::init("-"), cl::cat(general)};
  cl::opt<std::string> output{"o", cl::desc("Where to write; - is stdout"),
                              cl::value_desc("file"), cl::init("-"),
                              cl::cat(general)};
  cl::opt<std::string> test{"test", cl::desc("The program that tests a file"),
                            cl::value_desc("script"), cl::cat(general)};
  cl::list<std::string> testArguments{
      "test-arg", cl::desc("Give it this argument, before the file"),
      cl::value_desc("argument"), cl::cat(general)};
  cl::opt<unsigned> jobs{"j",
                         cl::desc("Run this many tests at once; the "
                                  "result is the same"),
                         cl::value_desc("number"),
                         cl::init(1),
                         cl::Prefix,
                         cl::cat(general)};
  cl::opt<unsigned> maxTests{"max-tests",
                             cl::desc("Stop after this many tests"),
                             cl::value_desc("number"), cl::cat(general)};
  cl::opt<unsigned> timeout{
      "timeout", cl::desc("End a test that takes longer; 60 by default"),
      cl::value_desc("seconds"), cl::init(60), cl::cat(general)};
  cl::opt<bool> keepBest{
      "keep-best", cl::init(true), cl::cat(general),
      cl::desc("Write each smaller dump to the output when it is found, not "
               "only the last; on by default")};
};

} // namespace

static void printVersion(raw_ostream &os) {
  os << "hier-reduce version " << HIER_VERSION << "\n  LLVM "
     << LLVM_VERSION_STRING << "\n  torch " << TORCH_VERSION << '\n';
}

Expected<ReduceCommandLine> parseReduceCommandLine(int argc, char **argv) {
  ArrayRef<char *> arguments(argv, argc);
  auto dashes = find_if(arguments, [](StringRef word) { return word == "--"; });
  Options options;
  cl::HideUnrelatedOptions(options.general);
  cl::SetVersionPrinter(printVersion);
  cl::ParseCommandLineOptions(dashes - arguments.begin(), argv, overview);
  ReduceCommandLine line;
  line.input = options.input;
  line.output = options.output;
  line.jobs = options.jobs;
  line.maxTests = options.maxTests;
  line.timeout = options.timeout;
  line.keepBest = options.keepBest;
  bool isCommand = dashes != arguments.end();
  if (isCommand && !options.test.empty())
    return errorIn("hier-reduce", "there are two tests, one in --test and one "
                                  "after '--'");
  if (isCommand) {
    line.test.assign(dashes + 1, arguments.end());
  } else if (!options.test.empty()) {
    line.test.push_back(options.test);
    append_range(line.test, options.testArguments);
  }
  if (line.test.empty())
    return errorIn("hier-reduce", "there is no test: give --test=SCRIPT, or a "
                                  "command after '--'");
  if (line.jobs == 0 || line.timeout == 0)
    return errorIn(line.jobs ? "--timeout" : "-j",
                   "a number from 1 on is needed");
  return line;
}

} // namespace hier
