//===- Page.cpp - A page that shows models --------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One file of HTML that needs no other: the page of the folder `page`, and the
// data of the models. Nothing but its own style and script may be used in it,
// which the policy at its head names by their hashes.
//
//===----------------------------------------------------------------------===//

#include "Formats.h"
#include "PageChanges.h"
#include "PageData.h"
#include "PageText.h"
#include "hier/Emit/Emitter.h"
#include "hier/Support/Report.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Base64.h"
#include "llvm/Support/SHA256.h"

using namespace llvm;

namespace hier {

/// What page/model.js calls a model, but for one without a class: that has the
/// name of its input here.
static const std::string &pageTitle(const ModelView &view) {
  if (!view.modules.empty() && !view.modules[0].className.empty())
    return view.modules[0].className;
  return view.rootClass.empty() ? view.name : view.rootClass;
}

namespace {

struct PageModel {
  std::string name;
  std::string title;
  std::string data;
  bool isProfiled;
};

class PageEmitter : public Emitter {
public:
  void add(const std::shared_ptr<const ModelView> &view) override;
  void write(raw_ostream &os) const override;

private:
  void writePart(raw_ostream &os, StringRef name) const;
  void writeTitle(raw_ostream &os) const;
  void writeModels(raw_ostream &os) const;

  std::vector<PageModel> models;
  std::shared_ptr<const ModelView> first;
  std::string changes; // from the first to the second, of two
};

} // namespace

/// `text`, which need not be UTF-8, between tags or in an attribute.
static void writeText(raw_ostream &os, StringRef text) {
  printHTMLEscaped(jsonText(text), os);
}

static std::string hashOf(StringRef text) {
  return "'sha256-" + encodeBase64(SHA256::hash(arrayRefFromStringRef(text))) +
         "'";
}

static void writePolicy(raw_ostream &os) {
  os << "default-src 'none'; script-src " << hashOf(pageScript)
     << "; style-src " << hashOf(pageStyle)
     << "; base-uri 'none'; form-action 'none'";
}

/// The first is kept until there is another, and forgotten if there are more.
void PageEmitter::add(const std::shared_ptr<const ModelView> &view) {
  models.push_back(
      {view->name, pageTitle(*view), pageData(*view), isProfiled(*view)});
  changes = first ? pageChanges(*first, *view) : "";
  first = models.size() == 1 ? view : nullptr;
}

void PageEmitter::writeTitle(raw_ostream &os) const {
  ListSeparator separator(" and ");
  for (const PageModel &model : ArrayRef(models).take_front(2)) {
    os << separator;
    writeText(os, model.title);
  }
}

void PageEmitter::writeModels(raw_ostream &os) const {
  for (const PageModel &model : models) {
    os << "<script type=\"application/json\" class=\"model\""
       << (model.isProfiled ? " data-profiled" : "") << " data-name=\"";
    writeText(os, model.name);
    os << "\">" << model.data << "</script>\n";
  }
  if (!changes.empty())
    os << "<script type=\"application/json\" id=\"changes-data\">" << changes
       << "</script>\n";
}

void PageEmitter::writePart(raw_ostream &os, StringRef name) const {
  if (name == "policy")
    writePolicy(os);
  else if (name == "title")
    writeTitle(os);
  else if (name == "style")
    os << pageStyle;
  else if (name == "script")
    os << pageScript;
  else
    writeModels(os);
}

void PageEmitter::write(raw_ostream &os) const {
  StringRef rest = pageTemplate;
  while (!rest.empty()) {
    auto [text, after] = rest.split("{{");
    os << text;
    auto [name, next] = after.split("}}");
    if (!name.empty())
      writePart(os, name);
    rest = next;
  }
}

std::unique_ptr<Emitter> createPageEmitter() {
  return std::make_unique<PageEmitter>();
}

} // namespace hier
