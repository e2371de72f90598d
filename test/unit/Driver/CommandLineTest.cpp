//===- CommandLineTest.cpp - What the user has asked for ------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What options come to, and every error in them. They are many, and a process
// for each would cost more than all of these.
//
//===----------------------------------------------------------------------===//

#include "../../../lib/Driver/CommandLine.h"
#include "hier/Support/Files.h"
#include "gtest/gtest.h"

#include "llvm/Support/FileSystem.h"

using namespace hier;
using llvm::StringRef;

namespace {

using Arguments = std::vector<const char *>;

llvm::Expected<CommandLine> parse(Arguments arguments) {
  arguments.insert(arguments.begin(), "hier-opt");
  return parseCommandLine(arguments, PassRegistry::builtin(), {});
}

CommandLine parsed(const Arguments &arguments) {
  return llvm::cantFail(parse(arguments));
}

/// The first line of the error.
std::string errorOf(const Arguments &arguments) {
  llvm::Expected<CommandLine> line = parse(arguments);
  std::string all = llvm::toString(line.takeError());
  return StringRef(all).split('\n').first.str();
}

std::string printed(const Pipeline &pipeline) {
  std::string text;
  llvm::raw_string_ostream os(text);
  pipeline.print(os);
  return text;
}

TEST(CommandLine, NothingIsStdin) {
  CommandLine line = parsed({});
  ASSERT_EQ(line.inputs.size(), 1U);
  EXPECT_EQ(line.inputs[0].name(), "<stdin>");
  EXPECT_EQ(line.output.path, "-");
  EXPECT_FALSE(line.isOutputGiven);
  EXPECT_TRUE(line.pipeline.empty());
}

TEST(CommandLine, ValuesAndTheirForms) {
  for (const Arguments &arguments :
       {Arguments{"-o", "x", "-j", "4", "--method", "m"},
        Arguments{"-o=x", "-j=4", "-method=m"},
        Arguments{"--o=x", "-j4", "--method=m"}}) {
    CommandLine line = parsed(arguments);
    EXPECT_EQ(line.output.path, "x");
    EXPECT_EQ(line.threads, 4U);
    EXPECT_EQ(line.method, "m");
  }
  EXPECT_FALSE(parsed({"--verify-each=false"}).verifyEach);
  EXPECT_FALSE(parsed({"--verify-each=0"}).verifyEach);
  EXPECT_TRUE(parsed({"--split-input-file=1"}).splitInputFile);
}

TEST(CommandLine, InputsAreWhatIsNoOption) {
  CommandLine line = parsed({"a", "-", "--", "-b", "--clone"});
  ASSERT_EQ(line.inputs.size(), 4U);
  EXPECT_TRUE(line.inputs[1].isStdin());
  EXPECT_EQ(line.inputs[2].path, "-b");
  EXPECT_EQ(line.inputs[3].path, "--clone");
}

TEST(CommandLine, PassesAreInTheOrderGiven) {
  CommandLine line =
      parsed({"--clone", "--pass-pipeline=inline-calls,clone",
              "--tag-hierarchy=policy=all", "--pass-pipeline", "clone"});
  EXPECT_EQ(printed(line.pipeline),
            "clone,inline-calls,clone,tag-hierarchy{policy=all},clone");
}

TEST(CommandLine, WhatAsksHowToPrintAsksForAll) {
  EXPECT_FALSE(parsed({}).instrumentation.printing.isOn());
  for (const char *option :
       {"--print-ir-after", "--print-ir-after-all", "--print-ir-after-change",
        "--print-ir-diff", "--print-ir-tree-dir=d"})
    EXPECT_TRUE(parsed({option}).instrumentation.printing.after.all) << option;
  for (const char *option : {"--print-ir-diff", "--print-ir-tree-dir=d"}) {
    CommandLine line = parsed({option, "--print-ir-after=clone,inline-calls"});
    const PassSelection &after = line.instrumentation.printing.after;
    EXPECT_FALSE(after.all);
    EXPECT_TRUE(after.has("inline-calls"));
    EXPECT_FALSE(after.has("tag-hierarchy"));
  }
  CommandLine line = parsed({"--print-ir-after-failure"});
  EXPECT_TRUE(line.instrumentation.printing.isOn());
  EXPECT_TRUE(line.instrumentation.printing.after.empty());
  EXPECT_TRUE(
      parsed({"--print-ir-before"}).instrumentation.printing.before.all);
}

TEST(CommandLine, OptionsThatAreNone) {
  EXPECT_EQ(errorOf({"--tag-hierachy"}),
            "hier-opt: error: there is no option '--tag-hierachy'; did you "
            "mean '--tag-hierarchy'?");
  EXPECT_EQ(errorOf({"--split-inputs-file=1"}),
            "hier-opt: error: there is no option '--split-inputs-file'; did "
            "you mean '--split-input-file'?");
  for (const char *none : {"-x", "--=", "---", "-j4x", "--nothing-like"})
    EXPECT_TRUE(StringRef(errorOf({none}))
                    .starts_with("hier-opt: error: there is no option '"))
        << none;
}

TEST(CommandLine, ValuesThatAreNone) {
  EXPECT_EQ(errorOf({"a", "-o"}),
            "hier-opt: error: option '-o' needs a value, FILE");
  EXPECT_EQ(errorOf({"--method=a", "--method=a"}),
            "hier-opt: error: option '--method' is given twice");
  EXPECT_EQ(errorOf({"-j2", "-j3"}),
            "hier-opt: error: option '-j3' is given twice");
  EXPECT_EQ(errorOf({"--list-passes", "--list-passes=0"}),
            "hier-opt: error: option '--list-passes' is given twice");
  EXPECT_EQ(errorOf({"--verify-each=2"}),
            "--verify-each:1:1: error: expected true, false, 1 or 0, not '2'");
  EXPECT_EQ(errorOf({"-j", "many"}),
            "-j:1:1: error: expected a number, not 'many'");
  EXPECT_EQ(errorOf({"-j=-1"}), "-j:1:1: error: expected a number, not '-1'");
  EXPECT_EQ(errorOf({"-o="}), "-o:1:1: error: expected a name");
  EXPECT_EQ(errorOf({"--timing=tabl"}),
            "--timing:1:1: error: expected table or json or trace, not "
            "'tabl'; did you mean 'table'?");
  EXPECT_EQ(errorOf({"--statistics="}),
            "--statistics:1:1: error: expected text or json, not ''");
}

TEST(CommandLine, PassesThatAreNone) {
  EXPECT_EQ(errorOf({"--print-ir-after=clone,inline-cals"}),
            "--print-ir-after:1:7: error: there is no pass 'inline-cals'; did "
            "you mean 'inline-calls'?");
  EXPECT_EQ(errorOf({"--print-ir-before="}),
            "--print-ir-before:1:1: error: there is no pass ''");
  EXPECT_EQ(errorOf({"--help-pass=clon"}),
            "--help-pass:1:1: error: there is no pass 'clon'; did you mean "
            "'clone'?");
}

TEST(CommandLine, WhatDoesNotGoTogether) {
  EXPECT_EQ(errorOf({"--run-reproducer", "--clone"}),
            "--run-reproducer: error: the input names the passes and the "
            "method; no others can be given");
  EXPECT_EQ(errorOf({"--crash-reproducer-local"}),
            "--crash-reproducer-local: error: this needs "
            "--crash-reproducer=FILE");
  EXPECT_EQ(errorOf({"--crash-reproducer=r", "a", "b"}),
            "--crash-reproducer: error: several inputs need a folder: 'r/'");
  EXPECT_EQ(errorOf({"--timing-output=a"}),
            "--timing-output: error: this needs --timing");
  EXPECT_EQ(errorOf({"--statistics-output=a"}),
            "--statistics-output: error: this needs --statistics");
  EXPECT_EQ(errorOf({"-o", "-", "--report-format=json", "a", "b"}),
            "-o: error: the IR of several inputs and JSON cannot both go to "
            "stdout");
  EXPECT_EQ(errorOf({"-", "-"}), "<stdin>: error: stdin can be read only once");
}

TEST(CommandLine, NamesInAFolder) {
  for (const char *option :
       {"-o=f/", "--crash-reproducer=f/", "--print-ir-tree-dir=f"})
    EXPECT_EQ(errorOf({option, "a/x", "b/y", "b/x"}),
              StringRef(option).split('=').first.str() +
                  ": error: 'a/x' and 'b/x' would both be 'x' in the folder");
  CommandLine line = parsed({"-o=f/", "a/x", "-"});
  EXPECT_EQ(line.output.fileFor(line.inputs[0]), "f/x");
  EXPECT_EQ(line.output.fileFor(line.inputs[1]), "f/stdin");
  EXPECT_FALSE(parsed({"-o=f"}).output.isFolder);
  EXPECT_TRUE(parsed({"-o=."}).output.isFolder);
}

//===----------------------------------------------------------------------===//
// Lists
//===----------------------------------------------------------------------===//

class List : public testing::Test {
protected:
  void SetUp() override {
    ASSERT_FALSE(llvm::sys::fs::createTemporaryFile("list", "txt", file));
    argument = ("@" + file).str();
  }
  void TearDown() override { llvm::sys::fs::remove(file); }
  void write(const llvm::Twine &text) {
    llvm::cantFail(writeOutput(file, text.str()));
  }

  llvm::SmallString<128> file;
  std::string argument;
};

TEST_F(List, NamesALine) {
  write("# the list itself\n" + file + "\r\n\n  " + file);
  CommandLine line = parsed({"a", argument.c_str(), "b"});
  ASSERT_EQ(line.inputs.size(), 4U);
  EXPECT_EQ(line.inputs[0].path, "a");
  EXPECT_EQ(line.inputs[1].path, file.str());
  EXPECT_EQ(line.inputs[2].path, file.str());
  EXPECT_EQ(line.inputs[3].path, "b");
}

TEST_F(List, NamesThatAreNone) {
  write(file + "\n\n  gone.ir\n");
  EXPECT_EQ(errorOf({argument.c_str()}),
            (file + ":3:3: error: 'gone.ir': No such file or directory").str());
  write("# nothing\n");
  EXPECT_EQ(errorOf({argument.c_str()}),
            (file + ": error: the list names no input").str());
  EXPECT_EQ(errorOf({"@gone.txt"}),
            "gone.txt: error: No such file or directory");
}

} // namespace
