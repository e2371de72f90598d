//===- PageTest.cpp - A page that shows models ----------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What models say is text in the page, and numbers are there in full or not at
// all. test/Emit looks at pages in a browser.
//
//===----------------------------------------------------------------------===//

#include "hier/Emit/Emitter.h"
#include "llvm/Support/JSON.h"
#include "gtest/gtest.h"

using namespace hier;
using llvm::StringRef;

namespace {

std::string pageOf(llvm::ArrayRef<ModelView> views) {
  std::unique_ptr<Emitter> emitter = findEmitFormat("emit-html")->create();
  for (const ModelView &view : views)
    emitter->add(std::make_shared<const ModelView>(view));
  std::string page;
  llvm::raw_string_ostream os(page);
  emitter->write(os);
  return page;
}

size_t countOf(StringRef text, StringRef part) { return text.count(part); }

/// The data of the first model.
llvm::json::Value dataOf(StringRef page) {
  auto [before, rest] = page.split("<script type=\"application/json\"");
  StringRef json = rest.split('>').second.split("</script>").first;
  return llvm::cantFail(llvm::json::parse(json));
}

StringRef stringAt(const llvm::json::Object &data, int64_t place) {
  return *(*data.getArray("strings"))[place].getAsString();
}

/// A root with one node, all of whose text is `text`.
ModelView viewSaying(const std::string &text) {
  ModelView view;
  view.name = view.rootClass = view.missingCalls = text;
  view.modules.emplace_back().className = text;
  view.calls.emplace_back().tag = text;
  ModelView::Node &node = view.nodes.emplace_back();
  node.kind = node.text = node.source = text;
  view.tags.push_back(text);
  return view;
}

TEST(Page, TextIsNoMarkup) {
  std::string page = pageOf(viewSaying("x"));
  for (StringRef text : {"</script><script>alert(1)</script>", "<!-- <script>",
                         "\"><img src=x onerror=alert(1)>", "]]>", "{{script}}",
                         "' onload='x", "a\nb\r\tc", "\x01\x7f"}) {
    std::string hostile = pageOf(viewSaying(text.str()));
    for (StringRef markup : {"<script", "</script", "<!--", "<img", "<"})
      EXPECT_EQ(countOf(hostile, markup), countOf(page, markup)) << text.str();
    llvm::json::Value data = dataOf(hostile);
    const llvm::json::Object &object = *data.getAsObject();
    EXPECT_EQ(stringAt(object, *object.getInteger("rootClass")), text);
  }
}

TEST(Page, BytesThatAreNoUTF8AreReplaced) {
  std::string page = pageOf(viewSaying("a\xff\xc0z"));
  EXPECT_TRUE(llvm::json::isUTF8(page));
  llvm::json::Value data = dataOf(page);
  const llvm::json::Object &object = *data.getAsObject();
  StringRef name = stringAt(object, *object.getInteger("rootClass"));
  EXPECT_TRUE(name.starts_with("a\xef\xbf\xbd") && name.ends_with("z"));
}

TEST(Page, WhatIsNotKnownIsNull) {
  ModelView view = viewSaying("x");
  view.modules[0].total.flops = {uint64_t(1) << 62, 3};
  view.nodes[0].cost = {std::nullopt, 0};
  llvm::json::Value data = dataOf(pageOf(view));
  const llvm::json::Object &nodes = *data.getAsObject()->getObject("nodes");
  EXPECT_EQ((*nodes.getArray("flops"))[0], nullptr);
  EXPECT_EQ((*nodes.getArray("bytes"))[0], 0);
  EXPECT_EQ((*nodes.getArray("owner"))[0], nullptr);
  const llvm::json::Object &total =
      *data.getAsObject()->getObject("modules")->getObject("total");
  EXPECT_EQ((*total.getArray("flops"))[0], int64_t(1) << 62);
  EXPECT_EQ((*total.getArray("flopsUnknown"))[0], 3);
}

TEST(Page, AStringIsThereOnce) {
  ModelView view = viewSaying("once");
  view.nodes.resize(1000, view.nodes[0]);
  EXPECT_EQ(countOf(pageOf(view), "\"once\""), 2U); // and in its data-name
}

TEST(Page, NothingButItsOwnPartsMayBeUsed) {
  std::string page = pageOf({viewSaying("x"), viewSaying("y")});
  EXPECT_EQ(countOf(page, "default-src 'none'; script-src 'sha256-"), 1U);
  EXPECT_EQ(countOf(page, "style-src 'sha256-"), 1U);
  EXPECT_EQ(countOf(page, "class=\"model\""), 2U);
  for (StringRef remote : {"http:", "https:", "src=\"", "url(", "@import"})
    EXPECT_EQ(countOf(StringRef(page), remote),
              remote == "http:" ? countOf(page, "http://www.w3.org/2000/svg")
                                : 0U)
        << remote.str();
  EXPECT_EQ(countOf(page, "{{models}}"), 0U);
}

TEST(Page, FormatsAreFoundByTheirOptions) {
  EXPECT_EQ(findEmitFormat("emit-nothing"), nullptr);
  for (const EmitFormat &format : emitFormats())
    EXPECT_EQ(findEmitFormat(format.option), &format);
}

} // namespace
