//===- ReproducerTest.cpp - A file that shows what went wrong -------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Its first line, what is taken of one, and what is written when a pass fails,
// and when one ends the process.
//
//===----------------------------------------------------------------------===//

#include "hier/Instrumentation/Reproducer.h"
#include "../IR/TestGraphs.h"
#include "hier/Passes/Pipeline.h"
#include "hier/Support/Diagnostic.h"
#include "hier/Support/Files.h"
#include "gtest/gtest.h"

#include "llvm/Support/FileSystem.h"

#include <csignal>
#include <cstdlib>

using namespace hier;
using llvm::StringRef;

namespace {

const char *const text = "graph(%x : Tensor):\n"
                         "  %1 : Tensor = aten::sin(%x)\n"
                         "  return (%1)\n";

llvm::Expected<ReproducedRun> readLine(StringRef line) {
  return readReproducer(llvm::MemoryBufferRef(line, "-"), line);
}

std::string errorOf(StringRef line) {
  std::string all = llvm::toString(readLine(line).takeError());
  return StringRef(all).split('\n').first.str();
}

TEST(Reproducer, WhatIsWrittenIsRead) {
  for (const ReproducedRun &run :
       {ReproducedRun{"clone", "", true}, ReproducedRun{"", "", false},
        ReproducedRun{"tag-hierarchy{policy='a b' max-nodes=1},clone",
                      "it's\n\"odd\"", false}}) {
    std::string line = reproducerLine(run);
    EXPECT_EQ(StringRef(line).count('\n'), 1U);
    ReproducedRun again = llvm::cantFail(readLine(line + text));
    EXPECT_EQ(again.pipeline, run.pipeline);
    EXPECT_EQ(again.method, run.method);
    EXPECT_EQ(again.verifyEach, run.verifyEach);
  }
}

TEST(Reproducer, OtherCommentsMayComeFirst) {
  ReproducedRun run = llvm::cantFail(
      readLine("# RUN: %s\n# hier-opt: --pass-pipeline=clone\r\n"));
  EXPECT_EQ(run.pipeline, "clone");
  EXPECT_EQ(errorOf("graph()\n# hier-opt: --pass-pipeline=clone\n"),
            "-:1:1: error: no line '# hier-opt: --pass-pipeline=...' says "
            "what to run");
}

TEST(Reproducer, OnlySomeFlagsAreTaken) {
  EXPECT_EQ(errorOf("#\n# hier-opt: --clone -o=/etc/passwd"),
            "-:2:1: error: a reproducer has --pass-pipeline, --method and "
            "--verify-each, and no '--clone'");
  EXPECT_EQ(errorOf("# hier-opt: '--method=a"),
            "-:1:1: error: a quote in this line is not closed");
}

//===----------------------------------------------------------------------===//
// Passes that fail
//===----------------------------------------------------------------------===//

/// Changes the graph, and then does what its option says.
class Fail : public Pass {
public:
  explicit Fail(StringRef how) : how(how) {}

  llvm::Error run(Item &item) override {
    item.graph->inputs()[0]->setDebugName("changed");
    if (how == "abort")
      std::abort();
    if (how == "overflow")
      return deeper(item, 1U << 30);
    if (how == "error")
      return errorIn("fail", "it failed");
    return llvm::Error::success();
  }

private:
  /// More than a stack holds. What is done with the frame keeps it from being
  /// made a loop.
  static llvm::Error deeper(Item &item, size_t left) {
    volatile char frame[4096] = {};
    frame[left % 4096] = 1;
    if (left == 0)
      return llvm::Error::success();
    llvm::Error error = deeper(item, left - 1);
    return frame[0] ? std::move(error) : errorIn("fail", "never");
  }

  std::string how;
};

llvm::Expected<std::unique_ptr<Pass>> createFail(const PassOptions &options) {
  return std::make_unique<Fail>(options.value("how").value_or(""));
}

class ReproducerFile : public testing::Test {
protected:
  void SetUp() override {
    static const PassInfo info = {"fail", "", "how=WORD: ", createFail};
    llvm::cantFail(registry.add(info));
    ASSERT_FALSE(llvm::sys::fs::createUniqueDirectory("reproducer", folder));
    config.file = (folder + "/it.ir").str();
  }
  void TearDown() override { llvm::sys::fs::remove_directories(folder); }

  /// Runs a pipeline on the text above, and gives what goes to the log.
  std::string run(StringRef passes) {
    Program program = test::read(text);
    Pipeline pipeline(registry);
    llvm::cantFail(pipeline.append(passes, "-"));
    std::string log;
    llvm::raw_string_ostream os(log);
    Reproducer reproducer(config, {}, {"x.ir", 0}, os);
    PassInstrumentation *watchers[] = {&reproducer};
    llvm::consumeError(pipeline.run(program, /*verifyEach=*/true, watchers));
    return log;
  }

  std::string written() const {
    auto buffer = readInput(config.file);
    if (!buffer)
      return llvm::toString(buffer.takeError());
    return (*buffer)->getBuffer().str();
  }

  /// How many files there are in the folder.
  size_t countFiles() const {
    std::error_code failure;
    size_t count = 0;
    for (llvm::sys::fs::directory_iterator file(folder, failure), end;
         file != end && !failure; file.increment(failure))
      ++count;
    return count;
  }

  PassRegistry registry;
  ReproducerConfig config;
  llvm::SmallString<128> folder;
};

TEST_F(ReproducerFile, OfAnError) {
  EXPECT_EQ(run("clone,fail{how=error},clone"),
            "x.ir: note: hier-opt --run-reproducer " + config.file +
                " shows this again\n");
  EXPECT_EQ(written(), "# hier-opt: --pass-pipeline='clone,fail{how=error}'\n" +
                           std::string(text));
}

TEST_F(ReproducerFile, OfThePassAlone) {
  config.isLocal = true;
  run("fail,fail{how=error}");
  std::string all = written();
  EXPECT_TRUE(StringRef(all).starts_with(
      "# hier-opt: --pass-pipeline='fail{how=error}'\n"
      "graph(%changed : Tensor):\n"))
      << all;
}

TEST_F(ReproducerFile, OfWhatWentWellThereIsNone) {
  EXPECT_EQ(run("clone,fail"), "");
  EXPECT_EQ(countFiles(), 0U);
}

using ReproducerDeathTest = ReproducerFile;

TEST_F(ReproducerDeathTest, OfASignal) {
  EXPECT_DEATH(run("clone,fail{how=abort}"), "shows this again");
  EXPECT_EQ(written(), "# hier-opt: --pass-pipeline='clone,fail{how=abort}'\n" +
                           std::string(text));
  EXPECT_EQ(countFiles(), 1U);
}

TEST_F(ReproducerDeathTest, OfAStackThatOverflows) {
  EXPECT_DEATH(run("fail{how=overflow}"), "shows this again");
  EXPECT_EQ(written(), "# hier-opt: --pass-pipeline='fail{how=overflow}'\n" +
                           std::string(text));
}

/// What comes between passes, or after them, is no pass's.
TEST_F(ReproducerDeathTest, NotOfASignalElsewhere) {
  EXPECT_DEATH((run("clone,fail"), std::abort()), "");
  EXPECT_EQ(countFiles(), 0U);
}

} // namespace
