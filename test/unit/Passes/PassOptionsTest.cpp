//===- PassOptionsTest.cpp - The options given to one pass ----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The grammar of options, and errors at the place of what is wrong.
//
//===----------------------------------------------------------------------===//

#include "hier/Passes/PassOptions.h"
#include "gtest/gtest.h"

using namespace hier;
using llvm::StringRef;

namespace {

using Words = llvm::SmallVector<StringRef>;

/// The column and the text of `error`.
std::string messageOf(llvm::Error error) {
  std::string all = llvm::toString(std::move(error));
  return StringRef(all).split('\n').first.str();
}

llvm::Expected<PassOptions> parse(StringRef text) {
  StringRef rest = text;
  return PassOptions::parse({text, "-"}, rest);
}

PassOptions options(StringRef text) { return llvm::cantFail(parse(text)); }

std::string parseError(StringRef text) {
  return messageOf(parse(text).takeError());
}

TEST(PassOptions, KeysAndValues) {
  PassOptions seen = options("  policy=hf   attributes=tag,path empty= ");
  EXPECT_EQ(seen.value("policy"), "hf");
  EXPECT_EQ(seen.value("attributes"), "tag,path");
  EXPECT_EQ(seen.value("empty"), "");
  EXPECT_EQ(seen.value("other"), std::nullopt);
  EXPECT_EQ(options("").value("policy"), std::nullopt);
}

TEST(PassOptions, QuotesHoldAnything) {
  PassOptions seen = options("a='b c=d' e=\"f'g\" h=''");
  EXPECT_EQ(seen.value("a"), "b c=d");
  EXPECT_EQ(seen.value("e"), "f'g");
  EXPECT_EQ(seen.value("h"), "");
  EXPECT_EQ(seen.value("c"), std::nullopt);
}

TEST(PassOptions, AValueMayHoldAnEqualsSign) {
  EXPECT_EQ(options("a=b=c").value("a"), "b=c");
}

TEST(PassOptions, WhatIsNoOption) {
  EXPECT_EQ(parseError(",policy"),
            "-:1:1: error: expected an option, 'key=value'");
  EXPECT_EQ(parseError("policy,b=c"),
            "-:1:7: error: expected a space after the value of 'policy'");
  EXPECT_EQ(parseError("a='b'c"),
            "-:1:6: error: expected a space after the value of 'a'");
  EXPECT_EQ(parseError("a=b'c"),
            "-:1:4: error: expected a space after the value of 'a'");
  EXPECT_EQ(parseError("a=b =c"),
            "-:1:5: error: expected an option, 'key=value'");
  EXPECT_EQ(parseError("a=b a=c"), "-:1:5: error: option 'a' is given twice");
  EXPECT_EQ(parseError("a='b"), "-:1:3: error: the quote is not closed");
}

TEST(PassOptions, Numbers) {
  PassOptions seen =
      options("n=12 word=x negative=-1 huge=99999999999999999999");
  EXPECT_EQ(llvm::cantFail(seen.number("n", 7)), 12u);
  EXPECT_EQ(llvm::cantFail(seen.number("other", 7)), 7u);
  for (StringRef key : {"word", "negative", "huge"})
    EXPECT_TRUE(StringRef(messageOf(seen.number(key, 7).takeError()))
                    .contains("expected a number for '" + key.str() + "'"));
  EXPECT_EQ(messageOf(seen.number("word", 7).takeError()),
            "-:1:11: error: expected a number for 'word', not 'x'");
}

TEST(PassOptions, ListsOfWords) {
  PassOptions seen = options("a=tag,path b=tag,wrong c=");
  EXPECT_EQ(llvm::cantFail(seen.words("a", {"path", "tag"}, {})),
            (Words{"tag", "path"}));
  EXPECT_EQ(llvm::cantFail(seen.words("other", {"path", "tag"}, {"path"})),
            Words{"path"});
  EXPECT_EQ(messageOf(seen.words("b", {"path", "tag"}, {}).takeError()),
            "-:1:18: error: 'wrong' is not one of 'b': path, tag");
  EXPECT_EQ(messageOf(seen.words("c", {"path", "tag"}, {}).takeError()),
            "-:1:26: error: '' is not one of 'c': path, tag");
}

TEST(PassOptions, UnknownKeys) {
  PassOptions seen = options("a=1 b=2");
  EXPECT_FALSE(seen.checkKeys({"b", "a"}, "some-pass"));
  EXPECT_EQ(messageOf(seen.checkKeys({"a", "c"}, "some-pass")),
            "-:1:5: error: pass 'some-pass' has no option 'b'; it takes a, c");
  EXPECT_EQ(messageOf(seen.checkKeys({}, "some-pass")),
            "-:1:1: error: pass 'some-pass' has no option 'a'; it takes none");
}

TEST(PassOptions, APartOfALongerText) {
  StringRef text = "clone,tag-hierarchy{policy }, =";
  StringRef rest = text.drop_front(20);
  PassOptions seen = llvm::cantFail(
      PassOptions::parse({text, "pipeline"}, rest, /*inBraces=*/true));
  EXPECT_EQ(seen.value("policy"), "true");
  EXPECT_EQ(rest, "}, =");
  rest = text.drop_front(29);
  auto none = PassOptions::parse({text, "pipeline"}, rest);
  EXPECT_EQ(messageOf(none.takeError()),
            "pipeline:1:31: error: expected an option, 'key=value'");
}

TEST(PassOptions, AKeyAloneIsTrue) {
  PassOptions seen = options("bare all=false");
  EXPECT_TRUE(llvm::cantFail(seen.flag("bare")));
  EXPECT_FALSE(llvm::cantFail(seen.flag("all")));
  EXPECT_FALSE(llvm::cantFail(seen.flag("other")));
  EXPECT_EQ(messageOf(seen.number("bare", 7).takeError()),
            "-:1:1: error: expected a number for 'bare', not 'true'");
  EXPECT_EQ(messageOf(seen.words("bare", {"tag"}, {}).takeError()),
            "-:1:1: error: 'true' is not one of 'bare': tag");
}

TEST(PassOptions, WhatIsPrintedIsReadAgain) {
  for (StringRef text : {"", "a=b", "a='b c' d=\"e'f\"", "a='' b='\"' c=',}'",
                         "flag", "a==b=", "policy='x{y}z'"}) {
    std::string printed;
    llvm::raw_string_ostream os(printed);
    PassOptions first = options(text);
    first.print(os);
    PassOptions again = options(printed);
    for (StringRef key : {"a", "b", "c", "d", "flag", "policy"})
      EXPECT_EQ(first.value(key), again.value(key)) << printed;
  }
}

} // namespace
