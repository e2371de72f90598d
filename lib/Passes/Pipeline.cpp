//===- Pipeline.cpp - Passes in a row -------------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The grammar of pipelines, and the loop over passes and items.
//
//===----------------------------------------------------------------------===//

#include "hier/Passes/Pipeline.h"

#include "hier/IR/Verifier.h"
#include "hier/Support/Diagnostic.h"
#include "hier/Support/NearestName.h"
#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace hier {

static Error unknownPass(MemoryBufferRef text, StringRef name) {
  if (name.empty())
    return errorAt(text, name.data(), "expected the name of a pass");
  SmallVector<StringRef> flags;
  for (const PassInfo &pass : allPasses())
    flags.push_back(pass.flag);
  return errorAt(text, name.data(),
                 "there is no pass '" + name + "'" + didYouMean(name, flags));
}

/// Where the options that start after `{` end, quotes skipped; npos if nowhere.
static size_t closingBrace(StringRef text) {
  char quote = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    if (quote)
      quote = text[at] == quote ? 0 : quote;
    else if (text[at] == '"' || text[at] == '\'')
      quote = text[at];
    else if (text[at] == '}')
      return at;
  }
  return StringRef::npos;
}

/// pipeline ::= pass (',' pass)*     pass ::= name ('{' options '}')?
Error Pipeline::append(StringRef pipeline, StringRef source) {
  MemoryBufferRef text(pipeline, source);
  StringRef rest = pipeline;
  while (true) {
    rest = rest.ltrim(' ');
    StringRef name = rest.take_front(rest.find_first_of(",{} "));
    rest = rest.drop_front(name.size()).ltrim(' ');
    const PassInfo *info = findPass(name);
    if (!info)
      return unknownPass(text, name);
    StringRef options = rest.take_front(0);
    if (rest.consume_front("{")) {
      size_t close = closingBrace(rest);
      if (close == StringRef::npos)
        return errorAt(text, rest.data() - 1, "the brace is not closed");
      options = rest.take_front(close);
      rest = rest.drop_front(close + 1).ltrim(' ');
    }
    if (Error error = create(*info, text, options))
      return error;
    if (rest.empty())
      return Error::success();
    if (!rest.consume_front(","))
      return errorAt(text, rest.data(), "expected ',' between passes");
  }
}

Error Pipeline::appendPass(const PassInfo &info, StringRef text,
                           StringRef source) {
  return create(info, MemoryBufferRef(text, source), text);
}

Error Pipeline::create(const PassInfo &info, MemoryBufferRef text,
                       StringRef options) {
  Expected<PassOptions> parsed = PassOptions::parse(text, options);
  if (!parsed)
    return parsed.takeError();
  if (Error error = parsed->checkKeys(info.optionKeys(), info.flag))
    return error;
  Expected<std::unique_ptr<Pass>> pass = info.create(*parsed);
  if (!pass)
    return pass.takeError();
  passes.push_back({&info, std::move(*pass)});
  return Error::success();
}

/// libtorch reports by exceptions what Hier reports by values.
static Error runOn(Pass &pass, StringRef flag, Item &item) {
  try {
    return pass.run(item);
  } catch (const c10::Error &error) {
    return errorIn(flag, error.what_without_backtrace());
  } catch (const std::exception &error) {
    return errorIn(flag, error.what());
  }
}

bool Pipeline::hasReports() const {
  return any_of(passes,
                [](const Entry &entry) { return entry.info->isReport; });
}

Error Pipeline::run(Program &program, bool verifyEach) const {
  for (const Entry &entry : passes) {
    for (Item &item : program.items) {
      if (Error error = runOn(*entry.pass, entry.info->flag, item))
        return error;
      if (!entry.info->isReport)
        item.facts.reset();
    }
    if (!verifyEach || entry.info->isReport)
      continue;
    if (Error error = verifyProgram(program, entry.info->flag))
      return error;
  }
  return Error::success();
}

} // namespace hier
