//===- DiagnosticTest.cpp - Errors that know their place ------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What an error prints, and where it says that it is.
//
//===----------------------------------------------------------------------===//

#include "hier/Support/Diagnostic.h"
#include "gtest/gtest.h"

using namespace hier;

namespace {

/// The error at the first `^` of `text`, which is taken out.
std::string errorAtMark(std::string text, const llvm::Twine &message = "no") {
  size_t mark = text.find('^');
  text.erase(mark, 1);
  llvm::MemoryBufferRef buffer(text, "f.ir");
  return llvm::toString(errorAt(buffer, text.data() + mark, message));
}

TEST(Diagnostic, ShowsTheLineAndACaret) {
  EXPECT_EQ(errorAtMark("one\ntwo ^three\nfour", "not three"),
            "f.ir:2:5: error: not three\n"
            "two three\n"
            "    ^");
}

TEST(Diagnostic, FirstAndLastByte) {
  EXPECT_EQ(errorAtMark("^one\n"), "f.ir:1:1: error: no\none\n^");
  EXPECT_EQ(errorAtMark("one^"), "f.ir:1:4: error: no\none\n   ^");
  EXPECT_EQ(errorAtMark("one^\ntwo"), "f.ir:1:4: error: no\none\n   ^");
}

TEST(Diagnostic, AfterTheLastLine) {
  EXPECT_EQ(errorAtMark("one\n^"), "f.ir:2:1: error: no\n\n^");
  EXPECT_EQ(errorAtMark("^"), "f.ir:1:1: error: no\n\n^");
}

TEST(Diagnostic, KnowsItsPlace) {
  std::string text = "one\ntwo\n";
  llvm::Error error = errorAt({text, "f.ir"}, text.data() + 5, "no");
  llvm::handleAllErrors(std::move(error), [](const DiagnosticError &seen) {
    EXPECT_EQ(seen.error().line, 2u);
    EXPECT_EQ(seen.error().column, 2u);
    EXPECT_EQ(seen.error().message, "no");
    EXPECT_TRUE(seen.notes().empty());
  });
}

TEST(Diagnostic, ALongLineIsCutToAWindowAroundTheCaret) {
  std::string before(5000, 'a'), after(1 << 20, 'b');
  std::string shown = errorAtMark(before + "^" + after);
  EXPECT_EQ(shown, "f.ir:1:5001: error: no\n" + std::string(60, 'a') +
                       std::string(100, 'b') + "\n" + std::string(60, ' ') +
                       "^");
}

TEST(Diagnostic, TheEndOfALongLine) {
  std::string shown = errorAtMark(std::string(5000, 'a') + "^");
  EXPECT_EQ(shown, "f.ir:1:5001: error: no\n" + std::string(60, 'a') + "\n" +
                       std::string(60, ' ') + "^");
}

TEST(Diagnostic, ControlBytesAreShownAsSpaces) {
  std::string line("a\t\x1b[31m\0\x7f^b", 11);
  std::string text = errorAtMark(line, "seen '\x1b\n'");
  EXPECT_EQ(text, "f.ir:1:10: error: seen '  '\n"
                  "a  [31m  b\n"
                  "         ^");
}

TEST(Diagnostic, OtherBytesAreShownAsTheyAre) {
  EXPECT_EQ(errorAtMark("\xc3\xa9\xff^"),
            "f.ir:1:4: error: no\n\xc3\xa9\xff\n   ^");
}

TEST(Diagnostic, NotesFollowTheError) {
  std::string text = "one\ntwo\n";
  llvm::MemoryBufferRef buffer(text, "f.ir");
  llvm::Error error = errorAt(buffer, text.data() + 5, "again");
  error = withNote(std::move(error), buffer, text.data(), "first here");
  error = withNote(std::move(error), buffer, text.data() + 2, "then here");
  EXPECT_EQ(llvm::toString(std::move(error)), "f.ir:2:2: error: again\n"
                                              "two\n"
                                              " ^\n"
                                              "f.ir:1:1: note: first here\n"
                                              "one\n"
                                              "^\n"
                                              "f.ir:1:3: note: then here\n"
                                              "one\n"
                                              "  ^");
}

TEST(Diagnostic, WithoutAPlace) {
  EXPECT_EQ(llvm::toString(errorIn("f.ir", "cannot be opened")),
            "f.ir: error: cannot be opened");
}

} // namespace
