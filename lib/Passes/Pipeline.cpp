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

#include "hier/IR/TorchFailure.h"
#include "hier/IR/Verifier.h"
#include "hier/Support/Diagnostic.h"
#include "hier/Support/NearestName.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace hier {

static Error unknownPass(const PassRegistry &registry, MemoryBufferRef text,
                         StringRef name) {
  if (name.empty())
    return errorAt(text, name.data(), "expected the name of a pass");
  SmallVector<StringRef> flags;
  for (const PassInfo *pass : registry.passes())
    flags.push_back(pass->flag);
  return errorAt(text, name.data(),
                 "there is no pass '" + name + "'" + didYouMean(name, flags));
}

/// pipeline ::= pass (',' pass)*     pass ::= name ('{' options '}')?
Error Pipeline::append(StringRef pipeline, StringRef source) {
  MemoryBufferRef text(pipeline, source);
  StringRef rest = pipeline;
  while (true) {
    rest = rest.ltrim(' ');
    StringRef name = rest.take_front(rest.find_first_of(",{} "));
    rest = rest.drop_front(name.size()).ltrim(' ');
    const PassInfo *info = registry->find(name);
    if (!info)
      return unknownPass(*registry, text, name);
    bool inBraces = rest.consume_front("{");
    StringRef none;
    auto options = PassOptions::parse(text, inBraces ? rest : none, inBraces);
    if (!options)
      return options.takeError();
    if (inBraces)
      rest = rest.drop_front().ltrim(' ');
    if (Error error = create(*info, *options))
      return error;
    if (rest.empty())
      return Error::success();
    if (!rest.consume_front(","))
      return errorAt(text, rest.data(), "expected ',' between passes");
  }
}

Error Pipeline::appendPass(const PassInfo &info, StringRef text,
                           StringRef source) {
  MemoryBufferRef buffer(text, source);
  Expected<PassOptions> options = PassOptions::parse(buffer, text);
  if (!options)
    return options.takeError();
  return create(info, *options);
}

Error Pipeline::create(const PassInfo &info, const PassOptions &options) {
  if (Error error = options.checkKeys(info.optionKeys(), info.flag))
    return error;
  Expected<std::unique_ptr<Pass>> pass = info.create(options);
  if (!pass)
    return pass.takeError();
  std::string spelling = info.flag.str();
  raw_string_ostream os(spelling);
  if (!options.empty()) {
    os << '{';
    options.print(os);
    os << '}';
  }
  passes.push_back({&info, std::move(*pass), std::move(spelling)});
  return Error::success();
}

void Pipeline::print(raw_ostream &os) const {
  ListSeparator commas(",");
  for (const Entry &entry : passes)
    os << commas << entry.spelling;
}

static Error runOn(Pass &pass, StringRef flag, Item &item) {
  std::optional<Error> result;
  if (auto message = failureOf([&] { result.emplace(pass.run(item)); }))
    return errorIn(flag, *message);
  return std::move(*result);
}

bool Pipeline::hasReports() const {
  return any_of(passes,
                [](const Entry &entry) { return entry.info->isReport; });
}

static Error runOnItems(Pass &pass, const PassInfo &info, Program &program) {
  for (Item &item : program.items) {
    if (Error error = runOn(pass, info.flag, item))
      return error;
    if (info.isReport)
      continue;
    item.facts.reset();
    item.profile.reset();
  }
  return Error::success();
}

namespace {

/// The watchers of one pass.
class Watchers {
public:
  Watchers(ArrayRef<PassInstrumentation *> all, const PassRun &run)
      : all(all), run(run) {}

  bool letRun() const {
    return all_of(
        all, [&](PassInstrumentation *one) { return one->shouldRun(run); });
  }
  Error before() const {
    for (PassInstrumentation *one : all)
      if (Error error = one->beforePass(run))
        return error;
    return Error::success();
  }
  Error after() const { return tell(&PassInstrumentation::afterPass); }
  Error verified() const {
    return tell(&PassInstrumentation::afterVerification);
  }
  /// Tells of `error`, and gives it back.
  Error failed(Error error) const {
    Error again = Error::success();
    handleAllErrors(
        std::move(error), [&](std::unique_ptr<ErrorInfoBase> payload) {
          for (PassInstrumentation *one : reverse(all))
            one->afterFailure(run, payload->message());
          again = joinErrors(std::move(again), Error(std::move(payload)));
        });
    return again;
  }

private:
  Error tell(Error (PassInstrumentation::*of)(const PassRun &)) const {
    for (PassInstrumentation *one : reverse(all))
      if (Error error = (one->*of)(run))
        return error;
    return Error::success();
  }

  ArrayRef<PassInstrumentation *> all;
  const PassRun &run;
};

} // namespace

Error Pipeline::run(Program &program, bool verifyEach,
                    ArrayRef<PassInstrumentation *> instrumentations) const {
  size_t number = 0;
  for (const Entry &entry : passes) {
    PassRun run = {*entry.info, *entry.pass, entry.spelling, ++number, program};
    Watchers watchers(instrumentations, run);
    if (!watchers.letRun())
      continue;
    if (Error error = watchers.before())
      return error;
    if (Error error = runOnItems(*entry.pass, *entry.info, program))
      return watchers.failed(std::move(error));
    if (Error error = watchers.after())
      return error;
    if (verifyEach && !entry.info->isReport)
      if (Error error = verifyProgram(program, entry.info->flag))
        return watchers.failed(std::move(error));
    if (Error error = watchers.verified())
      return error;
  }
  return Error::success();
}

} // namespace hier
